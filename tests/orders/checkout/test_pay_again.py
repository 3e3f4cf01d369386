"""Another attempt to pay for the same orders: one charge, whatever happens in between."""

import asyncio

import httpx
import pytest

from kit.ids import uuid7
from tests.factories.shop import Guest, Shop, intent_of
from tests.support.bus import OutboxView


async def _again(
    guest: Guest, group_id: str, method: str, *, key: str | None = None, token: str | None = None
) -> httpx.Response:
    return await guest.client.post(
        f"/storefront/v1/orders/{group_id}/payment",
        json={"payment_method": method},
        headers={
            "Cart-Token": token or guest.token,
            "Idempotency-Key": key or str(uuid7()),
        },
    )


async def test_from_promptpay_to_a_card(shop: Shop, orders_outbox: OutboxView) -> None:
    """The code is cancelled at Stripe, a card pays; one sale, documents name the card."""
    seller = await shop.seller()
    product = await shop.product(seller, "5")
    guest = await shop.guest((product, "1"))
    answer = await guest.placed()
    group_id = answer["order_group_id"]

    again = await _again(guest, group_id, "card")

    assert again.status_code == 201, again.text
    payment = again.json()
    assert (payment["method"], payment["status"], payment["promptpay_qr"]) == (
        "card",
        "pending",
        None,
    )
    assert payment["expires_at"] == answer["payment"]["expires_at"]
    states = {i["id"]: i["status"] for i in await shop.bank.intents(group_id)}
    fresh = intent_of({"payment": payment})
    assert states == {intent_of(answer): "canceled", fresh: "requires_payment_method"}
    await shop.deliver(*await shop.bank.events(answer))
    assert (await guest.group(group_id))["status"] == "awaiting_payment"
    assert (await shop.bank.confirm_card({"payment": payment}, "pm_card_visa")).status_code == 200
    await shop.deliver(*await shop.bank.events({"payment": payment}))
    group = await guest.group(group_id)
    assert (group["status"], group["payment"]["method"]) == ("paid", "card")
    assert await seller.owed() == 101_650
    assert (await orders_outbox.types()).count("talat.orders.order.paid.v1") == 1


async def test_the_earlier_attempt_was_paid_after_all(shop: Shop) -> None:
    """The scan and the wish for a card cross: the answer says that it is paid."""
    seller = await shop.seller()
    guest = await shop.guest((await shop.product(seller), "1"))
    answer = await guest.placed()
    await shop.bank.pay(answer)

    again = await _again(guest, answer["order_group_id"], "card")

    assert (again.status_code, again.json()["status"]) == (201, "succeeded")
    assert again.json()["method"] == "promptpay"
    assert [i["id"] for i in await shop.bank.intents(answer["order_group_id"])] == [
        intent_of(answer)
    ]
    assert await seller.owed() == 101_650


async def test_six_at_once(shop: Shop) -> None:
    """However many wishes cross, one intent is left that can be paid."""
    seller = await shop.seller()
    guest = await shop.guest((await shop.product(seller), "1"))
    answer = await guest.placed()
    group_id = answer["order_group_id"]
    answers = await asyncio.gather(*(_again(guest, group_id, "promptpay") for _ in range(6)))
    assert {a.status_code for a in answers} <= {201, 409}
    states = [i["status"] for i in await shop.bank.intents(group_id)]
    assert states.count("requires_action") == 1
    assert set(states) == {"requires_action", "canceled"}
    await shop.bank.pay(await guest.group(group_id))
    await shop.make_due(group_id)
    await shop.follow_up()
    assert (await guest.group(group_id))["status"] == "paid"
    assert await seller.owed() == 101_650


async def test_the_bank_is_still_processing(shop: Shop) -> None:
    """A code that the bank has taken cannot be cancelled: no new intent until it is known."""
    seller = await shop.seller()
    guest = await shop.guest((await shop.product(seller), "1"))
    answer = await guest.placed()
    group_id = answer["order_group_id"]
    await shop.bank.call("POST", f"/_sandbox/payment_intents/{intent_of(answer)}/processing")

    again = await _again(guest, group_id, "card")

    assert (again.status_code, again.json()["status"]) == (201, "requested")
    assert len(await shop.bank.intents(group_id)) == 1
    await shop.bank.pay(answer)
    await shop.deliver(*await shop.bank.events(answer))
    assert (await guest.group(group_id))["status"] == "paid"
    assert await seller.owed() == 101_650


async def test_the_same_key_is_the_same_attempt(shop: Shop) -> None:
    """A repeated request is answered as before and makes no third intent."""
    seller = await shop.seller()
    guest = await shop.guest((await shop.product(seller), "1"))
    answer = await guest.placed()
    key = str(uuid7())
    first = await _again(guest, answer["order_group_id"], "card", key=key)
    second = await _again(guest, answer["order_group_id"], "card", key=key)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert len(await shop.bank.intents(answer["order_group_id"])) == 2


@pytest.mark.parametrize("status", ["paid", "cancelled"])
async def test_an_ended_payment_stays_ended(
    shop: Shop, orders_outbox: OutboxView, status: str
) -> None:
    """409 and nothing changes."""
    seller = await shop.seller()
    guest = await shop.guest((await shop.product(seller), "1"))
    answer = await guest.placed()
    if status == "paid":
        await shop.paid(answer)
    else:
        await shop.end_hold(answer["order_group_id"])
        await shop.follow_up()
    before = await guest.group(answer["order_group_id"])
    await orders_outbox.mark()
    again = await _again(guest, answer["order_group_id"], "card")
    assert (again.status_code, again.json()["code"]) == (409, "payment_not_replaceable")
    assert await guest.group(answer["order_group_id"]) == before
    await orders_outbox.assert_nothing()


async def test_who_may_pay_again(shop: Shop, orders_outbox: OutboxView) -> None:
    """Another's token: 404, and the payment is what it was; no token or key is refused."""
    seller = await shop.seller()
    guest = await shop.guest((await shop.product(seller), "1"))
    answer = await guest.placed()
    other = await shop.guest()
    before = await guest.group(answer["order_group_id"])
    await orders_outbox.mark()
    path = f"/storefront/v1/orders/{answer['order_group_id']}/payment"
    foreign = await _again(guest, answer["order_group_id"], "card", token=other.token)
    assert foreign.status_code == 404
    body = {"payment_method": "card"}
    assert (await shop.client.post(path, json=body)).status_code in {422, 428}
    keyless = await shop.client.post(path, json=body, headers=guest.headers)
    assert (keyless.status_code, keyless.json()["code"]) == (428, "idempotency_key_required")
    assert await guest.group(answer["order_group_id"]) == before
    await orders_outbox.assert_nothing()
