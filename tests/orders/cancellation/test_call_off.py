"""Orders that a seller calls off: all of the money goes back, once, and the books show it."""

import asyncio
from typing import Any

import pytest

from contracts.events.orders import OrderCancelled
from contracts.scopes import Scope
from kit.ids import uuid7
from services.orders.cancellation import service as cancellation_service
from tests.factories.shop import Guest, Seller, Shop, intent_of
from tests.support.bus import OutboxView

SHIPMENT = {"carrier": "ไปรษณีย์ไทย", "tracking": "EX123456789TH"}


class Sold:
    """A paid order of two pieces, of ten."""

    def __init__(self, shop: Shop, seller: Seller, guest: Guest, answer: dict[str, Any]) -> None:
        self.shop, self.seller, self.guest, self.answer = shop, seller, guest, answer
        self.order_id = ""
        self.variant_id = uuid7()

    @property
    def path(self) -> str:
        return f"/orders/v1/orders/{self.order_id}"

    @property
    def group_id(self) -> str:
        return str(self.answer["order_group_id"])

    async def read(self) -> dict[str, Any]:
        body: dict[str, Any] = (await self.seller.desk.get(self.path)).json()
        return body


async def _sold(shop: Shop, *, method: str = "card", card: str = "pm_card_visa") -> Sold:
    seller = await shop.seller()
    product = await shop.product(seller, "10")
    guest = await shop.guest((product, "2"))
    answer = await guest.placed(method=method)
    if method == "card":
        assert (await shop.bank.confirm_card(answer, card)).status_code == 200
        await shop.deliver(*await shop.bank.events(answer))
    else:
        await shop.paid(answer)
    sold = Sold(shop, seller, guest, answer)
    sold.variant_id = product.variant_id
    sold.order_id = str(
        await shop.scalar(
            "SELECT id FROM shop_order WHERE group_id = :id", id=answer["order_group_id"]
        )
    )
    return sold


async def _owed_to_shoppers(shop: Shop, order_id: str) -> int:
    statement = """
        SELECT coalesce(-sum(e.amount_satang), 0) FROM ledger_entry e
        JOIN ledger_account a ON a.id = e.account_id AND a.kind = 'refund_payable'
        JOIN ledger_transaction t ON t.id = e.transaction_id
        WHERE t.cause_id IN (SELECT id FROM refund WHERE order_id = :id)
    """
    return int(await shop.scalar(statement, id=order_id))


async def test_a_card_is_refunded_at_once(shop: Shop, orders_outbox: OutboxView) -> None:
    """Declined: cancelled, money back, shelf and books as before the sale, everybody told once."""
    sold = await _sold(shop)
    await orders_outbox.mark()

    answer = await sold.seller.desk.post(f"{sold.path}/decline", {"reason": "cannot_deliver"})

    assert answer.status_code == 200, answer.text
    order = answer.json()
    assert (order["status"], order["cancel_reason"]) == ("cancelled", "cannot_deliver")
    refund = order["refund"]
    assert (refund["status"], refund["method"], refund["amount_satang"]) == (
        "settled",
        "card",
        214_000,
    )
    stock = await sold.seller.stock(sold.variant_id)
    assert (stock["on_hand"], stock["reserved"]) == ("10", "0")
    assert await sold.seller.owed() == 0
    assert await _owed_to_shoppers(shop, sold.order_id) == 0
    (at_stripe,) = await shop.bank.refunds(intent_of(sold.answer))
    assert (at_stripe["amount"], at_stripe["status"]) == (214_000, "succeeded")
    (event,) = await orders_outbox.events(OrderCancelled)
    assert str(event.order_id) == sold.order_id
    group = await sold.guest.group(sold.group_id)
    assert (group["status"], group["orders"][0]["status"]) == ("paid", "cancelled")
    assert group["orders"][0]["refund"]["status"] == "settled"
    assert await shop.told(sold.group_id) == [
        "order_placed",
        "order_paid",
        "order_cancelled",
        "refund_settled",
    ]


async def test_promptpay_through_its_own_states(shop: Shop) -> None:
    """Details are needed; then it settles, by events in reverse and repeated."""
    sold = await _sold(shop, method="promptpay")
    await sold.seller.desk.post(f"{sold.path}/accept")
    answer = await sold.seller.desk.post(f"{sold.path}/cancel", {"reason": "buyer_asked"})
    assert answer.json()["refund"]["status"] == "details_needed"
    assert await _owed_to_shoppers(shop, sold.order_id) == 214_000
    assert await sold.seller.owed() == 0
    (refund,) = await shop.bank.refunds(intent_of(sold.answer))
    assert refund["instructions_email"] == "somying@guest.test"
    await shop.bank.call("POST", f"/_sandbox/refunds/{refund['id']}/settle")
    events = await shop.bank.refund_events(refund["id"])

    await asyncio.gather(*(shop.deliver(event) for event in reversed(events) for _ in range(3)))

    assert (await sold.read())["refund"]["status"] == "settled"
    assert await _owed_to_shoppers(shop, sold.order_id) == 0
    assert (await shop.told(sold.group_id)).count("refund_settled") == 1


