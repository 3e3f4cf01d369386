"""The seller's desk: orders seen and moved by their own seller only."""

import asyncio
from typing import Any

from contracts.events.orders import OrderCompleted
from contracts.scopes import Scope
from kit.ids import uuid7
from kit.pagination import encode_cursor
from tests.factories.shop import ADDRESS, CONTACT, Seller, Shop
from tests.support.bus import OutboxView

SHIPMENT = {"carrier": "ไปรษณีย์ไทย", "tracking": "EX123456789TH"}


async def _order(shop: Shop, seller: Seller, *, paid: bool = True) -> str:
    answer = await (await shop.guest((await shop.product(seller), "1"))).placed()
    if paid:
        await shop.paid(answer)
    return str(
        await shop.scalar(
            "SELECT id FROM shop_order WHERE group_id = :id", id=answer["order_group_id"]
        )
    )


async def _read(seller: Seller, order_id: str) -> dict[str, Any]:
    answer = await seller.desk.get(f"/orders/v1/orders/{order_id}")
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def test_from_paid_to_delivered(shop: Shop, orders_outbox: OutboxView) -> None:
    """Each step once, in order; the shopper sees carrier and tracking."""
    seller = await shop.seller()
    order_id = await _order(shop, seller)
    path = f"/orders/v1/orders/{order_id}"
    await orders_outbox.mark()
    seen = []
    for move, body in (("accept", None), ("pack", None), ("ship", SHIPMENT), ("deliver", None)):
        answer = await seller.desk.post(f"{path}/{move}", body)
        assert answer.status_code == 200, answer.text
        seen.append((answer.json()["status"], answer.json()["version"]))
    assert seen == [("accepted", 3), ("packed", 4), ("shipped", 5), ("delivered", 6)]
    order = await _read(seller, order_id)
    assert (order["carrier"], order["tracking"]) == ("ไปรษณีย์ไทย", "EX123456789TH")
    (completed,) = await orders_outbox.events(OrderCompleted)
    assert (str(completed.order_id), completed.version) == (order_id, 6)
    assert await orders_outbox.types() == [OrderCompleted.type]


async def test_an_unpaid_order_never_moves(shop: Shop, orders_outbox: OutboxView) -> None:
    """No step from awaiting payment, and no stranger's address before it is paid."""
    seller = await shop.seller()
    order_id = await _order(shop, seller, paid=False)
    await orders_outbox.mark()
    before = await _read(seller, order_id)
    assert (before["status"], before["contact"], before["address"]) == (
        "awaiting_payment",
        None,
        None,
    )
    for move, body in (("accept", None), ("pack", None), ("ship", SHIPMENT), ("deliver", None)):
        answer = await seller.desk.post(f"/orders/v1/orders/{order_id}/{move}", body)
        assert (answer.status_code, answer.json()["code"]) == (409, "order_not_in_state")
        assert answer.json()["current"] == "awaiting_payment"
    assert await _read(seller, order_id) == before
    await orders_outbox.assert_nothing()


async def test_a_paid_order_says_where_to_send_it(shop: Shop) -> None:
    """Contact, address, lines and the ETag of the version."""
    seller = await shop.seller()
    order_id = await _order(shop, seller)
    answer = await seller.desk.get(f"/orders/v1/orders/{order_id}")
    order = answer.json()
    assert answer.headers["ETag"] == '"2"'
    assert order["address"] == {**ADDRESS, "phone": None, "note": None}
    assert order["contact"] == {**CONTACT, "phone": None}
    (line,) = order["lines"]
    assert (line["quantity"], line["total_satang"], line["vat_bps"]) == ("1", 107_000, 700)


async def test_steps_are_not_skipped_or_repeated(shop: Shop, orders_outbox: OutboxView) -> None:
    """Out of turn is 409; the same key again is the same answer; two at once: one wins."""
    seller = await shop.seller()
    order_id = await _order(shop, seller)
    path = f"/orders/v1/orders/{order_id}"
    await orders_outbox.mark()
    skipped = await seller.desk.post(f"{path}/ship", SHIPMENT)
    assert (skipped.status_code, skipped.json()["needed"]) == (409, "packed")
    answers = await asyncio.gather(*(seller.desk.post(f"{path}/accept") for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 5
    key = str(uuid7())
    first = await seller.desk.post(f"{path}/pack", key=key)
    again = await seller.desk.post(f"{path}/pack", key=key)
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json() == first.json()
    assert (await _read(seller, order_id))["version"] == 4
    await orders_outbox.assert_nothing()


async def test_who_sees_and_moves_an_order(shop: Shop, orders_outbox: OutboxView) -> None:
    """Another seller: 404 and not in the list; no token: 401; no scope: 403."""
    seller, other = await shop.seller(), await shop.seller()
    order_id = await _order(shop, seller)
    path = f"/orders/v1/orders/{order_id}"
    before = await _read(seller, order_id)
    await orders_outbox.mark()
    assert (await other.desk.get(path)).status_code == 404
    assert (await other.desk.get("/orders/v1/orders")).json()["items"] == []
    for move, body in (("accept", None), ("pack", None), ("ship", SHIPMENT), ("deliver", None)):
        assert (await other.desk.post(f"{path}/{move}", body)).status_code == 404
        key = {"Idempotency-Key": str(uuid7())}
        anonymous = await shop.client.post(f"{path}/{move}", json=body, headers=key)
        assert anonymous.status_code == 401
    assert (await shop.client.get(path)).status_code == 401
    assert (await shop.client.get("/orders/v1/orders")).status_code == 401
    poor = shop.buying.person(seller.organisation_id, Scope.READ)
    assert (await poor.get("/orders/v1/orders")).json()["code"] == "missing_scope"
    assert (await poor.post(f"{path}/accept")).status_code == 403
    assert await _read(seller, order_id) == before
    await orders_outbox.assert_nothing()


async def test_pages_of_orders(shop: Shop) -> None:
    """Newest first, by status, page after page without gap or repetition."""
    seller = await shop.seller()
    ids = [await _order(shop, seller, paid=number % 2 == 0) for number in range(5)]
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = (await seller.desk.get("/orders/v1/orders", limit=2, **cursor)).json()
        seen += [item["id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert seen == list(reversed(ids))
    paid = (await seller.desk.get("/orders/v1/orders", status="paid")).json()
    assert [item["id"] for item in paid["items"]] == [ids[4], ids[2], ids[0]]
    wrong = await seller.desk.get("/orders/v1/orders", status="lost")
    assert wrong.status_code == 422
    for values in ([uuid7(), uuid7()], []):
        forged = encode_cursor(values)
        answer = await seller.desk.get("/orders/v1/orders", cursor=forged)
        assert answer.status_code == 422, values
