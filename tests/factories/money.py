"""Budgets and the people who keep them, for the tests of buying."""

from typing import Any

from contracts.scopes import Scope
from kit.time import bangkok_today
from services.orders.document.rules import fiscal_year
from tests.factories.buying import Buying, Person

BUDGETS = "/orders/v1/budgets"


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