async def test_a_refund_without_webhooks(shop: Shop) -> None:
    """The due loop alone brings a PromptPay refund to its end."""
    sold = await _sold(shop, method="promptpay")
    await sold.seller.desk.post(f"{sold.path}/decline", {"reason": "closed"})
    (refund,) = await shop.bank.refunds(intent_of(sold.answer))
    await shop.bank.call("POST", f"/_sandbox/refunds/{refund['id']}/settle")
    await shop.execute(
        "UPDATE refund SET next_check_at = '2000-01-01' WHERE order_id = :id", id=sold.order_id
    )
    await shop.follow_refunds(loops=3)
    assert (await sold.read())["refund"]["status"] == "settled"


async def test_a_refund_that_fails_can_be_tried_again(shop: Shop) -> None:
    """The bank sends it back: owed again, reported; a second refund goes its own way."""
    sold = await _sold(shop, method="promptpay")
    await sold.seller.desk.post(f"{sold.path}/decline", {"reason": "closed"})
    (refund,) = await shop.bank.refunds(intent_of(sold.answer))
    await shop.bank.call("POST", f"/_sandbox/refunds/{refund['id']}/settle")
    await shop.deliver(*await shop.bank.refund_events(refund["id"]))
    assert await _owed_to_shoppers(shop, sold.order_id) == 0
    await shop.bank.call("POST", f"/_sandbox/refunds/{refund['id']}/fail")
    await shop.deliver(*reversed(await shop.bank.refund_events(refund["id"])))
    assert (await sold.read())["refund"]["status"] == "failed"
    assert await _owed_to_shoppers(shop, sold.order_id) == 214_000
    finding = (
        "SELECT kind FROM reconciliation_finding WHERE resolved_at IS NULL AND subject ="
        " (SELECT id::text FROM refund WHERE order_id = :id)"
    )
    assert await shop.scalar(finding, id=sold.order_id) == "refund_failed"

    again = await sold.seller.desk.post(f"{sold.path}/refunds", {"reason": "buyer_asked"})

    assert again.status_code == 200, again.text
    assert again.json()["refund"]["status"] == "details_needed"
    second, _ = await shop.bank.refunds(intent_of(sold.answer))
    await shop.bank.call("POST", f"/_sandbox/refunds/{second['id']}/settle")
    await shop.deliver(*await shop.bank.refund_events(second["id"]))
    assert (await sold.read())["refund"]["status"] == "settled"
    assert await _owed_to_shoppers(shop, sold.order_id) == 0
    assert await shop.scalar(finding, id=sold.order_id) is None


async def test_stripe_does_not_answer(shop: Shop) -> None:
    """The order is cancelled at once; the due loop obtains the refund, of which there is one."""
    sold = await _sold(shop)
    await shop.bank.lose("error_after", "/v1/refunds")
    answer = await sold.seller.desk.post(f"{sold.path}/decline", {"reason": "closed"})
    await shop.bank.clear()
    assert (answer.status_code, answer.json()["refund"]["status"]) == (200, "requested")
    await shop.follow_refunds(loops=3)
    assert (await sold.read())["refund"]["status"] == "settled"
    assert len(await shop.bank.refunds(intent_of(sold.answer))) == 1


@pytest.mark.parametrize(
    ("reason", "on_hand"), [("out_of_stock", "8"), ("damaged", "8"), ("price_error", "10")]
)
async def test_what_goes_back_on_the_shelf(shop: Shop, reason: str, on_hand: str) -> None:
    """Goods that are not there do not come back."""
    sold = await _sold(shop)
    await sold.seller.desk.post(f"{sold.path}/decline", {"reason": reason})
    assert (await sold.seller.stock(sold.variant_id))["on_hand"] == on_hand


async def test_decline_and_accept_at_once(shop: Shop) -> None:
    """Of moves that exclude each other exactly one happens, and one refund at most."""
    sold = await _sold(shop)
    answers = await asyncio.gather(
        sold.seller.desk.post(f"{sold.path}/accept"),
        *(sold.seller.desk.post(f"{sold.path}/decline", {"reason": "closed"}) for _ in range(4)),
    )
    assert sorted(a.status_code for a in answers) == [200, 409, 409, 409, 409]
    refunds = await shop.bank.refunds(intent_of(sold.answer))
    assert len(refunds) == (0 if answers[0].status_code == 200 else 1)


async def test_the_same_key_again(shop: Shop) -> None:
    """The same answer, one refund."""
    sold = await _sold(shop)
    key, body = str(uuid7()), {"reason": "closed"}
    first = await sold.seller.desk.post(f"{sold.path}/decline", body, key=key)
    second = await sold.seller.desk.post(f"{sold.path}/decline", body, key=key)
    assert (second.status_code, second.json()) == (200, first.json())
    assert len(await shop.bank.refunds(intent_of(sold.answer))) == 1


