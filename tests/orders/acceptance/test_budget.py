"""What an acceptance costs is taken from the budget; what will not come is free again."""

from typing import Any

from contracts.scopes import Scope
from kit.time import bangkok_today
from services.orders.purchase.rules import fiscal_year
from tests.factories.buying import Buying, Person
from tests.factories.supply import Trade, good, ordered

BUDGETS = "/orders/v1/budgets"


async def with_budget(buying: Buying, *, confirm: bool = True) -> tuple[Trade, Person, str]:
    """An order of 40 × 120 baht on a budget of 5,000 baht, who reads the budget, its path."""
    buyer = await buying.organisation()
    money = buying.person(buyer, Scope.FINANCE, Scope.READ, name="การเงิน")
    body = {
        "unit": "โภชนาการ",
        "source": "เงินบำรุง",
        "fiscal_year": fiscal_year(bangkok_today()),
        "allotted_satang": 500_000,
    }
    budget = good(await money.post(BUDGETS, body), 201)
    people = (buying.requester(buyer), buying.approver(buyer))
    trade = await ordered(buying, "40", buyer=people, budget_id=budget["id"], confirm=confirm)
    return trade, money, f"{BUDGETS}/{budget['id']}"


async def figures(money: Person, path: str) -> tuple[int, int, int]:
    """Committed, consumed and available, in baht."""
    budget: dict[str, Any] = good(await money.get(path))
    assert budget["reserved_satang"] == 0
    names = ("committed_satang", "consumed_satang", "available_satang")
    committed, consumed, available = (budget[name] // 100 for name in names)
    return committed, consumed, available


async def test_consumed_by_acceptance_and_released_at_the_end(buying: Buying) -> None:
    trade, money, path = await with_budget(buying)
    assert await figures(money, path) == (4_800, 0, 200)
    await trade.appoint()
    delivery = await trade.arrive(await trade.ship((await trade.lot("40"), "40")), "38.5")
    inspection = good(await trade.inspect(delivery, ("36.5", "2")), 201)
    assert await figures(money, path) == (4_800, 0, 200)  # nothing before it is signed
    good(await trade.sign(inspection, trade.inspectors[0]))
    assert await figures(money, path) == (420, 4_380, 200)
    good(await trade.requester.post(f"{trade.path}/close", {"reason": "ไม่รับเพิ่ม"}))
    assert await figures(money, path) == (0, 4_380, 620)


async def test_an_order_that_is_complete_holds_nothing(buying: Buying) -> None:
    trade, money, path = await with_budget(buying)
    await trade.appoint()
    delivery = await trade.arrive(await trade.ship((await trade.lot("40"), "40")), "40")
    await trade.accept(delivery, ("40", "0"))
    assert await figures(money, path) == (0, 4_800, 200)


async def test_what_is_not_confirmed_declined_or_cancelled_is_free(buying: Buying) -> None:
    trade, money, path = await with_budget(buying, confirm=False)
    part = {"order_line_id": trade.line_id, "quantity": "30.5", "reason": "ได้น้อย"}
    await trade.confirm({"lines": [part]})
    assert await figures(money, path) == (3_660, 0, 1_340)
    for person, step in (("seller", "decline"), ("requester", "cancel")):
        trade, money, path = await with_budget(buying, confirm=False)
        good(await getattr(trade, person).post(f"{trade.path}/{step}", {"reason": "ก"}))
        assert await figures(money, path) == (0, 0, 5_000)
