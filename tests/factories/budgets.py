"""Budgets and the people who keep them, for the tests of buying."""

from typing import Any
from uuid import UUID

from contracts.scopes import Role, Scope
from kit.time import bangkok_today
from services.orders.document.rules import fiscal_year
from tests.factories.buying import Buying, Person

BUDGETS = "/orders/v1/budgets"


async def committees(
    buying: Buying, buyer_id: UUID, *, inspectors: int = 3, panel: int = 3
) -> dict[str, Any]:
    """Persons of the buyer's for the two duties of a requisition, the first of several as chair."""

    async def named(count: int, *roles: Role) -> list[dict[str, Any]]:
        people = [buying.person(buyer_id, Scope.INSPECT, Scope.READ) for _ in range(count)]
        for person in people:
            await buying.member(person, *roles)
        return [
            {"person_id": str(person.person_id), "chair": count > 1 and person is people[0]}
            for person in people
        ]

    return {
        "inspectors": await named(inspectors, Role.INSPECTOR),
        "panel": await named(panel, Role.ORDERS),
    }


def finance(buying: Buying, buyer_id: Any) -> Person:
    """A member with the role `finance`."""
    return buying.person(buyer_id, Scope.FINANCE, Scope.READ, name="งานการเงิน")


async def budget_of(
    money: Person, *, baht: int, unit: str = "งานโภชนาการ", years: int = 0
) -> dict[str, Any]:
    """A budget of this fiscal year, or of one so many years from it."""
    body = {
        "unit": unit,
        "source": "เงินบำรุง",
        "fiscal_year": fiscal_year(bangkok_today()) + years,
        "allotted_satang": baht * 100,
    }
    answer = await money.post(BUDGETS, body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def balances(reader: Person, budget: dict[str, Any]) -> tuple[int, int, int, int]:
    """(reserved, committed, consumed, available) of a budget in satang."""
    found = (await reader.get(f"{BUDGETS}/{budget['id']}")).json()
    return (
        found["reserved_satang"],
        found["committed_satang"],
        found["consumed_satang"],
        found["available_satang"],
    )
