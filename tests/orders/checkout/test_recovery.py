"""Answers lost and steps left unfinished: one charge, and a known end."""

from collections.abc import AsyncIterator
from typing import cast

import pytest
from fastapi import FastAPI

from kit.settings import ServiceSettings
from services.orders.payment.stripe import StripePayments
from services.orders.ports import Intent, PaymentUnavailable
from services.orders.settings import Settings
from tests.factories.shop import Shop, intent_of
from tests.support.bus import OutboxView


@pytest.fixture
async def impatient(
    shop: Shop, orders_app: FastAPI, orders_settings: ServiceSettings
) -> AsyncIterator[None]:
    """The application waits half a second for Stripe, instead of ten."""
    settings = cast(Settings, orders_settings)
    resources = orders_app.state.resources
    hurried = StripePayments(
        settings.stripe_api_key.get_secret_value(),
        api_base=settings.stripe_api_base,
        timeout_seconds=0.5,
    )
    patient = resources.payments
    object.__setattr__(resources, "payments", hurried)
    shop.payments = hurried
    yield
    object.__setattr__(resources, "payments", patient)
    await hurried.close()
    await shop.bank.clear()


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("mode", ["timeout_after", "error_after", "error_before"])
async def test_stripe_charges_and_then_does_not_answer(
    shop: Shop, orders_outbox: OutboxView, mode: str
) -> None:
    """503, the order stands; the same request goes on with it and one intent exists."""
    seller = await shop.seller()
    product = await shop.product(seller, "10")
    guest = await shop.guest((product, "2"))
    await orders_outbox.mark()
    await shop.bank.lose(mode)

    lost = await guest.check_out()

    assert (lost.status_code, lost.json()["code"]) == (503, "payment_unavailable")
    assert lost.headers["Retry-After"] == "2"
    assert (await seller.stock(product.variant_id))["reserved"] == "2"
    await shop.bank.clear()
    answer = await guest.check_out()
    assert answer.status_code == 201
    group_id = answer.json()["order_group_id"]
    assert [i["id"] for i in await shop.bank.intents(group_id)] == [intent_of(answer.json())]
    assert (await seller.stock(product.variant_id))["reserved"] == "2"
    assert (await orders_outbox.types()).count("talat.orders.order.placed.v1") == 1


@pytest.mark.usefixtures("impatient")
async def test_the_due_loop_finishes_what_nobody_repeats(shop: Shop) -> None:
    """The client never comes back: the due loop obtains the intent and it can be paid."""
    seller = await shop.seller()
    product = await shop.product(seller, "10")
    guest = await shop.guest((product, "1"))
    await shop.bank.lose("timeout_after")
    assert (await guest.check_out()).status_code == 503
    await shop.bank.clear()
    group_id = str(
        await shop.scalar("SELECT id FROM order_group WHERE cart_id = :id", id=guest.cart_id)
    )
    assert (await guest.group(group_id))["payment"]["status"] == "requested"
    await shop.make_due(group_id)

    await shop.follow_up(loops=3)

    group = await guest.group(group_id)
    assert group["payment"]["status"] == "pending"
    assert group["payment"]["promptpay_qr"]["payload"].startswith("000201")
    (intent,) = await shop.bank.intents(group_id)
    assert intent["id"] == intent_of(group)
    await shop.bank.pay(group)
    await shop.make_due(group_id)
    await shop.follow_up(loops=3)
    assert (await guest.group(group_id))["status"] == "paid"
    assert await seller.owed() == 101_650


@pytest.mark.usefixtures("impatient")
async def test_unanswered_and_expired(shop: Shop, orders_outbox: OutboxView) -> None:
    """An intent that we never heard of is found by its key, cancelled, then stock is released."""
    seller = await shop.seller()
    product = await shop.product(seller, "10")
    guest = await shop.guest((product, "4"))
    await shop.bank.lose("timeout_after")
    assert (await guest.check_out()).status_code == 503
    await shop.bank.clear()
    group_id = str(
        await shop.scalar("SELECT id FROM order_group WHERE cart_id = :id", id=guest.cart_id)
    )
    await shop.end_hold(group_id)
    await orders_outbox.mark()

    await shop.follow_up()

    (intent,) = await shop.bank.intents(group_id)
    assert intent["status"] == "canceled"
    assert (await guest.group(group_id))["status"] == "cancelled"
    assert (await seller.stock(product.variant_id))["reserved"] == "0"
    assert (await orders_outbox.types()).count("talat.orders.order.cancelled.v1") == 1
    again = await guest.check_out()
    assert (again.status_code, again.json()["code"]) == (409, "checkout_cancelled")


@pytest.mark.usefixtures("impatient")
async def test_stripe_down_postpones(shop: Shop) -> None:
    """While Stripe does not answer, an expired hold is kept: it may have been paid."""
    seller = await shop.seller()
    product = await shop.product(seller, "10")
    guest = await shop.guest((product, "4"))
    answer = await guest.placed()
    await shop.end_hold(answer["order_group_id"])
    await shop.bank.lose("error_before", times=50)
    await shop.follow_up()
    assert (await guest.group(answer["order_group_id"]))["status"] == "awaiting_payment"
    assert (await seller.stock(product.variant_id))["reserved"] == "4"
    await shop.bank.clear()
    await shop.end_hold(answer["order_group_id"])
    await shop.follow_up()
    assert (await guest.group(answer["order_group_id"]))["status"] == "cancelled"
    assert (await seller.stock(product.variant_id))["reserved"] == "0"


async def test_a_refused_payment_frees_the_stock(shop: Shop) -> None:
    """What Stripe will never collect is cancelled at once, nothing charged."""
    seller = await shop.seller()
    product = await shop.product(seller, "10")
    guest = await shop.guest((product, "1"))
    await shop.bank.lose("error_before", status=400)
    answer = await guest.check_out()
    assert (answer.status_code, answer.json()["code"]) == (422, "payment_refused")
    assert (await seller.stock(product.variant_id))["reserved"] == "0"
    again = await guest.check_out()
    assert (again.status_code, again.json()["code"]) == (409, "checkout_cancelled")


async def test_a_lease_keeps_others_off(shop: Shop) -> None:
    """A due payment is taken by one loop, and not again before its lease ends."""
    seller = await shop.seller()
    product = await shop.product(seller, "10")
    answer = await (await shop.guest((product, "1"))).placed()
    await shop.make_due(answer["order_group_id"])
    taken = []

    class Slow:
        async def retrieve(self, intent_id: str) -> Intent:
            taken.append(intent_id)
            raise PaymentUnavailable

        create = cancel = retrieve

        async def close(self) -> None: ...

    shop.payments = cast(StripePayments, Slow())
    await shop.follow_up(loops=4)
    assert taken.count(intent_of(answer)) == 1
