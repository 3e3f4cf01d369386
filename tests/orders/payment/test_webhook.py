"""Stripe's events: signed, kept, applied once, in any order."""

import asyncio
import copy
from uuid import UUID

import pytest
from sqlalchemy import delete, update

from kit.settings import ServiceSettings
from services.orders.models import IDEMPOTENCY_KEYS, Payment, PaymentEvent, ReconciliationFinding
from tests.factories.shop import Shop, intent_of
from tests.support import apps
from tests.support.bus import OutboxView
from tests.support.services import app_of


async def _state(shop: Shop, group_id: str) -> tuple[object, ...]:
    return (
        await shop.scalar("SELECT status FROM order_group WHERE id = :id", id=group_id),
        await shop.scalar("SELECT status FROM payment WHERE group_id = :id", id=group_id),
        await shop.scalar("SELECT count(*) FROM payment_event"),
        await shop.scalar("SELECT count(*) FROM ledger_entry"),
    )


async def test_five_times_and_in_reverse_order(shop: Shop, orders_outbox: OutboxView) -> None:
    """Every event five times, last first, at once: paid once, sold once, posted once."""
    seller = await shop.seller()
    product = await shop.product(seller, "10")
    guest = await shop.guest((product, "3"))
    answer = await guest.placed()
    await shop.bank.pay(answer)
    events = await shop.bank.events(answer)
    assert [event["type"] for event in events][-1] == "payment_intent.succeeded"
    await orders_outbox.mark()

    await asyncio.gather(*(shop.deliver(event) for event in reversed(events) for _ in range(5)))
    await shop.deliver(*events)

    assert (await guest.group(answer["order_group_id"]))["status"] == "paid"
    stock = await seller.stock(product.variant_id)
    assert (stock["on_hand"], stock["reserved"]) == ("7", "0")
    assert await seller.owed() == 3 * 101_650
    types = await orders_outbox.types()
    assert types.count("talat.orders.order.paid.v1") == 1
    assert types.count("talat.orders.notice.requested.v1") == 1
    kept = await shop.scalar(
        "SELECT count(*) FROM payment_event WHERE intent_id = :id", id=intent_of(answer)
    )
    assert kept == len(events)


@pytest.mark.parametrize("forgery", ["secret", "body", "missing", "old"])
async def test_forged(shop: Shop, orders_outbox: OutboxView, forgery: str) -> None:
    """A wrong signature is 400 and changes nothing."""
    seller = await shop.seller()
    answer = await (await shop.guest((await shop.product(seller), "1"))).placed()
    await shop.bank.pay(answer)
    event = (await shop.bank.events(answer))[-1]
    request = shop.bank.signed(event, secret="whsec_guessed" if forgery == "secret" else None)
    if forgery == "body":
        request["content"] = request["content"].replace(b"succeeded", b"Succeeded")
    if forgery == "missing":
        del request["headers"]["Stripe-Signature"]
    if forgery == "old":
        signature = request["headers"]["Stripe-Signature"]
        request["headers"]["Stripe-Signature"] = f"t=1000000000,{signature.split(',')[1]}"
    before = await _state(shop, answer["order_group_id"])
    await orders_outbox.mark()

    refused = await shop.client.post("/webhooks/stripe", **request)

    assert (refused.status_code, refused.json()["code"]) == (400, "invalid_signature")
    assert await _state(shop, answer["order_group_id"]) == before
    await orders_outbox.assert_nothing()


async def test_news_that_are_not_ours(shop: Shop, orders_outbox: OutboxView) -> None:
    """Another's intent, another kind of event, an intent that claims our group: kept, no effect."""
    seller = await shop.seller()
    answer = await (await shop.guest((await shop.product(seller), "1"))).placed()
    await shop.bank.pay(answer)
    event = (await shop.bank.events(answer))[-1]
    stranger, other, claims, short = (copy.deepcopy(event) for _ in range(4))
    for number, each in enumerate((stranger, other, claims, short)):
        each["id"] = f"{event['id']}_{number}"
    stranger["data"]["object"]["metadata"] = {}
    other["type"] = "charge.succeeded"
    claims["data"]["object"]["id"] = "pi_somebody_elses"
    short["data"]["object"]["amount_received"] = 1
    await orders_outbox.mark()

    await shop.deliver(stranger, other, claims, short)

    outcomes = [
        await shop.scalar("SELECT outcome FROM payment_event WHERE id = :id", id=each["id"])
        for each in (stranger, other, claims, short)
    ]
    assert outcomes == ["not_ours", "not_ours", "not_ours", "amount_differs"]
    status = await shop.scalar(
        "SELECT status FROM order_group WHERE id = :id", id=answer["order_group_id"]
    )
    assert status == "awaiting_payment"
    await orders_outbox.assert_nothing()
    async with shop.database.transaction() as session:
        # The shared database of this worker stays as the doctor wants it.
        await session.execute(delete(PaymentEvent).where(PaymentEvent.id == short["id"]))
        await session.execute(
            delete(ReconciliationFinding).where(
                ReconciliationFinding.kind == "amount_differs",
                ReconciliationFinding.subject == intent_of(answer),
                ReconciliationFinding.actual_satang == 1,
            )
        )


async def test_without_a_secret_the_route_does_not_exist(
    shop: Shop, orders_settings: ServiceSettings
) -> None:
    """No secret: 404 even for a body that is signed with the empty one."""
    settings = orders_settings.model_copy(update={"stripe_webhook_secret": None})
    async with apps.running(app_of("orders", settings)) as app, apps.client_of(app) as client:
        signed = shop.bank.signed({"id": "evt_1", "type": "x", "data": {"object": {}}})
        answer = await client.post("/webhooks/stripe", **signed)
    assert answer.status_code == 404


async def test_paid_before_our_third_step(shop: Shop) -> None:
    """The event overtakes the checkout's own answer: paid, and the answer is kept after it."""
    seller = await shop.seller()
    guest = await shop.guest((await shop.product(seller), "1"))
    answer = await guest.placed()
    await shop.bank.pay(answer)
    events = await shop.bank.events(answer)
    group_id = answer["order_group_id"]
    async with shop.database.transaction() as session:
        await session.execute(
            update(Payment)
            .where(Payment.group_id == UUID(group_id))
            .values(status="requested", intent_id=None, client_secret=None, promptpay_qr=None)
        )
        await session.execute(
            update(IDEMPOTENCY_KEYS)
            .where(IDEMPOTENCY_KEYS.c.key == guest.key)
            .values(status=None, body=None)
        )
    await shop.deliver(*events)
    assert (await guest.group(group_id))["status"] == "paid"
    again = await guest.check_out()
    assert again.status_code == 201
    assert again.json()["payment"]["status"] == "succeeded"
    assert await seller.owed() == 101_650
