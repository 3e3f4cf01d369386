"""Budgets: set up, reserved, committed, released; who may see them; the edges of the year."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from contracts.scopes import Scope
from contracts.types import OrganisationKind
from kit.db import Database
from kit.ids import uuid7
from kit.time import bangkok_midnight, bangkok_today
from services.orders.budget import service as budget_service
from services.orders.budget.errors import BudgetExceeded
from tests.factories.budgets import balances, budget_of, finance
from tests.factories.buying import Buying, Person, Product, drafted, mark, refused, wanted
from tests.support.bus import OutboxView

PATH = "/orders/v1/budgets"
REASON = {"reason": "เปลี่ยนแผนเมนู"}


async def shop(buying: Buying) -> Product:
    """A product at one baht a unit."""
    return await buying.product(await buying.seller(), mark(), price_satang=100)


async def asked(requester: Person, product: Product, baht: int, budget: dict[str, object]) -> str:
    """The path of a draft over so many baht from the budget."""
    body = wanted((product, str(baht))) | {"budget_id": budget["id"]}
    return await drafted(requester, body)


async def test_a_budget_begins_with_what_is_allotted(buying: Buying) -> None:
    money = finance(buying, await buying.organisation())
    made = await budget_of(money, baht=10_000)
    assert made["available_satang"] == made["allotted_satang"] == 1_000_000
    assert (made["reserved_satang"], made["committed_satang"], made["consumed_satang"]) == (0, 0, 0)
    assert (await money.get(f"{PATH}/{made['id']}")).json() == made
    [entry] = (await money.get(f"{PATH}/{made['id']}/entries")).json()["items"]
    assert (entry["kind"], entry["allotted_satang"]) == ("allot", 1_000_000)
    assert entry["made_by"] == str(money.person_id)


async def test_one_budget_of_a_unit_source_and_year(buying: Buying) -> None:
    money = finance(buying, await buying.organisation())
    made = await budget_of(money, baht=10_000)
    body = {name: made[name] for name in ("unit", "source", "fiscal_year", "allotted_satang")}
    again = await money.post(PATH, body)
    assert (again.status_code, again.json()["code"]) == (409, "budget_exists")
    assert (await money.get(f"{PATH}/{made['id']}")).json() == made
    assert (await money.post(PATH, body | {"source": "เงินงบประมาณ"})).status_code == 201
    listed = (await money.get(PATH, fiscal_year=made["fiscal_year"])).json()["items"]
    assert [item["source"] for item in listed] == ["เงินงบประมาณ", "เงินบำรุง"]
    assert (await money.get(PATH, fiscal_year=2560)).json()["items"] == []


async def test_callers(buying: Buying) -> None:
    buyer = await buying.organisation()
    money = finance(buying, buyer)
    made = await budget_of(money, baht=100)
    body = {"unit": "งานวิจัย", "source": "x", "fiscal_year": 2570, "allotted_satang": 1}
    anonymous = await buying.client.post(PATH, json=body)
    assert (anonymous.status_code, anonymous.json()["code"]) == (401, "unauthenticated")
    for scope in (Scope.BUY, Scope.APPROVE, Scope.READ, Scope.ORGANISATION):
        answer = await buying.person(buyer, scope).post(PATH, body)
        assert (answer.status_code, answer.json()["code"]) == (403, "missing_scope")
    assert (await buying.person(buyer, Scope.READ).get(f"{PATH}/{made['id']}")).status_code == 200
    stranger = finance(buying, await buying.organisation())
    for path in (f"{PATH}/{made['id']}", f"{PATH}/{made['id']}/entries"):
        assert (await stranger.get(path)).status_code == 404
    more = {"amount_satang": 1, "reason": "x"}
    assert (await stranger.post(f"{PATH}/{made['id']}/allotments", more)).status_code == 404
    assert (await stranger.get(PATH)).json()["items"] == []
    assert (await money.get(f"{PATH}/{made['id']}")).json() == made


@pytest.mark.parametrize(
    "change",
    [
        {"allotted_satang": 0},
        {"fiscal_year": 2026},
        {"unit": ""},
        {"source": None},
        {"reserved_satang": 1},
    ],
)
async def test_bad_input(buying: Buying, change: dict[str, object]) -> None:
    money = finance(buying, await buying.organisation())
    body = {"unit": "ก", "source": "ข", "fiscal_year": 2570, "allotted_satang": 1}
    answer = await money.post(PATH, body | change)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert (await money.get(PATH)).json()["items"] == []


async def test_allotted_more_and_less(buying: Buying) -> None:
    money = finance(buying, await buying.organisation())
    made = await budget_of(money, baht=100)
    path = f"{PATH}/{made['id']}/allotments"
    more = await money.post(path, {"amount_satang": 5_000, "reason": "โอนงบ"}, key="once")
    again = await money.post(path, {"amount_satang": 5_000, "reason": "โอนงบ"}, key="once")
    assert more.json() == again.json()
    assert more.json()["available_satang"] == 15_000
    less = await money.post(path, {"amount_satang": -15_001, "reason": "ลดงบ"})
    assert (less.status_code, less.json()["code"]) == (409, "budget_exceeded")
    assert (await money.post(path, {"amount_satang": -15_000, "reason": "ลดงบ"})).status_code == 201
    assert (await money.post(path, {"amount_satang": 0, "reason": "x"})).status_code == 422


async def test_from_submission_to_order(buying: Buying) -> None:
    buyer, product = await buying.organisation(), await shop(buying)
    requester, approver = buying.requester(buyer), buying.approver(buyer)
    budget = await budget_of(finance(buying, buyer), baht=10_000)
    path = await asked(requester, product, 4_000, budget)
    assert await balances(requester, budget) == (0, 0, 0, 1_000_000)
    body = (await requester.post(f"{path}/submit")).json()
    assert (body["budget_id"], body["unit"]) == (budget["id"], "งานโภชนาการ")
    assert await balances(requester, budget) == (400_000, 0, 0, 600_000)
    assert (await approver.post(f"{path}/approve")).status_code == 200
    assert await balances(requester, budget) == (0, 400_000, 0, 600_000)
    entries = (await requester.get(f"{PATH}/{budget['id']}/entries")).json()["items"]
    assert [entry["kind"] for entry in entries] == ["commit", "reserve", "allot"]


async def test_a_rejection_frees_the_money(buying: Buying) -> None:
    buyer, product = await buying.organisation(), await shop(buying)
    requester, approver = buying.requester(buyer), buying.approver(buyer)
    budget = await budget_of(finance(buying, buyer), baht=10_000)
    path = await asked(requester, product, 4_000, budget)
    assert (await requester.post(f"{path}/submit")).status_code == 200
    assert (await approver.post(f"{path}/reject", REASON)).status_code == 200
    assert await balances(requester, budget) == (0, 0, 0, 1_000_000)


async def test_more_than_is_left_is_refused(buying: Buying, orders_outbox: OutboxView) -> None:
    buyer, product = await buying.organisation(), await shop(buying)
    requester = buying.requester(buyer)
    budget = await budget_of(finance(buying, buyer), baht=10_000)
    path = await asked(requester, product, 10_001, budget)
    answer = await refused(requester, path, orders_outbox, status=409, code="budget_exceeded")
    assert answer.json()["available_satang"] == 1_000_000
    assert answer.json()["wanted_satang"] == 1_000_100
    assert "10,000.00" in answer.json()["detail"]
    assert await balances(requester, budget) == (0, 0, 0, 1_000_000)


async def test_two_of_6000_at_once_from_10000(buying: Buying, orders_outbox: OutboxView) -> None:
    buyer, product = await buying.organisation(), await shop(buying)
    requester = buying.requester(buyer)
    budget = await budget_of(finance(buying, buyer), baht=10_000)
    paths = [await asked(requester, product, 6_000, budget) for _ in range(2)]
    await orders_outbox.mark()
    answers = await asyncio.gather(*(requester.post(f"{path}/submit") for path in paths))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    [lost] = [answer.json() for answer in answers if answer.status_code == 409]
    assert (lost["code"], lost["available_satang"]) == ("budget_exceeded", 400_000)
    assert await balances(requester, budget) == (600_000, 0, 0, 400_000)
    statuses = [(await requester.get(path)).json()["status"] for path in paths]
    assert sorted(statuses) == ["draft", "submitted"]
    assert len(await orders_outbox.types()) == 1


async def test_an_agency_with_budgets_names_one(buying: Buying, orders_outbox: OutboxView) -> None:
    buyer, product = await buying.organisation(), await shop(buying)
    requester = buying.requester(buyer)
    free = await drafted(requester, wanted((product, "1")))
    await budget_of(finance(buying, buyer), baht=10_000)
    await refused(requester, free, orders_outbox, status=422, code="budget_required")


async def test_budgets_of_another_year_do_not_bind_this_one(buying: Buying) -> None:
    buyer, product = await buying.organisation(), await shop(buying)
    requester = buying.requester(buyer)
    await budget_of(finance(buying, buyer), baht=10_000, years=-1)
    path = await drafted(requester, wanted((product, "1")))
    assert (await requester.post(f"{path}/submit")).status_code == 200


async def test_a_private_buyer_may_do_without(buying: Buying) -> None:
    buyer, product = await buying.organisation(OrganisationKind.HOTEL), await shop(buying)
    requester = buying.requester(buyer)
    await budget_of(finance(buying, buyer), baht=10_000)
    path = await drafted(requester, wanted((product, "1"), method="direct"))
    assert (await requester.post(f"{path}/submit")).status_code == 200


async def test_another_buyers_budget_and_another_units(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    buyer, product = await buying.organisation(), await shop(buying)
    requester = buying.requester(buyer)
    theirs = await budget_of(finance(buying, await buying.organisation()), baht=10_000)
    body = wanted((product, "1")) | {"budget_id": theirs["id"]}
    answer = await requester.post("/orders/v1/requisitions", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "budget_not_found")
    ours = await budget_of(finance(buying, buyer), baht=10_000)
    body = wanted((product, "1")) | {"budget_id": ours["id"], "unit": "งานพัสดุ"}
    path = await drafted(requester, body)
    await refused(requester, path, orders_outbox, status=422, code="budget_of_another_unit")


async def test_the_year_turns_on_1_october_in_bangkok(
    buying: Buying, orders_outbox: OutboxView
) -> None:
    october = bangkok_today().replace(year=bangkok_today().year + 1, month=10, day=1)
    old_year = october.year + 543
    with time_machine.travel(bangkok_midnight(october) - timedelta(seconds=1), tick=False) as clock:
        buyer = await buying.organisation()
        product = await buying.product(
            await buying.seller(),
            mark(until_on=october + timedelta(days=90)),
            price_satang=100,
        )
        requester, approver = buying.requester(buyer), buying.approver(buyer)
        money = finance(buying, buyer)
        old = await budget_of(money, baht=10_000)
        new = await budget_of(money, baht=10_000, years=1)
        assert (old["fiscal_year"], new["fiscal_year"]) == (old_year, old_year + 1)
        early = await asked(requester, product, 100, new)
        answer = await refused(
            requester, early, orders_outbox, status=422, code="budget_of_another_fiscal_year"
        )
        assert answer.json()["current_fiscal_year"] == old_year
        waiting = await asked(requester, product, 100, old)
        assert (await requester.post(f"{waiting}/submit")).status_code == 200

        clock.shift(timedelta(seconds=1))
        late = await asked(requester, product, 100, old)
        await refused(
            requester, late, orders_outbox, status=422, code="budget_of_another_fiscal_year"
        )
        await orders_outbox.mark()
        decided = await approver.post(f"{waiting}/approve")
        assert decided.json()["code"] == "budget_of_another_fiscal_year"
        assert (await requester.get(waiting)).json()["status"] == "submitted"
        assert await balances(requester, old) == (10_000, 0, 0, 990_000)
        await orders_outbox.assert_nothing()
        assert (await approver.post(f"{waiting}/reject", REASON)).status_code == 200
        assert (await requester.post(f"{early}/submit")).json()["number"][-4:] == "0001"


async def ordered(buying: Buying, baht: int) -> tuple[Person, dict[str, Any], UUID]:
    """A requester, a budget of 10,000 baht and the id of an order of it."""
    buyer, product = await buying.organisation(), await shop(buying)
    requester, approver = buying.requester(buyer), buying.approver(buyer)
    budget = await budget_of(finance(buying, buyer), baht=10_000)
    path = await asked(requester, product, baht, budget)
    assert (await requester.post(f"{path}/submit")).status_code == 200
    [order] = (await approver.post(f"{path}/approve")).json()["purchase_orders"]
    return requester, budget, UUID(order["id"])


async def test_consumed_once_for_a_cause_and_the_rest_released(
    buying: Buying, orders_database: Database
) -> None:
    requester, budget, order_id = await ordered(buying, 4_800)
    for _ in range(2):
        async with orders_database.transaction() as session:
            await budget_service.consume(
                session, purchase_order_id=order_id, amount_satang=438_000, cause="inspection:1"
            )
    assert await balances(requester, budget) == (0, 42_000, 438_000, 520_000)
    for _ in range(2):
        async with orders_database.transaction() as session:
            await budget_service.release(session, purchase_order_id=order_id, cause="closed")
    assert await balances(requester, budget) == (0, 0, 438_000, 562_000)


async def test_accepted_beyond_the_order_needs_free_money(
    buying: Buying, orders_database: Database
) -> None:
    requester, budget, order_id = await ordered(buying, 9_900)
    async with orders_database.transaction() as session:
        await budget_service.consume(
            session, purchase_order_id=order_id, amount_satang=1_000_000, cause="a"
        )
    assert await balances(requester, budget) == (0, 0, 1_000_000, 0)
    with pytest.raises(BudgetExceeded):
        async with orders_database.transaction() as session:
            await budget_service.consume(
                session, purchase_order_id=order_id, amount_satang=1, cause="b"
            )
    assert await balances(requester, budget) == (0, 0, 1_000_000, 0)


ENTRY = "INSERT INTO budget_entry (id, budget_id, kind, cause, made_at, "
HELD_ENTRY = (
    "INSERT INTO budget_entry (id, budget_id, cause, made_at, requisition_id, seller_id, kind, "
)
OF_HOLD = "uuidv7(), budget_id, 'x', now(), requisition_id, seller_id,"
HOLD = "FROM budget_hold WHERE budget_id = :id"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE budget SET consumed_satang = 0 WHERE id = :id",
        "UPDATE budget SET allotted_satang = allotted_satang + 1 WHERE id = :id",
        "UPDATE budget_hold SET committed_satang = 0 WHERE budget_id = :id",
        "UPDATE budget_entry SET consumed_satang = 0 WHERE budget_id = :id",
        "DELETE FROM budget_entry WHERE budget_id = :id",
        f"{ENTRY} allotted_satang) VALUES (uuidv7(), :id, 'allot', 'x', now(), -1000001)",
        f"{HELD_ENTRY} reserved_satang) SELECT {OF_HOLD} 'reserve', 520001 {HOLD}",
        f"{HELD_ENTRY} committed_satang) SELECT {OF_HOLD} 'release', -480001 {HOLD}",
    ],
    ids=[str(number) for number in range(8)],
)
async def test_the_database_itself_keeps_the_balances(
    buying: Buying, orders_database: Database, statement: str
) -> None:
    requester, budget, _ = await ordered(buying, 4_800)
    with pytest.raises((IntegrityError, DBAPIError)):
        async with orders_database.transaction() as session:
            await session.execute(text(statement), {"id": budget["id"]})
    assert await balances(requester, budget) == (0, 480_000, 0, 520_000)


async def test_an_unknown_order_needs_no_budget(orders_database: Database) -> None:
    async with orders_database.transaction() as session:
        await budget_service.consume(session, purchase_order_id=uuid7(), amount_satang=1, cause="x")
        await budget_service.release(session, purchase_order_id=uuid7(), cause="x")
