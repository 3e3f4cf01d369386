"""What confirmations, cancellations and acceptances do to the budget and the week's capacity."""

from typing import Any

from contracts.scopes import Role, Scope
from kit.time import bangkok_today, now
from services.orders.capacity.rules import monday_of, name_of
from tests.factories.budgets import balances, budget_of, finance
from tests.factories.buying import Buying, Person, Product, mark, submitted, wanted

ORDERS = "/orders/v1/purchase-orders"
REASON = {"reason": "ปลาไม่พอ"}


async def ordered(buying: Buying) -> tuple[Person, Person, dict[str, Any], dict[str, Any], Product]:
    """(requester, seller's member, budget of 10,000 baht, order of 40 × 120 baht, product)."""
    seller = await buying.seller()
    product = await buying.product(seller, mark())
    buyer = await buying.organisation()
    requester, approver = buying.requester(buyer), buying.approver(buyer)
    budget = await budget_of(finance(buying, buyer), baht=10_000)
    body = wanted((product, "40"), need_by_on=bangkok_today()) | {"budget_id": budget["id"]}
    path = await submitted(requester, body)
    [placed] = (await approver.post(f"{path}/approve")).json()["purchase_orders"]
    order = (await requester.get(f"{ORDERS}/{placed['id']}")).json()
    desk = buying.person(seller, Scope.SELL, Scope.SUPPLY, Scope.READ)
    return requester, desk, budget, order, product


async def taken(desk: Person, product: Product) -> list[str]:
    """What orders take of this week."""
    week = name_of(monday_of(bangkok_today()))
    found = await desk.get(f"/orders/v1/capacity/{product.variant_id}", from_week=week, weeks=1)
    return [item["taken"] for item in found.json()["items"]]


async def test_a_declined_order_frees_all(buying: Buying) -> None:
    requester, desk, budget, order, product = await ordered(buying)
    assert await balances(requester, budget) == (0, 480_000, 0, 520_000)
    assert await taken(desk, product) == ["40"]
    answer = await desk.post(f"{ORDERS}/{order['id']}/decline", REASON)
    assert answer.status_code == 200, answer.text
    assert await balances(requester, budget) == (0, 0, 0, 1_000_000)
    assert await taken(desk, product) == ["0"]


async def test_a_cancelled_order_frees_all(buying: Buying) -> None:
    requester, desk, budget, order, product = await ordered(buying)
    answer = await requester.post(f"{ORDERS}/{order['id']}/cancel", REASON)
    assert answer.status_code == 200, answer.text
    assert await balances(requester, budget) == (0, 0, 0, 1_000_000)
    assert await taken(desk, product) == ["0"]


async def test_confirmed_in_part_frees_the_rest(buying: Buying) -> None:
    requester, desk, budget, order, product = await ordered(buying)
    part = {"order_line_id": order["lines"][0]["id"], "quantity": "38.5", **REASON}
    answer = await desk.post(f"{ORDERS}/{order['id']}/confirm", {"lines": [part]})
    assert answer.status_code == 200, answer.text
    assert await balances(requester, budget) == (0, 462_000, 0, 538_000)
    assert await taken(desk, product) == ["38.5"]


async def test_what_is_accepted_is_consumed(buying: Buying) -> None:
    requester, desk, budget, order, product = await ordered(buying)
    path = f"{ORDERS}/{order['id']}"
    assert (await desk.post(f"{path}/confirm", {})).status_code == 200
    lot = {
        "variant_id": str(product.variant_id),
        "quantity": "40",
        "produced_on": bangkok_today().isoformat(),
    }
    lot_id = (await desk.post("/orders/v1/lots", lot)).json()["id"]
    line = {"order_line_id": order["lines"][0]["id"], "lot_id": lot_id, "quantity": "40"}
    delivery = (await desk.post(f"{path}/deliveries", {"lines": [line]})).json()
    [sent] = delivery["lines"]
    arrived = {"delivery_line_id": sent["id"], "arrived": "38.5", "temperature_c": "9"}
    body = {"arrived_at": now().isoformat(), "lines": [arrived]}
    delivery_path = f"/orders/v1/deliveries/{delivery['id']}"
    answer = await requester.post(f"{delivery_path}/arrive", body)
    assert answer.status_code == 200, answer.text
    inspector = buying.person(requester.organisation_id, Scope.INSPECT, Scope.READ)
    await buying.member(inspector, Role.INSPECTOR)
    head = buying.approver(requester.organisation_id)  # type: ignore[arg-type]
    named = {"inspectors": [{"person_id": str(inspector.person_id)}]}
    assert (await head.post(f"{path}/committee", named)).status_code == 200
    result = {
        "delivery_line_id": sent["id"],
        "accepted": "36.5",
        "rejected": "2",
        "reason": "อุณหภูมิเกินเกณฑ์",
    }
    inspection = await inspector.post(f"{delivery_path}/inspection", {"lines": [result]})
    assert await balances(requester, budget) == (0, 480_000, 0, 520_000)
    signed = await inspector.post(
        f"/orders/v1/inspections/{inspection.json()['id']}/signatures", {"agree": True}
    )
    assert signed.status_code == 200, signed.text
    assert await balances(requester, budget) == (0, 42_000, 438_000, 520_000)
