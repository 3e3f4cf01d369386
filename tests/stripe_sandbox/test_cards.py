"""Card payments through the stripe library: success, declines, 3-D Secure, capture."""

from typing import Any

import httpx
import pytest
import stripe

from tests.stripe_sandbox.harness import Control, Receiver
from tests.stripe_sandbox.payments import card_params, pay_by_card


async def test_a_visa_card_is_charged_with_stripes_fee_and_vat(
    client: stripe.StripeClient,
) -> None:
    created = await pay_by_card(client, metadata={"group": "7"}, expand=["latest_charge"])
    assert (created.status, created.amount_received) == ("succeeded", 10_000)
    intent = await client.v1.payment_intents.retrieve_async(
        created.id, {"expand": ["latest_charge.balance_transaction"]}
    )
    charge = intent.latest_charge
    assert isinstance(charge, stripe.Charge)
    posted = charge.balance_transaction
    assert isinstance(posted, stripe.BalanceTransaction)
    assert charge.payment_method_details is not None
    assert charge.payment_method_details.card is not None
    assert charge.payment_method_details.card.last4 == "4242"
    assert intent.metadata.to_dict() == {"group": "7"}
    assert (posted.amount, posted.fee, posted.net) == (10_000, 391, 9_609)
    assert [(detail.type, detail.amount) for detail in posted.fee_details] == [
        ("stripe_fee", 365),
        ("tax", 26),
    ]


@pytest.mark.parametrize(
    ("card", "codes"),
    [
        ("pm_card_chargeDeclined", ("card_declined", "generic_decline")),
        ("pm_card_chargeDeclinedInsufficientFunds", ("card_declined", "insufficient_funds")),
        ("pm_card_chargeDeclinedExpiredCard", ("expired_card", None)),
        ("pm_card_chargeDeclinedIncorrectCvc", ("incorrect_cvc", None)),
    ],
)
async def test_a_decline_leaves_the_intent_open_for_another_card(
    client: stripe.StripeClient,
    receiver: Receiver,
    control: Control,
    card: str,
    codes: tuple[str, str | None],
) -> None:
    intent = await client.v1.payment_intents.create_async(
        {"amount": 10_000, "currency": "thb", "allowed_payment_method_types": ["card"]}
    )
    with pytest.raises(stripe.CardError) as refused:
        await client.v1.payment_intents.confirm_async(intent.id, {"payment_method": card})
    error = refused.value.error
    assert error is not None
    assert refused.value.http_status == 402
    assert (error.code, error.to_dict().get("decline_code")) == codes
    assert error.to_dict()["payment_intent"]["status"] == "requires_payment_method"
    paid = await client.v1.payment_intents.confirm_async(
        intent.id, {"payment_method": "pm_card_mastercard"}
    )
    assert (paid.id, paid.status, paid.last_payment_error) == (intent.id, "succeeded", None)
    charges = await client.v1.charges.list_async({"payment_intent": intent.id})
    assert [charge.status for charge in charges.data] == ["succeeded", "failed"]
    await control.post("/webhooks/drain")
    assert receiver.about(intent.id) == [
        "payment_intent.created",
        "charge.failed",
        "payment_intent.payment_failed",
        "charge.succeeded",
        "payment_intent.succeeded",
    ]


async def test_a_raw_card_number_is_checked(client: stripe.StripeClient) -> None:
    def params(number: str) -> Any:
        card = {"number": number, "exp_month": 12, "exp_year": 2034, "cvc": "123"}
        return {"type": "card", "card": card}

    with pytest.raises(stripe.CardError) as refused:
        await client.v1.payment_methods.create_async(params("4242424242424241"))
    assert (refused.value.code, refused.value.param) == ("incorrect_number", "card[number]")
    method = await client.v1.payment_methods.create_async(params("4242424242424242"))
    paid = await pay_by_card(client, method.id)
    assert (paid.status, paid.payment_method) == ("succeeded", method.id)


