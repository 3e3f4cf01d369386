"""Lists, filters, expansion, and the isolation of connected accounts."""

import pytest
import stripe

from tests.stripe_sandbox.harness import Control, Receiver
from tests.stripe_sandbox.payments import pay_by_card, show_code


async def test_pages_go_forward_and_back(client: stripe.StripeClient) -> None:
    customer = await client.v1.customers.create_async({"name": "x"})
    made = [
        (await show_code(client, customer=customer.id, amount=1_000 + step)).id for step in range(5)
    ]
    newest_first = made[::-1]
    intents = client.v1.payment_intents
    first = await intents.list_async({"customer": customer.id, "limit": 2})
    assert ([i.id for i in first.data], first.has_more) == (newest_first[:2], True)
    last = await intents.list_async(
        {"customer": customer.id, "limit": 3, "starting_after": first.data[-1].id}
    )
    assert ([i.id for i in last.data], last.has_more) == (newest_first[2:], False)
    back = await intents.list_async(
        {"customer": customer.id, "limit": 2, "ending_before": last.data[-1].id}
    )
    assert ([i.id for i in back.data], back.has_more) == (newest_first[2:4], True)
    everything = await intents.list_async({"customer": customer.id, "limit": 2})
    assert [i.id async for i in everything.auto_paging_iter()] == newest_first
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await intents.list_async({"starting_after": "pi_none"})
    assert refused.value.param == "starting_after"


async def test_created_filters(client: stripe.StripeClient, control: Control) -> None:
    customer = await client.v1.customers.create_async({"name": "x"})
    earlier = await show_code(client, customer=customer.id)
    await control.post("/clock", advance_seconds=100)
    later = await show_code(client, customer=customer.id)
    intents = client.v1.payment_intents
    since = await intents.list_async(
        {"customer": customer.id, "created": {"gt": earlier.created, "lte": later.created}}
    )
    exact = await intents.list_async({"customer": customer.id, "created": earlier.created})
    assert [i.id for i in since.data] == [later.id]
    assert [i.id for i in exact.data] == [earlier.id]


async def test_events_are_listed_by_type(client: stripe.StripeClient) -> None:
    intent = await pay_by_card(client)
    newest = await client.v1.events.list_async({"type": "payment_intent.*", "limit": 2})
    assert [(event.type, event.data.object["id"]) for event in newest.data] == [
        ("payment_intent.succeeded", intent.id),
        ("payment_intent.created", intent.id),
    ]
    chosen = await client.v1.events.list_async(
        {"types": ["charge.succeeded", "payment_intent.created"], "limit": 2}
    )
    assert [event.type for event in chosen.data] == ["charge.succeeded", "payment_intent.created"]
    assert newest.data[0].request is not None
    assert newest.data[0].request.id == newest.data[1].request.id  # type: ignore[union-attr]


async def test_balance_transactions_add_up(client: stripe.StripeClient) -> None:
    intent = await pay_by_card(client)
    refund = await client.v1.refunds.create_async({"payment_intent": intent.id, "amount": 2_500})
    posted = await client.v1.balance_transactions.list_async({"limit": 2})
    assert [(row.source, row.net) for row in posted.data] == [
        (refund.id, -2_500),
        (intent.latest_charge, 9_609),
    ]


async def test_only_known_properties_expand(client: stripe.StripeClient) -> None:
    intent = await pay_by_card(client)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await client.v1.payment_intents.retrieve_async(intent.id, {"expand": ["amount"]})
    assert refused.value.param == "expand"
    listed = await client.v1.payment_intents.list_async(
        {"limit": 1, "expand": ["data.latest_charge"]}
    )
    charge = listed.data[0].latest_charge
    assert isinstance(charge, stripe.Charge)
    assert charge.id == intent.latest_charge


async def test_direct_charges_live_in_their_account_and_pay_a_fee(
    client: stripe.StripeClient, control: Control, receiver: Receiver
) -> None:
    with pytest.raises(stripe.PermissionError) as unknown:
        await client.v1.payment_intents.list_async(options={"stripe_account": "acct_stranger"})
    assert unknown.value.error is not None
    assert (unknown.value.http_status, unknown.value.error.code) == (403, "account_invalid")
    await control.post("/accounts", id="acct_weavers")
    there: stripe.RequestOptions = {"stripe_account": "acct_weavers"}
    intent = await client.v1.payment_intents.create_async(
        {
            "amount": 107_000,
            "currency": "thb",
            "allowed_payment_method_types": ["card"],
            "payment_method": "pm_card_visa",
            "confirm": True,
            "application_fee_amount": 5_350,
            "expand": ["latest_charge.balance_transaction"],
        },
        there,
    )
    assert isinstance(intent.latest_charge, stripe.Charge)
    posted = intent.latest_charge.balance_transaction
    assert isinstance(posted, stripe.BalanceTransaction)
    assert [(d.type, d.amount) for d in posted.fee_details] == [
        ("stripe_fee", 3_906),
        ("tax", 273),
        ("application_fee", 5_350),
    ]
    assert posted.net == 97_471
    with pytest.raises(stripe.InvalidRequestError) as not_ours:
        await client.v1.payment_intents.retrieve_async(intent.id)
    assert not_ours.value.code == "resource_missing"
    fees = await client.v1.application_fees.list_async({"charge": intent.latest_charge.id})
    assert [(fee.account, fee.amount) for fee in fees.data] == [("acct_weavers", 5_350)]
    await client.v1.refunds.create_async(
        {"payment_intent": intent.id, "amount": 53_500, "refund_application_fee": True}, there
    )
    after = await client.v1.application_fees.list_async({"charge": intent.latest_charge.id})
    assert after.data[0].amount_refunded == 2_675
    await control.post("/webhooks/drain")
    accounts = {
        received.event.get("account")
        for received in receiver.requests
        if received.event["type"].startswith("payment_intent")
    }
    assert accounts == {"acct_weavers"}