async def test_a_shipped_order_is_refunded_not_cancelled(shop: Shop) -> None:
    """Cancel is too late; the whole amount can be refunded once, no part of it."""
    sold = await _sold(shop)
    for move, body in (("accept", None), ("pack", None), ("ship", SHIPMENT)):
        assert (await sold.seller.desk.post(f"{sold.path}/{move}", body)).status_code == 200
    late = await sold.seller.desk.post(f"{sold.path}/cancel", {"reason": "closed"})
    assert (late.status_code, late.json()["code"]) == (409, "order_not_in_state")
    part = await sold.seller.desk.post(
        f"{sold.path}/refunds", {"reason": "lost", "amount_satang": 100}
    )
    assert (part.status_code, part.json()["code"]) == (422, "only_whole_order")
    whole = await sold.seller.desk.post(
        f"{sold.path}/refunds", {"reason": "lost", "amount_satang": 214_000}
    )
    assert whole.status_code == 200, whole.text
    assert (whole.json()["status"], whole.json()["refund"]["status"]) == ("shipped", "settled")
    assert await sold.seller.owed() == 0
    assert (await sold.seller.stock(sold.variant_id))["on_hand"] == "8"
    again = await sold.seller.desk.post(f"{sold.path}/refunds", {"reason": "lost"})
    assert (again.status_code, again.json()["code"]) == (409, "already_refunded")


async def test_who_calls_off(shop: Shop, orders_outbox: OutboxView) -> None:
    """Another seller 404, nobody 401, no scope 403, a reason that does not fit 422: no change."""
    sold = await _sold(shop)
    other = await shop.seller()
    poor = shop.buying.person(sold.seller.organisation_id, Scope.READ)
    before = await sold.read()
    await orders_outbox.mark()
    for move in ("decline", "cancel", "refunds"):
        path, body = f"{sold.path}/{move}", {"reason": "other"}
        assert (await other.desk.post(path, body)).status_code == 404
        assert (await poor.post(path, body)).json()["code"] == "missing_scope"
        key = {"Idempotency-Key": str(uuid7())}
        assert (await shop.client.post(path, json=body, headers=key)).status_code == 401
        wrong = await sold.seller.desk.post(path, {"reason": "not_accepted_in_time"})
        assert (wrong.status_code, wrong.json()["code"]) == (422, "reason_does_not_fit")
    assert await sold.read() == before
    assert await shop.bank.refunds(intent_of(sold.answer)) == []
    await orders_outbox.assert_nothing()


async def test_an_unpaid_order_is_not_refunded(shop: Shop) -> None:
    """409 while it waits for its payment, and after it came to nothing."""
    seller = await shop.seller()
    guest = await shop.guest((await shop.product(seller), "1"))
    answer = await guest.placed()
    order_id = await shop.scalar(
        "SELECT id FROM shop_order WHERE group_id = :id", id=answer["order_group_id"]
    )
    path = f"/orders/v1/orders/{order_id}"
    for move in ("decline", "cancel", "refunds"):
        refused = await seller.desk.post(f"{path}/{move}", {"reason": "other"})
        assert (refused.status_code, refused.json()["code"]) == (409, "order_not_in_state")
    await shop.end_hold(answer["order_group_id"])
    await shop.follow_up()
    refused = await seller.desk.post(f"{path}/refunds", {"reason": "other"})
    assert (refused.status_code, refused.json()["code"]) == (409, "already_refunded")


async def _deadlines(shop: Shop) -> None:
    async def loop() -> None:
        while await cancellation_service.follow_deadlines(shop.database):
            pass

    await asyncio.gather(*(loop() for _ in range(3)))


async def test_a_seller_who_does_not_accept(shop: Shop, orders_outbox: OutboxView) -> None:
    """Reminded once, then cancelled with the money back; one who accepted is left alone."""
    sold, taken = await _sold(shop), await _sold(shop)
    assert (await taken.seller.desk.post(f"{taken.path}/accept")).status_code == 200
    due = "UPDATE shop_order SET next_reminder_at = now() WHERE id IN (:a, :b)"
    await orders_outbox.mark()
    await shop.execute(due, a=sold.order_id, b=taken.order_id)
    await _deadlines(shop)
    await _deadlines(shop)
    assert await orders_outbox.types() == ["talat.orders.notice.requested.v1"]
    assert (await sold.read())["status"] == "paid"

    late = "UPDATE shop_order SET accept_by = now(), next_reminder_at = now() WHERE id IN (:a, :b)"
    await shop.execute(late, a=sold.order_id, b=taken.order_id)
    await _deadlines(shop)
    await shop.follow_refunds(loops=2)

    order = await sold.read()
    assert (order["status"], order["cancel_reason"]) == ("cancelled", "not_accepted_in_time")
    assert order["refund"]["status"] == "settled"
    assert (await sold.seller.stock(sold.variant_id))["on_hand"] == "10"
    assert await sold.seller.owed() == 0
    assert (await taken.read())["status"] == "accepted"
    types = await orders_outbox.types()
    assert types.count("talat.orders.order.cancelled.v1") == 1
    assert types.count("talat.orders.notice.requested.v1") == 2
