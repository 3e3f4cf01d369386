"""Idempotency keys, and answers that are lost after the money moved."""

import asyncio

import httpx
import pytest
import stripe

from kit.ids import uuid7
from tests.stripe_sandbox.conftest import Rig
from tests.stripe_sandbox.harness import API_KEY, Control
from tests.stripe_sandbox.payments import card_params, promptpay_params


async def _intents_of(client: stripe.StripeClient, customer: str) -> list[str]:
    listed = await client.v1.payment_intents.list_async({"customer": customer})
    return [intent.id for intent in listed.data]


async def _customer(client: stripe.StripeClient) -> str:
    customer = await client.v1.customers.create_async({"name": "สมศรี"})
    return customer.id


async def test_same_key_and_body_give_the_same_object(client: stripe.StripeClient) -> None:
    customer, key = await _customer(client), str(uuid7())
    params = card_params(customer=customer)
    first = await client.v1.payment_intents.create_async(params, {"idempotency_key": key})
    second = await client.v1.payment_intents.create_async(params, {"idempotency_key": key})
    assert first.last_response is not None
    assert second.last_response is not None
    assert "idempotent-replayed" not in first.last_response.headers
    assert second.last_response.headers["idempotent-replayed"] == "true"
    assert (
        second.last_response.headers["original-request"]
        == first.last_response.headers["request-id"]
    )
    assert second.to_dict() == first.to_dict()
    assert await _intents_of(client, customer) == [first.id]


async def test_same_key_with_another_body_or_endpoint_is_refused(
    client: stripe.StripeClient,
) -> None:
    customer, key = await _customer(client), str(uuid7())
    first = await client.v1.payment_intents.create_async(
        card_params(customer=customer), {"idempotency_key": key}
    )
    with pytest.raises(stripe.IdempotencyError) as other_body:
        await client.v1.payment_intents.create_async(
            card_params(customer=customer, amount=10_001), {"idempotency_key": key}
        )
    with pytest.raises(stripe.IdempotencyError) as other_endpoint:
        await client.v1.refunds.create_async({"payment_intent": first.id}, {"idempotency_key": key})
    assert other_body.value.http_status == other_endpoint.value.http_status == 400
    assert await _intents_of(client, customer) == [first.id]
    assert (await client.v1.refunds.list_async({"payment_intent": first.id})).data == []


async def test_a_decline_is_replayed_and_a_validation_error_is_not(
    client: stripe.StripeClient,
) -> None:
    customer, key = await _customer(client), str(uuid7())
    params = card_params("pm_card_chargeDeclined", customer=customer)
    charges = []
    for _ in range(2):
        with pytest.raises(stripe.CardError) as declined:
            await client.v1.payment_intents.create_async(params, {"idempotency_key": key})
        assert declined.value.error is not None
        charges.append(declined.value.error.to_dict()["charge"])
    assert charges[0] == charges[1]
    assert len(await _intents_of(client, customer)) == 1
    other = str(uuid7())
    with pytest.raises(stripe.InvalidRequestError):
        await client.v1.payment_intents.create_async(
            card_params(amount=1), {"idempotency_key": other}
        )
    paid = await client.v1.payment_intents.create_async(card_params(), {"idempotency_key": other})
    assert paid.status == "succeeded"


async def test_a_key_in_use_is_a_conflict(rig: Rig, client: stripe.StripeClient) -> None:
    customer, key = await _customer(client), str(uuid7())
    params = card_params(customer=customer)
    await rig.control.post("/faults", mode="hold_before", path="/v1/payment_intents")
    first = asyncio.create_task(
        client.v1.payment_intents.create_async(params, {"idempotency_key": key})
    )
    await rig.control.until_waiting(1)
    with pytest.raises(stripe.StripeError) as conflict:
        await client.v1.payment_intents.create_async(params, {"idempotency_key": key})
    assert conflict.value.http_status == 409
    assert conflict.value.error is not None
    assert conflict.value.error.code == "idempotency_key_in_use"
    await rig.control.post("/faults/release")
    assert await _intents_of(client, customer) == [(await first).id]


async def test_keys_belong_to_accounts(rig: Rig, client: stripe.StripeClient) -> None:
    await rig.control.post("/accounts", id="acct_keys")
    key = str(uuid7())
    ours = await client.v1.customers.create_async({"name": "a"}, {"idempotency_key": key})
    theirs = await client.v1.customers.create_async(
        {"name": "b"}, {"idempotency_key": key, "stripe_account": "acct_keys"}
    )
    assert ours.id != theirs.id


@pytest.mark.parametrize("make", [card_params, promptpay_params])
async def test_charged_then_timed_out_heals_under_the_same_key(
    rig: Rig, client: stripe.StripeClient, make: object
) -> None:
    assert callable(make)
    customer, key = await _customer(client), str(uuid7())
    params = make(customer=customer)
    await rig.control.post("/faults", mode="timeout_after", path="/v1/payment_intents")
    impatient = rig.sandbox.client(timeout=0.3)
    with pytest.raises(stripe.APIConnectionError):
        await impatient.v1.payment_intents.create_async(params, {"idempotency_key": key})
    known = await _intents_of(client, customer)
    again = await client.v1.payment_intents.create_async(params, {"idempotency_key": key})
    assert [again.id] == known
    assert again.status == ("succeeded" if make is card_params else "requires_action")


async def test_the_librarys_own_retry_survives_a_500_after_the_charge(
    rig: Rig, client: stripe.StripeClient
) -> None:
    customer = await _customer(client)
    await rig.control.post("/faults", mode="error_after", path="/v1/payment_intents", status=500)
    paid = await rig.sandbox.client(retries=2).v1.payment_intents.create_async(
        card_params(customer=customer)
    )
    assert await _intents_of(client, customer) == [paid.id]


@pytest.mark.parametrize(
    ("status", "error"), [(500, stripe.APIError), (429, stripe.RateLimitError)]
)
async def test_an_error_before_the_operation_leaves_nothing(
    control: Control,
    client: stripe.StripeClient,
    status: int,
    error: type[stripe.StripeError],
) -> None:
    customer = await _customer(client)
    await control.post(
        "/faults", mode="error_before", path="/v1/payment_intents", status=status, times=2
    )
    for _ in range(2):
        with pytest.raises(error):
            await client.v1.payment_intents.create_async(card_params(customer=customer))
    assert await _intents_of(client, customer) == []


async def test_a_body_that_is_no_form_is_refused(rig: Rig) -> None:
    async with httpx.AsyncClient(base_url=rig.sandbox.url) as http:
        answer = await http.post(
            "/v1/customers", json={"name": "x"}, headers={"Authorization": f"Bearer {API_KEY}"}
        )
    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == "invalid_request_error"
    assert answer.headers["request-id"].startswith("req_")
