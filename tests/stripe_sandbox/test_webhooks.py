"""Webhooks: signed, retried, doubled, reversed, forged, and kept across kill -9."""

import time
from pathlib import Path

import httpx
import pytest
import stripe

from tests.stripe_sandbox.conftest import Rig
from tests.stripe_sandbox.harness import API_KEY, SECRET, Control, Receiver, Sandbox
from tests.stripe_sandbox.payments import pay_by_card, show_code

_CARD_EVENTS = ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"]


async def test_the_library_accepts_the_signature(
    client: stripe.StripeClient, receiver: Receiver, control: Control
) -> None:
    intent = await pay_by_card(client, metadata={"ที่": "อ่างทอง"})
    await receiver.until(lambda: len(receiver.about(intent.id)) == 3)
    last = receiver.requests[-1]
    event = stripe.Webhook.construct_event(last.body, last.signature, SECRET)
    assert (event.type, event.livemode) == ("payment_intent.succeeded", False)
    assert event.to_dict()["data"]["object"]["metadata"] == {"ที่": "อ่างทอง"}
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(last.body + b" ", last.signature, SECRET)
    await control.post("/webhooks/drain")
    stored = await client.v1.events.retrieve_async(event.id)
    assert (stored.type, stored.pending_webhooks) == ("payment_intent.succeeded", 0)


async def test_a_refused_delivery_is_tried_again_with_backoff(
    client: stripe.StripeClient, receiver: Receiver, control: Control
) -> None:
    receiver.answers.extend([500, 503])
    customer = await client.v1.customers.create_async({"name": "x"})
    await receiver.until(lambda: len(receiver.about(customer.id)) == 1)
    await control.post("/webhooks/drain")
    pending = (await control.get("/deliveries", status="pending"))["data"]
    assert [(row["attempts"], row["last_status"]) for row in pending] == [(1, 500)]
    await control.post("/clock", advance_seconds=1)
    await receiver.until(lambda: len(receiver.about(customer.id)) == 2)
    await control.post("/webhooks/retry")
    await receiver.until(lambda: len(receiver.about(customer.id)) == 3)
    await control.post("/webhooks/drain")
    event = receiver.requests[0].event["id"]
    done = (await control.get("/deliveries", event=event))["data"]
    assert [(row["status"], row["attempts"]) for row in done] == [("delivered", 3)]


async def test_paused_webhooks_can_come_back_in_reverse_order(
    client: stripe.StripeClient, receiver: Receiver, control: Control
) -> None:
    await control.post("/webhooks/pause")
    intent = await pay_by_card(client)
    assert (await control.get("/state"))["deliveries"]["pending"] == 3
    assert receiver.about(intent.id) == []
    await control.post("/webhooks/resume", order="reverse")
    await receiver.until(lambda: len(receiver.about(intent.id)) == 3)
    assert receiver.about(intent.id) == _CARD_EVENTS[::-1]


async def test_duplicates_on_demand(
    client: stripe.StripeClient, receiver: Receiver, control: Control
) -> None:
    await control.post("/settings", copies=2)
    customer = await client.v1.customers.create_async({"name": "x"})
    await receiver.until(lambda: len(receiver.about(customer.id)) == 2)
    event = receiver.requests[0].event["id"]
    await control.post(f"/events/{event}/deliver", times=5)
    await receiver.until(lambda: len(receiver.about(customer.id)) == 7)
    assert {received.event["id"] for received in receiver.requests} == {event}


async def test_forged_and_stale_deliveries_on_demand(
    client: stripe.StripeClient, receiver: Receiver, control: Control
) -> None:
    customer = await client.v1.customers.create_async({"name": "x"})
    await receiver.until(lambda: len(receiver.about(customer.id)) == 1)
    event = receiver.requests[0].event["id"]
    await control.post(f"/events/{event}/deliver", secret="whsec_wrong")
    await receiver.until(lambda: len(receiver.requests) == 2)
    await control.post(f"/events/{event}/deliver", signed_at=int(time.time()) - 301)
    await receiver.until(lambda: len(receiver.requests) == 3)
    for received in receiver.requests[1:]:
        with pytest.raises(stripe.SignatureVerificationError):
            stripe.Webhook.construct_event(received.body, received.signature, SECRET)


async def test_another_endpoint_gets_only_its_events(
    rig: Rig, client: stripe.StripeClient, control: Control
) -> None:
    url = rig.sandbox.webhook_url + "/second"
    endpoint = await control.post(
        "/webhook_endpoints",
        url=url,
        secret="whsec_second",
        enabled_events=["payment_intent.succeeded"],
    )
    intent = await pay_by_card(client)
    await control.post("/webhooks/drain")
    await control.delete(f"/webhook_endpoints/{endpoint['id']}")
    assert sorted(rig.receiver.about(intent.id)) == sorted(
        [*_CARD_EVENTS, "payment_intent.succeeded"]
    )
    second = [
        received
        for received in rig.receiver.requests
        if stripe.WebhookSignature._compute_signature(
            f"{received.signature[2:].partition(',')[0]}.{received.body.decode()}", "whsec_second"
        )
        in received.signature
    ]
    assert [received.event["type"] for received in second] == ["payment_intent.succeeded"]


async def test_nothing_is_forgotten_by_kill_9(rig: Rig, receiver: Receiver, tmp_path: Path) -> None:
    sandbox = Sandbox(str(tmp_path / "data.db"), rig.sandbox.webhook_url)
    sandbox.start()
    try:
        headers = {"Authorization": f"Bearer {API_KEY}"}
        async with httpx.AsyncClient(base_url=sandbox.url, headers=headers) as http:
            await Control(http).post("/webhooks/pause")
        intent = await show_code(sandbox.client())
        sandbox.kill()
        sandbox.start()
        async with httpx.AsyncClient(base_url=sandbox.url, headers=headers) as http:
            control = Control(http)
            assert (await control.get("/state"))["deliveries"]["pending"] == 2
            await control.post(f"/payment_intents/{intent.id}/pay")
            await control.post("/webhooks/resume")
            await receiver.until(lambda: len(receiver.about(intent.id)) == 4)
        after = await sandbox.client().v1.payment_intents.retrieve_async(intent.id)
        assert after.status == "succeeded"
    finally:
        sandbox.kill()
