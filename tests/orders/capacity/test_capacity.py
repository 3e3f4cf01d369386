"""Weekly capacity: stated by sellers, taken by orders under constraint, given back."""

import asyncio
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from contracts.scopes import Scope
from kit.db import Database
from kit.ids import uuid7
from kit.time import bangkok_today
from services.orders.capacity import service as capacity_service
from services.orders.capacity.rules import monday_of, name_of, parse
from tests.factories.buying import Buying, Person, Product, drafted, mark, refused, wanted
from tests.support.bus import OutboxView

PATH = "/orders/v1/capacity"
DELIVERY = bangkok_today() + timedelta(days=14)
WEEK = name_of(monday_of(DELIVERY))


async def producing(buying: Buying) -> tuple[Person, Product]:
    """A seller's member and a product that a hospital may buy."""
    seller = await buying.seller()
    return buying.person(seller, Scope.SUPPLY, Scope.READ), await buying.product(seller, mark())


async def state(seller: Person, product: Product, quantity: str, week: str = WEEK) -> Any:
    return await seller.put(f"{PATH}/{product.variant_id}", {"week": week, "quantity": quantity})


async def read(seller: Person, product: Product, week: str = WEEK) -> Any:
    answer = await seller.get(f"{PATH}/{product.variant_id}", from_week=week, weeks=1)
    return answer.json()["items"]


async def ordered(buying: Buying, product: Product, quantity: str) -> tuple[Person, str, Any]:
    """(requester, the requisition's path, the answer to its approval)."""
    buyer = await buying.organisation()
    requester, approver = buying.requester(buyer), buying.approver(buyer)
    path = await drafted(requester, wanted((product, quantity), need_by_on=DELIVERY))
    assert (await requester.post(f"{path}/submit")).status_code == 200
    return requester, path, await approver.post(f"{path}/approve")


def test_weeks_are_iso_weeks() -> None:
    assert name_of(monday_of(date(2027, 1, 1))) == "2026-W53"
    assert parse("2026-W53") == date(2026, 12, 28)
    assert monday_of(date(2026, 12, 6)) == date(2026, 11, 30) == parse("2026-W49")


async def test_state_and_read(buying: Buying) -> None:
    seller, product = await producing(buying)
    answer = await state(seller, product, "120.5")
    assert answer.status_code == 200, answer.text
    body = answer.json()
    monday = monday_of(DELIVERY)
    assert (body["week"], body["from_on"]) == (WEEK, monday.isoformat())
    assert body["until_on"] == (monday + timedelta(days=6)).isoformat()
    assert (body["quantity"], body["taken"], body["available"]) == ("120.5", "0", "120.5")
    assert await read(seller, product) == [body]
    assert (await state(seller, product, "0")).json()["available"] == "0"


async def test_callers(buying: Buying) -> None:
    seller, product = await producing(buying)
    path = f"{PATH}/{product.variant_id}"
    body = {"week": WEEK, "quantity": "1"}
    anonymous = await buying.client.put(path, json=body)
    assert (anonymous.status_code, anonymous.json()["code"]) == (401, "unauthenticated")
    reader = buying.person(seller.organisation_id, Scope.READ)
    assert (await reader.put(path, body)).json()["code"] == "missing_scope"
    other = buying.person(await buying.seller(), Scope.SUPPLY, Scope.READ)
    assert (await other.put(path, body)).status_code == 404
    assert (await other.get(path)).status_code == 404
    assert (await seller.put(f"{PATH}/{uuid7()}", body)).status_code == 404
    assert await read(seller, product) == []