async def test_three_d_secure_page_completes_and_goes_back(client: stripe.StripeClient) -> None:
    intent = await pay_by_card(
        client, "pm_card_authenticationRequired", return_url="http://127.0.0.1:9/back?o=1"
    )
    assert intent.status == "requires_action"
    assert intent.next_action is not None
    redirect = intent.next_action.redirect_to_url
    assert redirect is not None
    assert redirect.url is not None
    async with httpx.AsyncClient() as browser:
        page = await browser.get(redirect.url)
        assert "100.00 THB" in page.text
        done = await browser.post(redirect.url, data={"action": "complete"})
        again = await browser.post(redirect.url, data={"action": "complete"})
    assert done.status_code == 303
    assert done.headers["location"].startswith(
        f"http://127.0.0.1:9/back?o=1&payment_intent={intent.id}&payment_intent_client_secret="
    )
    assert done.headers["location"].endswith("&redirect_status=succeeded")
    assert again.status_code == 409
    after = await client.v1.payment_intents.retrieve_async(intent.id)
    assert (after.status, after.amount_received) == ("succeeded", 10_000)


async def test_refused_authentication_asks_for_another_method(
    client: stripe.StripeClient, control: Control
) -> None:
    intent = await pay_by_card(client, "pm_card_authenticationRequired")
    await control.post(f"/payment_intents/{intent.id}/authenticate", success=False)
    after = await client.v1.payment_intents.retrieve_async(intent.id)
    assert after.last_payment_error is not None
    assert after.status == "requires_payment_method"
    assert after.last_payment_error.code == "payment_intent_authentication_failure"
    assert after.latest_charge is None


async def test_off_session_payment_that_needs_authentication_is_declined(
    client: stripe.StripeClient,
) -> None:
    with pytest.raises(stripe.CardError) as refused:
        await pay_by_card(client, "pm_card_authenticationRequired", off_session=True)
    assert refused.value.code == "authentication_required"


async def test_manual_capture_takes_a_part_once(client: stripe.StripeClient) -> None:
    intent = await pay_by_card(client, capture_method="manual")
    assert (intent.status, intent.amount_capturable) == ("requires_capture", 10_000)
    with pytest.raises(stripe.InvalidRequestError) as too_much:
        await client.v1.payment_intents.capture_async(intent.id, {"amount_to_capture": 10_001})
    assert too_much.value.code == "amount_too_large"
    captured = await client.v1.payment_intents.capture_async(
        intent.id, {"amount_to_capture": 6_000}
    )
    assert (captured.status, captured.amount_received) == ("succeeded", 6_000)
    with pytest.raises(stripe.InvalidRequestError) as twice:
        await client.v1.payment_intents.capture_async(intent.id)
    assert twice.value.code == "payment_intent_unexpected_state"
    refund = await client.v1.refunds.create_async(
        {"payment_intent": intent.id, "expand": ["charge"]}
    )
    assert isinstance(refund.charge, stripe.Charge)
    assert (refund.amount, refund.charge.amount_refunded, refund.charge.refunded) == (
        6_000,
        6_000,
        True,
    )


async def test_cancel_is_refused_once_paid_and_tells_the_state(
    client: stripe.StripeClient,
) -> None:
    paid = await pay_by_card(client)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await client.v1.payment_intents.cancel_async(paid.id)
    assert refused.value.error is not None
    assert refused.value.code == "payment_intent_unexpected_state"
    assert refused.value.error.to_dict()["payment_intent"]["status"] == "succeeded"
    authorised = await pay_by_card(client, capture_method="manual")
    canceled = await client.v1.payment_intents.cancel_async(
        authorised.id, {"cancellation_reason": "abandoned"}
    )
    assert (canceled.status, canceled.cancellation_reason) == ("canceled", "abandoned")
    released = await client.v1.charges.list_async({"payment_intent": authorised.id})
    assert [(c.captured, c.amount_refunded, c.refunded) for c in released.data] == [
        (False, 0, False)
    ]
    with pytest.raises(stripe.InvalidRequestError):
        await client.v1.payment_intents.confirm_async(
            authorised.id, {"payment_method": "pm_card_visa"}
        )


