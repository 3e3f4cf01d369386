"""Charges and the balance transactions that they and their refunds post."""

from __future__ import annotations

from stripe_sandbox.call import Call
from stripe_sandbox.cards import Decline
from stripe_sandbox.errors import Json
from stripe_sandbox.listing import expanded, list_objects
from stripe_sandbox.scope import PLATFORM, Scope, new_id

FEE_PER_MILLION = {"card": 36_500, "promptpay": 16_500}
"""Stripe Thailand's fee before VAT, in millionths of the amount: 3.65 % and 1.65 %."""
VAT_PERCENT = 7
SETTLEMENT_SECONDS = 7 * 86_400


def half_up(numerator: int, denominator: int) -> int:
    """Division of non-negative integers, rounded half up."""
    return (2 * numerator + denominator) // (2 * denominator)


def stripe_fee(method_type: str, amount: int) -> tuple[int, int]:
    """Stripe's fee and the VAT on it, each rounded half up to satang."""
    fee = half_up(amount * FEE_PER_MILLION[method_type], 1_000_000)
    return fee, half_up(fee * VAT_PERCENT, 100)


def retrieve(call: Call) -> Json:
    """GET /v1/charges/{id}."""
    expand = call.form.texts("expand")
    call.form.finish()
    return expanded(call.scope, call.scope.get("charge", call.ids["id"]), expand)


def list_all(call: Call) -> Json:
    """GET /v1/charges."""
    return list_objects(
        call.scope, call.form, "charge", "/v1/charges", ("customer", "payment_intent")
    )


def create(scope: Scope, intent: Json, method: Json, *, status: str, captured: bool) -> Json:
    """A new charge of the intent's amount; posts nothing to the balance yet."""
    charge: Json = {
        "id": new_id("ch" if method["type"] == "card" else "py"),
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": intent["amount"] if captured else 0,
        "amount_refunded": 0,
        "application": None,
        "application_fee": None,
        "application_fee_amount": intent["application_fee_amount"],
        "balance_transaction": None,
        "billing_details": method["billing_details"],
        "calculated_statement_descriptor": "TALAT SANDBOX",
        "captured": captured,
        "created": scope.now,
        "currency": intent["currency"],
        "customer": intent["customer"],
        "description": intent["description"],
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": None,
        "failure_message": None,
        "fraud_details": {},
        "livemode": False,
        "metadata": dict(intent["metadata"]),
        "on_behalf_of": None,
        "outcome": _outcome(None),
        "paid": status == "succeeded",
        "payment_intent": intent["id"],
        "payment_method": method["id"],
        "payment_method_details": _details(method),
        "receipt_email": intent["receipt_email"],
        "receipt_number": None,
        "receipt_url": None,
        "refunded": False,
        "review": None,
        "shipping": intent["shipping"],
        "source_transfer": None,
        "statement_descriptor": intent["statement_descriptor"],
        "statement_descriptor_suffix": intent["statement_descriptor_suffix"],
        "status": status,
        "transfer_data": None,
        "transfer_group": intent["transfer_group"],
    }
    return scope.add(charge)


def fail(scope: Scope, charge: Json, decline: Decline) -> Json:
    """Mark a charge failed and say so."""
    charge.update(
        status="failed",
        paid=False,
        captured=False,
        amount_captured=0,
        failure_code=decline.code,
        failure_message=decline.message,
        outcome=_outcome(decline),
    )
    scope.save(charge)
    scope.emit("charge.failed", charge)
    return charge


