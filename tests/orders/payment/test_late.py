"""Money that comes late, twice, or in another amount: sold if it can be, else sent back."""

import asyncio
from typing import Any
from uuid import UUID

from services.orders.payment import service as payment_service
from services.orders.ports import IntentRequest, PaymentMethod
from tests.factories.shop import Guest, Shop, intent_of
from tests.support.bus import OutboxView


async def _give_up(shop: Shop, group_id: str) -> None:
    """We gave the group up although Stripe's intent could still be paid."""
    async with shop.database.transaction() as session:
        await payment_service.give_up(session, group_id=UUID(group_id), reason="expired")


async def _late(shop: Shop, guest: Guest) -> dict[str, Any]:
    """Ordered, given up, and only then paid."""
    answer = await guest.placed()
    await _give_up(shop, answer["order_group_id"])
    await shop.bank.pay(answer)
    return answer


async def test_late_and_the_goods_are_still_there(shop: Shop, orders_outbox: OutboxView) -> None:
    """The order is revived: paid, sold, posted, documents and mail; once, however often told."""
    seller = await shop.seller()
    product = await shop.product(seller, "5")
    guest = await shop.guest((product, "2"))
    answer = await _late(shop, guest)
    await orders_outbox.mark()
    events = await shop.bank.events(answer)

    await asyncio.gather(*(shop.deliver(event) for event in events for _ in range(3)))

    group = await guest.group(answer["order_group_id"])
    assert (group["status"], group["payment"]["status"]) == ("paid", "succeeded")
    assert group["orders"][0]["status"] == "paid"
    stock = await seller.stock(product.variant_id)
    assert (stock["on_hand"], stock["reserved"]) == ("3", "0")
    assert await seller.owed() == 2 * 101_650
    assert (await orders_outbox.types()).count("talat.orders.order.paid.v1") == 1
    told = await shop.told(answer["order_group_id"])
    assert told == ["order_placed", "late_payment_accepted"]
    assert await shop.bank.refunds(intent_of(answer)) == []


async def test_late_and_the_goods_are_gone(shop: Shop, orders_outbox: OutboxView) -> None:
    """Nothing is sold: the money is owed to the shopper and goes back by itself."""
    seller = await shop.seller()
    product = await shop.product(seller, "2")
    guest, other = await shop.guest((product, "2")), await shop.guest((product, "1"))
    answer = await _late(shop, guest)
    await other.placed()
    await orders_outbox.mark()

    await shop.deliver(*await shop.bank.events(answer))
    await shop.follow_refunds(loops=3)

    assert (await guest.group(answer["order_group_id"]))["status"] == "cancelled"
    stock = await seller.stock(product.variant_id)
    assert (stock["on_hand"], stock["reserved"]) == ("2", "1")
    assert await seller.owed() == 0
    (refund,) = await shop.bank.refunds(intent_of(answer))
    assert (refund["amount"], refund["status"]) == (214_000, "requires_action")
    assert await shop.told(answer["order_group_id"]) == [
        "order_placed",
        "late_payment_returned",
        "refund_details_needed",
    ]
    await orders_outbox.assert_nothing()
    await shop.bank.call("POST", f"/_sandbox/refunds/{refund['id']}/settle")
    await shop.deliver(*reversed(await shop.bank.refund_events(refund["id"])))
    status = "SELECT status FROM refund WHERE intent_id = :id"
    assert await shop.scalar(status, id=intent_of(answer)) == "settled"


async def test_paid_twice(shop: Shop) -> None:
    """Two intents of one group were both paid: the second's money goes back, once."""
    seller = await shop.seller()
    guest = await shop.guest((await shop.product(seller), "1"))
    answer = await guest.placed()
    group_id = answer["order_group_id"]
    second = await shop.payments.create(
        IntentRequest(f"test-{group_id}", UUID(group_id), 2, 107_000, PaymentMethod.CARD, None)
    )
    await shop.execute(
        "INSERT INTO payment_attempt (id, payment_id, number, method, intent_id, replaced_at,"
        " next_check_at) SELECT uuidv7(), id, 2, 'card', :intent, now(), now() FROM payment"
        " WHERE group_id = :id",
        intent=second.id,
        id=UUID(group_id),
    )
    shown = {"payment": {"client_secret": second.client_secret}}
    assert (await shop.bank.confirm_card(shown, "pm_card_visa")).status_code == 200
    await shop.bank.pay(answer)
    events = [*await shop.bank.events(answer), *await shop.bank.events(shown)]

    await asyncio.gather(*(shop.deliver(event) for event in events for _ in range(2)))
    await shop.follow_refunds(loops=2)

    group = await guest.group(group_id)
    assert (group["status"], group["payment"]["status"]) == ("paid", "succeeded")
    assert await seller.owed() == 101_650
    uses = "SELECT string_agg(use, ' ' ORDER BY use) FROM money_in m JOIN payment p"
    uses += " ON p.id = m.payment_id WHERE group_id = :id"
    assert await shop.scalar(uses, id=UUID(group_id)) == "double sale"
    refunds = [*await shop.bank.refunds(intent_of(answer)), *await shop.bank.refunds(second.id)]
    assert [refund["amount"] for refund in refunds] == [107_000]
    assert "double_payment_returned" in await shop.told(group_id)