@pytest.mark.parametrize(
    ("changes", "code", "param"),
    [
        ({"amuont": 5}, "parameter_unknown", "amuont"),
        ({"metadata": {"a": "b"}, "shipping": {"x": "1"}}, "parameter_unknown", "shipping[x]"),
        ({"currency": ""}, "parameter_invalid_empty", "currency"),
        ({"amount": "12.5"}, "parameter_invalid_integer", "amount"),
        ({"amount": "๑๐๐๐"}, "parameter_invalid_integer", "amount"),
        ({"amount": 999}, "amount_too_small", "amount"),
        ({"amount": 100_000_000}, "amount_too_large", "amount"),
        ({"customer": "cus_none"}, "resource_missing", "customer"),
        ({"payment_method": "pm_none"}, "resource_missing", "payment_method"),
        (
            {"payment_method_types": ["card"]},
            "payment_method_types_no_longer_supported",
            "payment_method_types",
        ),
        ({"transfer_data": {"destination": "acct_1"}}, None, "transfer_data"),
        ({"application_fee_amount": 100}, None, "application_fee_amount"),
    ],
)
async def test_wrong_parameters_are_refused_and_leave_nothing(
    client: stripe.StripeClient, changes: dict[str, Any], code: str | None, param: str
) -> None:
    before = await client.v1.events.list_async({"limit": 1})
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await client.v1.payment_intents.create_async(card_params(**changes))
    assert (refused.value.http_status, refused.value.code) == (400, code)
    assert refused.value.param == param
    after = await client.v1.events.list_async({"limit": 1})
    assert [event.id for event in after.data] == [event.id for event in before.data]


async def test_missing_parameters_and_objects(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError) as no_amount:
        await client.v1.payment_intents.create_async({"currency": "thb"})  # type: ignore[typeddict-item]
    assert (no_amount.value.code, no_amount.value.param) == ("parameter_missing", "amount")
    with pytest.raises(stripe.InvalidRequestError) as nobody:
        await client.v1.payment_intents.retrieve_async("pi_none")
    assert (nobody.value.http_status, nobody.value.code) == (404, "resource_missing")


async def test_a_wrong_key_is_refused(rig_url: str) -> None:
    stranger = stripe.StripeClient(
        "sk_test_wrong",
        base_addresses={"api": rig_url},
        http_client=stripe.HTTPXClient(timeout=20),
        max_network_retries=0,
    )
    with pytest.raises(stripe.AuthenticationError) as refused:
        await stranger.v1.payment_intents.list_async()
    assert refused.value.http_status == 401
    async with httpx.AsyncClient(base_url=rig_url) as http:
        assert (await http.get("/_sandbox/state")).status_code == 401
        assert (await http.get("/v1/nothing")).json()["error"]["type"] == "invalid_request_error"


async def test_update_changes_what_is_not_yet_confirmed(client: stripe.StripeClient) -> None:
    intent = await client.v1.payment_intents.create_async(
        {"amount": 10_000, "currency": "thb", "metadata": {"a": "1", "b": "2"}}
    )
    changed = await client.v1.payment_intents.update_async(
        intent.id, {"amount": 20_000, "metadata": {"a": "", "c": "3"}}
    )
    assert (changed.amount, changed.metadata.to_dict()) == (20_000, {"b": "2", "c": "3"})
    paid = await pay_by_card(client)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await client.v1.payment_intents.update_async(paid.id, {"amount": 20_000})
    assert refused.value.code == "payment_intent_unexpected_state"
    labelled = await client.v1.payment_intents.update_async(paid.id, {"metadata": {"k": "v"}})
    assert (labelled.amount, labelled.metadata.to_dict()) == (10_000, {"k": "v"})