@pytest.mark.parametrize(
    "change",
    [{"week": "2026-W00"}, {"week": "2025-W53"}, {"week": "49"}, {"quantity": "-1"}, {"x": 1}],
)
async def test_bad_input(buying: Buying, change: dict[str, Any]) -> None:
    seller, product = await producing(buying)
    body = {"week": WEEK, "quantity": "1"} | change
    answer = await seller.put(f"{PATH}/{product.variant_id}", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert await read(seller, product) == []


async def test_an_order_takes_it_and_no_statement_may_undercut(buying: Buying) -> None:
    seller, product = await producing(buying)
    _, _, placed = await ordered(buying, product, "40")
    assert placed.status_code == 200, placed.text
    [week] = await read(seller, product)
    assert (week["quantity"], week["taken"], week["available"]) == (None, "40", None)
    under = await state(seller, product, "39")
    assert (under.status_code, under.json()["code"]) == (409, "capacity_below_taken")
    assert (await state(seller, product, "100")).json()["available"] == "60"


async def test_more_than_is_left_is_refused(buying: Buying, orders_outbox: OutboxView) -> None:
    seller, product = await producing(buying)
    await state(seller, product, "40")
    requester = buying.requester(await buying.organisation())
    path = await drafted(requester, wanted((product, "41"), need_by_on=DELIVERY))
    answer = await refused(requester, path, orders_outbox, status=409, code="capacity_exceeded")
    assert (answer.json()["available"], answer.json()["wanted"]) == ("40", "41")
    assert answer.json()["errors"][0]["field"] == "lines.0.quantity"
    next_week = wanted((product, "41"), need_by_on=DELIVERY + timedelta(days=7))
    other = await drafted(requester, next_week)
    assert (await requester.post(f"{other}/submit")).status_code == 200


async def test_two_hospitals_at_once(buying: Buying, orders_outbox: OutboxView) -> None:
    seller, product = await producing(buying)
    await state(seller, product, "100")
    waiting = []
    for _ in range(3):
        buyer = await buying.organisation()
        requester = buying.requester(buyer)
        path = await drafted(requester, wanted((product, "40"), need_by_on=DELIVERY))
        assert (await requester.post(f"{path}/submit")).status_code == 200
        waiting.append((requester, buying.approver(buyer), path))
    await orders_outbox.mark()
    answers = await asyncio.gather(*(each[1].post(f"{each[2]}/approve") for each in waiting))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 409]
    [week] = await read(seller, product)
    assert (week["taken"], week["available"]) == ("80", "20")
    statuses = [(await each[0].get(each[2])).json()["status"] for each in waiting]
    assert sorted(statuses) == ["approved", "approved", "submitted"]
    assert len(await orders_outbox.types()) == 6


async def test_given_back_whole_or_in_part_and_once(
    buying: Buying, orders_database: Database
) -> None:
    seller, product = await producing(buying)
    requester, _, placed = await ordered(buying, product, "40")
    order_id = UUID(placed.json()["purchase_orders"][0]["id"])
    [line] = (await requester.get(f"/orders/v1/purchase-orders/{order_id}")).json()["lines"]
    kept = {UUID(line["id"]): Decimal("38.5")}
    for keep, taken in ((kept, "38.5"), (kept, "38.5"), (None, "0"), (kept, "0")):
        async with orders_database.transaction() as session:
            await capacity_service.release(session, purchase_order_id=order_id, keep=keep)
        assert [week["taken"] for week in await read(seller, product)] == [taken]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE weekly_capacity SET taken = 0 WHERE variant_id = :id",
        "UPDATE weekly_capacity SET quantity = 39 WHERE variant_id = :id",
        "UPDATE capacity_use SET quantity = 41 WHERE variant_id = :id",
        "UPDATE weekly_capacity SET week_on = week_on + 1 WHERE variant_id = :id",
    ],
)
async def test_the_database_itself_refuses_to_oversell(
    buying: Buying, orders_database: Database, statement: str
) -> None:
    seller, product = await producing(buying)
    await state(seller, product, "40")
    await ordered(buying, product, "40")
    with pytest.raises(DBAPIError):
        async with orders_database.transaction() as session:
            await session.execute(text(statement), {"id": product.variant_id})
    [week] = await read(seller, product)
    assert (week["quantity"], week["taken"]) == ("40", "40")