def post_payment(scope: Scope, charge: Json) -> Json:
    """Post the captured amount, less fees, to the account's balance; returns the charge."""
    fee, vat = stripe_fee(charge["payment_method_details"]["type"], charge["amount_captured"])
    currency = charge["currency"]
    details = [
        _fee_detail(fee, currency, "stripe_fee", "Stripe processing fees"),
        _fee_detail(vat, currency, "tax", "VAT"),
    ]
    application_fee = min(charge["application_fee_amount"] or 0, charge["amount_captured"])
    if application_fee:
        details.append(_fee_detail(application_fee, currency, "application_fee", "Application fee"))
        charge["application_fee"] = _post_application_fee(scope, charge, application_fee)
    transaction = balance_transaction(
        scope,
        source=charge,
        kind="charge" if charge["id"].startswith("ch_") else "payment",
        category="charge",
        amount=charge["amount_captured"],
        fee_details=details,
    )
    charge["balance_transaction"] = transaction["id"]
    return scope.save(charge)


def balance_transaction(
    scope: Scope,
    *,
    source: Json,
    kind: str,
    category: str,
    amount: int,
    fee_details: list[Json] | None = None,
) -> Json:
    """Post ``amount`` (negative when money leaves) less the fees to the account's balance."""
    fee = sum(int(detail["amount"]) for detail in fee_details or [])
    return scope.add(
        {
            "id": new_id("txn"),
            "object": "balance_transaction",
            "amount": amount,
            "available_on": scope.now + SETTLEMENT_SECONDS,
            "balance_type": "payments",
            "created": scope.now,
            "currency": source["currency"],
            "description": source.get("description"),
            "exchange_rate": None,
            "fee": fee,
            "fee_details": fee_details or [],
            "net": amount - fee,
            "reporting_category": category,
            "source": source["id"],
            "status": "pending",
            "type": kind,
        }
    )


def list_balance_transactions(call: Call) -> Json:
    """GET /v1/balance_transactions."""
    return list_objects(
        call.scope,
        call.form,
        "balance_transaction",
        "/v1/balance_transactions",
        ("source", "type", "currency"),
    )


def retrieve_balance_transaction(call: Call) -> Json:
    """GET /v1/balance_transactions/{id}."""
    expand = call.form.texts("expand")
    call.form.finish()
    found = call.scope.get("balance_transaction", call.ids["id"])
    return expanded(call.scope, found, expand)


def list_application_fees(call: Call) -> Json:
    """GET /v1/application_fees: what the platform earned from direct charges."""
    return list_objects(
        call.scope, call.form, "application_fee", "/v1/application_fees", ("charge",)
    )


def _post_application_fee(scope: Scope, charge: Json, amount: int) -> str:
    platform = scope.for_account(PLATFORM)
    fee: Json = {
        "id": new_id("fee"),
        "object": "application_fee",
        "account": scope.account,
        "amount": amount,
        "amount_refunded": 0,
        "charge": charge["id"],
        "created": scope.now,
        "currency": charge["currency"],
        "livemode": False,
        "refunded": False,
    }
    transaction = balance_transaction(
        platform, source=fee, kind="application_fee", category="platform_earning", amount=amount
    )
    fee["balance_transaction"] = transaction["id"]
    platform.add(fee)
    platform.emit("application_fee.created", fee)
    return str(fee["id"])


def _fee_detail(amount: int, currency: str, kind: str, description: str) -> Json:
    return {
        "amount": amount,
        "application": None,
        "currency": currency,
        "description": description,
        "type": kind,
    }


def _details(method: Json) -> Json:
    if method["type"] == "promptpay":
        return {"type": "promptpay", "promptpay": {"reference": new_id("ref")[4:24].upper()}}
    card = method["card"]
    names = ("brand", "checks", "country", "exp_month", "exp_year", "fingerprint", "funding")
    details = {name: card[name] for name in (*names, "last4")}
    return {"type": "card", "card": {**details, "network": card["brand"], "three_d_secure": None}}


def _outcome(decline: Decline | None) -> Json:
    if decline is None:
        return {
            "network_status": "approved_by_network",
            "reason": None,
            "risk_level": "normal",
            "seller_message": "Payment complete.",
            "type": "authorized",
        }
    return {
        "network_status": "declined_by_network",
        "reason": decline.decline_code or decline.code,
        "risk_level": "normal",
        "seller_message": "The bank returned a decline.",
        "type": "issuer_declined",
    }
