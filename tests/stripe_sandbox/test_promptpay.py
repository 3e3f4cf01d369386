"""PromptPay payments: the code, the page, expiry, failure and money that comes late."""

import httpx
import pytest
import stripe

from stripe_sandbox.promptpay import crc16
from tests.stripe_sandbox.harness import Control, Receiver
from tests.stripe_sandbox.payments import promptpay_params, show_code


def _code(intent: stripe.PaymentIntent) -> stripe.PaymentIntent.NextAction.PromptpayDisplayQrCode:
    assert intent.next_action is not None
    code = intent.next_action.promptpay_display_qr_code
    assert code is not None
    return code


async def test_the_code_is_a_promptpay_bill_and_the_page_pays_it(
    client: stripe.StripeClient, receiver: Receiver, control: Control
) -> None:
    intent = await show_code(client, description="ปลาส้ม <2 กก.>")
    code = _code(intent)
    assert (intent.status, intent.latest_charge) == ("requires_action", None)
    assert "5406100.00" in code.data
    assert code.data[-4:] == f"{crc16(code.data[:-4]):04X}"
    async with httpx.AsyncClient() as browser:
        page = await browser.get(code.hosted_instructions_url)
        png = await browser.get(code.image_url_png)
        svg = await browser.get(code.image_url_svg)
        paid = await browser.post(code.hosted_instructions_url, data={"action": "pay"})
        again = await browser.post(code.hosted_instructions_url, data={"action": "pay"})
    assert "ข้อมูลสาธิต" in page.text
    assert "ปลาส้ม &lt;2 กก.&gt;" in page.text
    assert png.content.startswith(b"\x89PNG")
    assert svg.headers["content-type"] == "image/svg+xml"
    assert (paid.status_code, "ชำระเงินสำเร็จ" in paid.text) == (200, True)
    assert again.status_code == 409
    after = await client.v1.payment_intents.retrieve_async(
        intent.id, {"expand": ["latest_charge.balance_transaction"]}
    )
    assert isinstance(after.latest_charge, stripe.Charge)
    posted = after.latest_charge.balance_transaction
    assert isinstance(posted, stripe.BalanceTransaction)
    assert (after.status, after.amount_received) == ("succeeded", 10_000)
    assert (posted.type, posted.fee, posted.net) == ("payment", 177, 9_823)
    await control.post("/webhooks/drain")
    assert receiver.about(intent.id) == [
        "payment_intent.created",
        "payment_intent.requires_action",
        "charge.succeeded",
        "payment_intent.succeeded",
    ]


async def test_the_page_can_fail_and_the_intent_shows_a_new_code(
    client: stripe.StripeClient,
) -> None:
    intent = await show_code(client)
    async with httpx.AsyncClient() as browser:
        url = _code(intent).hosted_instructions_url
        failed = await browser.post(url, data={"action": "fail"})
    assert failed.status_code == 200
    after = await client.v1.payment_intents.retrieve_async(intent.id)
    assert after.last_payment_error is not None
    assert after.status == "requires_payment_method"
    assert after.last_payment_error.code == "payment_intent_payment_attempt_failed"
    again = await client.v1.payment_intents.confirm_async(
        intent.id, {"payment_method_data": promptpay_params()["payment_method_data"]}
    )
    assert (again.id, again.status) == (intent.id, "requires_action")


async def test_the_code_expires_on_the_sandbox_clock(
    client: stripe.StripeClient, control: Control, receiver: Receiver
) -> None:
    await control.post("/settings", promptpay_expiry_seconds=600)
    intent = await show_code(client)
    await control.post("/clock", advance_seconds=590)
    waiting = await client.v1.payment_intents.retrieve_async(intent.id)
    await control.post("/clock", advance_seconds=10)
    expired = await client.v1.payment_intents.retrieve_async(intent.id)
    assert (waiting.status, expired.status) == ("requires_action", "requires_payment_method")
    assert expired.next_action is None
    assert expired.last_payment_error is not None
    assert expired.last_payment_error.code == "payment_intent_payment_attempt_expired"
    await control.post("/webhooks/drain")
    assert receiver.about(intent.id)[-1] == "payment_intent.payment_failed"


async def test_money_after_expiry_is_taken_only_when_asked_to(
    client: stripe.StripeClient, control: Control
) -> None:
    intent = await show_code(client)
    await control.post(f"/payment_intents/{intent.id}/expire")
    refused = await control.http.post(f"/_sandbox/payment_intents/{intent.id}/pay")
    assert refused.status_code == 400
    assert refused.json()["error"]["code"] == "payment_intent_unexpected_state"
    paid = await control.post(f"/payment_intents/{intent.id}/pay", late=True)
    assert (paid["status"], paid["amount_received"]) == ("succeeded", 10_000)


async def test_a_bank_can_take_its_time(
    client: stripe.StripeClient, control: Control, receiver: Receiver
) -> None:
    intent = await show_code(client)
    await control.post(f"/payment_intents/{intent.id}/processing")
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await client.v1.payment_intents.cancel_async(intent.id)
    assert refused.value.code == "payment_intent_unexpected_state"
    paid = await control.post(f"/payment_intents/{intent.id}/pay")
    assert paid["status"] == "succeeded"
    await control.post("/webhooks/drain")
    assert receiver.about(intent.id)[2:] == [
        "payment_intent.processing",
        "charge.succeeded",
        "payment_intent.succeeded",
    ]


async def test_a_canceled_code_cannot_be_paid(
    client: stripe.StripeClient, control: Control
) -> None:
    intent = await show_code(client)
    canceled = await client.v1.payment_intents.cancel_async(intent.id)
    assert (canceled.status, canceled.next_action) == ("canceled", None)
    for late in (False, True):
        path = f"/_sandbox/payment_intents/{intent.id}/pay"
        refused = await control.http.post(path, json={"late": late})
        assert refused.status_code == 400
    charges = await client.v1.charges.list_async({"payment_intent": intent.id})
    assert charges.data == []


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"currency": "usd"}, "allowed_payment_method_types"),
        ({"capture_method": "manual"}, "allowed_payment_method_types"),
        ({"payment_method_data": {"type": "promptpay"}}, "billing_details[email]"),
        ({"amount": 999}, "amount"),
    ],
)
async def test_what_promptpay_does_not_do(
    client: stripe.StripeClient, changes: dict[str, object], param: str
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await show_code(client, **changes)
    assert (refused.value.http_status, refused.value.param) == (400, param)
