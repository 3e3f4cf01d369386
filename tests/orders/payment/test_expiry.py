"""The end of a hold, and payments whose webhooks never came."""

import asyncio

from tests.factories.shop import Shop, intent_of
from tests.support.bus import OutboxView


async def test_an_expired_hold_is_cancelled_at_stripe_and_released(
    shop: Shop, orders_outbox: OutboxView
) -> None:
    """Nobody paid: the intent can no longer be, then the stock is for sale again; once."""
    seller = await shop.seller()
    product = await shop.product(seller, "5")
    guest = await shop.guest((product, "5"))
    answer = await guest.placed()
    await orders_outbox.mark()
    await shop.end_hold(answer["order_group_id"])

    await shop.follow_up(loops=4)
    await shop.deliver(*await shop.bank.events(answer))

    (intent,) = await shop.bank.intents(answer["order_group_id"])
    assert intent["status"] == "canceled"
    group = await guest.group(answer["order_group_id"])
    assert (group["status"], group["payment"]["status"]) == ("cancelled", "cancelled")
    stock = await seller.stock(product.variant_id)
    assert (stock["on_hand"], stock["reserved"], stock["band"]) == ("5", "0", "low")
    types = await orders_outbox.types()
    assert types.count("talat.orders.order.cancelled.v1") == 1
    assert types.count("talat.orders.stock.changed.v1") == 1
    assert "talat.orders.notice.requested.v1" not in types
    assert await seller.owed() == 0


async def test_paid_in_the_last_moment(shop: Shop) -> None:
    """The hold has ended but Stripe says it was paid: the order is paid."""
    seller = await shop.seller()
    product = await shop.product(seller, "5")
    guest = await shop.guest((product, "2"))
    answer = await guest.placed()
    await shop.bank.pay(answer)
    await shop.end_hold(answer["order_group_id"])

    await asyncio.gather(shop.follow_up(loops=2), shop.deliver(*await shop.bank.events(answer)))

    assert (await guest.group(answer["order_group_id"]))["status"] == "paid"
    stock = await seller.stock(product.variant_id)
    assert (stock["on_hand"], stock["reserved"]) == ("3", "0")
    assert await seller.owed() == 2 * 101_650


async def test_still_processing_at_the_end(shop: Shop) -> None:
    """A bank that has the order but has not settled: the stock is held until it is known."""
    seller = await shop.seller()
    product = await shop.product(seller, "5")
    guest = await shop.guest((product, "2"))
    answer = await guest.placed()
    group_id = answer["order_group_id"]
    await shop.bank.call("POST", f"/_sandbox/payment_intents/{intent_of(answer)}/processing")
    await shop.end_hold(group_id)
    await shop.follow_up()
    assert (await guest.group(group_id))["status"] == "awaiting_payment"
    assert (await seller.stock(product.variant_id))["reserved"] == "2"
    await shop.bank.pay(answer)
    await shop.make_due(group_id)
    await shop.follow_up()
    assert (await guest.group(group_id))["status"] == "paid"


async def test_webhooks_lost_lose_no_order(shop: Shop) -> None:
    """Reconciliation alone brings a paid group home, and leaves an unpaid one waiting."""
    seller = await shop.seller()
    product = await shop.product(seller, "9")
    paid, waiting = await shop.guest((product, "1")), await shop.guest((product, "1"))
    first, second = await paid.placed(), await waiting.placed()
    await shop.bank.pay(first)
    for answer in (first, second):
        await shop.make_due(answer["order_group_id"])

    await shop.follow_up(loops=2)

    assert (await paid.group(first["order_group_id"]))["status"] == "paid"
    assert (await waiting.group(second["order_group_id"]))["status"] == "awaiting_payment"
    stock = await seller.stock(product.variant_id)
    assert (stock["on_hand"], stock["reserved"]) == ("8", "1")
