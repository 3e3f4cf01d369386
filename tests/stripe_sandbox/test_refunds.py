"""Refunds and disputes: never more than the rest, and every end that they can have."""

import asyncio

import pytest
import stripe

from tests.stripe_sandbox.harness import Control, Receiver
from tests.stripe_sandbox.payments import pay_by_card, show_code


async def _charge(client: stripe.StripeClient, intent: str) -> stripe.Charge:
    charges = await client.v1.charges.list_async({"payment_intent": intent})
    return charges.data[0]


async def test_partial_refunds_never_exceed_the_charge(
    client: stripe.StripeClient, receiver: Receiver, control: Control
) -> None:
    intent = await pay_by_card(client)
    first = await client.v1.refunds.create_async(
        {
            "payment_intent": intent.id,
            "amount": 4_000,
            "reason": "requested_by_customer",
            "metadata": {"order": "1"},
            "expand": ["balance_transaction"],
        }
    )
    assert isinstance(first.balance_transaction, stripe.BalanceTransaction)
    assert (first.status, first.balance_transaction.net) == ("succeeded", -4_000)
    with pytest.raises(stripe.InvalidRequestError) as too_much:
        await client.v1.refunds.create_async({"payment_intent": intent.id, "amount": 6_001})
    assert too_much.value.param == "amount"
    rest = await client.v1.refunds.create_async({"payment_intent": intent.id})
    assert rest.amount == 6_000
    with pytest.raises(stripe.InvalidRequestError) as nothing_left:
        await client.v1.refunds.create_async({"payment_intent": intent.id})
    assert nothing_left.value.code == "charge_already_refunded"
    charge = await _charge(client, intent.id)
    assert (charge.amount_refunded, charge.refunded) == (10_000, True)
    listed = await client.v1.refunds.list_async({"payment_intent": intent.id})
    assert [refund.id for refund in listed.data] == [rest.id, first.id]
    await control.post("/webhooks/drain")
    assert receiver.about(intent.id)[3:] == ["refund.created", "charge.refunded"] * 2


async def test_racing_refunds_give_back_the_charge_once(client: stripe.StripeClient) -> None:
    intent = await pay_by_card(client)
    results = await asyncio.gather(
        *(
            client.v1.refunds.create_async({"payment_intent": intent.id, "amount": 3_000})
            for _ in range(6)
        ),
        return_exceptions=True,
    )
    done = [result for result in results if isinstance(result, stripe.Refund)]
    assert (len(done), (await _charge(client, intent.id)).amount_refunded) == (3, 9_000)


async def test_promptpay_refund_waits_for_the_payers_account(
    client: stripe.StripeClient, control: Control, receiver: Receiver
) -> None:
    intent = await show_code(client)
    await control.post(f"/payment_intents/{intent.id}/pay")
    refund = await client.v1.refunds.create_async({"payment_intent": intent.id})
    assert refund.next_action is not None
    assert refund.next_action.display_details is not None
    assert refund.status == "requires_action"
    assert refund.next_action.display_details.email_sent.email_sent_to == "somsri@example.com"
    settled = await control.post(f"/refunds/{refund.id}/settle")
    assert (settled["status"], settled["next_action"]) == ("succeeded", None)
    again = await control.http.post(f"/_sandbox/refunds/{refund.id}/settle")
    assert again.status_code == 400
    await control.post("/webhooks/drain")
    assert receiver.about(intent.id)[4:] == [
        "refund.created",
        "charge.refunded",
        "refund.updated",
        "charge.refund.updated",
    ]


async def test_a_failed_or_canceled_refund_gives_the_amount_back(
    client: stripe.StripeClient, control: Control
) -> None:
    intent = await show_code(client)
    await control.post(f"/payment_intents/{intent.id}/pay")
    failing = await client.v1.refunds.create_async({"payment_intent": intent.id, "amount": 7_000})
    canceling = await client.v1.refunds.create_async({"payment_intent": intent.id})
    failed = await control.post(f"/refunds/{failing.id}/fail", reason="declined")
    canceled = await client.v1.refunds.cancel_async(canceling.id)
    assert (failed["status"], failed["failure_reason"]) == ("failed", "declined")
    assert (canceled.status, canceled.amount) == ("canceled", 3_000)
    charge = await _charge(client, intent.id)
    assert (charge.amount_refunded, charge.refunded) == (0, False)
    with pytest.raises(stripe.InvalidRequestError):
        await client.v1.refunds.cancel_async(failing.id)
    full = await client.v1.refunds.create_async({"payment_intent": intent.id})
    assert full.amount == 10_000


async def test_an_unpaid_intent_has_nothing_to_refund(client: stripe.StripeClient) -> None:
    intent = await show_code(client)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await client.v1.refunds.create_async({"payment_intent": intent.id})
    assert "does not have a successful charge" in str(refused.value)


async def test_a_pending_card_refund_settles_later(
    client: stripe.StripeClient, control: Control
) -> None:
    intent = await pay_by_card(client, "pm_card_pendingRefund")
    refund = await client.v1.refunds.create_async({"payment_intent": intent.id})
    assert refund.status == "pending"
    await control.post(f"/refunds/{refund.id}/settle")
    assert (await client.v1.refunds.retrieve_async(refund.id)).status == "succeeded"


async def test_a_dispute_takes_the_money_and_winning_returns_it(
    client: stripe.StripeClient, control: Control, receiver: Receiver
) -> None:
    intent = await pay_by_card(client)
    charge = await _charge(client, intent.id)
    opened = await control.post(f"/charges/{charge.id}/dispute", reason="product_not_received")
    assert (opened["amount"], opened["status"]) == (10_000, "needs_response")
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await client.v1.refunds.create_async({"payment_intent": intent.id})
    assert refused.value.code == "charge_disputed"
    answered = await client.v1.disputes.update_async(
        opened["id"], {"evidence": {"shipping_tracking_number": "TH123"}}
    )
    assert answered.status == "under_review"
    await control.post(f"/disputes/{opened['id']}/close", won=True)
    dispute = await client.v1.disputes.retrieve_async(opened["id"])
    assert dispute.status == "won"
    assert [posted.net for posted in dispute.balance_transactions] == [-80_000, 80_000]
    await control.post("/webhooks/drain")
    assert receiver.about(intent.id)[3:] == [
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.updated",
        "charge.dispute.funds_reinstated",
        "charge.dispute.closed",
    ]


async def test_promptpay_cannot_be_disputed(client: stripe.StripeClient, control: Control) -> None:
    intent = await show_code(client)
    paid = await control.post(f"/payment_intents/{intent.id}/pay")
    refused = await control.http.post(f"/_sandbox/charges/{paid['latest_charge']}/dispute")
    assert refused.status_code == 400
    assert (await client.v1.disputes.list_async({"payment_intent": intent.id})).data == []
