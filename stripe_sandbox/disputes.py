"""Card disputes: the amount and a fee leave the balance, and come back when won."""

from __future__ import annotations

from stripe_sandbox import charges
from stripe_sandbox.call import Call
from stripe_sandbox.errors import Json, StripeError
from stripe_sandbox.listing import expanded, list_objects
from stripe_sandbox.params import merged
from stripe_sandbox.scope import Scope, new_id

REASONS = (
    "credit_not_processed",
    "duplicate",
    "fraudulent",
    "general",
    "product_not_received",
    "product_unacceptable",
    "subscription_canceled",
    "unrecognized",
)
FEE_SATANG = 70_000
"""The dispute fee of the sandbox: ฿700, kept by Stripe when the dispute is lost."""
_EVIDENCE_SECONDS = 7 * 86_400
_EVIDENCE = (
    "access_activity_log",
    "cancellation_rebuttal",
    "customer_communication",
    "customer_email_address",
    "customer_name",
    "product_description",
    "receipt",
    "shipping_address",
    "shipping_carrier",
    "shipping_date",
    "shipping_documentation",
    "shipping_tracking_number",
    "uncategorized_text",
)


def open_dispute(scope: Scope, charge: Json, *, reason: str, amount: int) -> Json:
    """The card holder's bank takes the money back; card charges only, once per charge."""
    if charge["payment_method_details"]["type"] != "card":
        raise StripeError("PromptPay payments cannot be disputed.", param="charge")
    if not charge["paid"] or not charge["captured"] or charge["disputed"]:
        raise StripeError("This charge cannot be disputed.", param="charge")
    if amount > charge["amount_captured"] - charge["amount_refunded"]:
        raise StripeError("The dispute is larger than the charge.", param="amount")
    dispute: Json = {
        "id": new_id("du"),
        "object": "dispute",
        "amount": amount,
        "charge": charge["id"],
        "created": scope.now,
        "currency": charge["currency"],
        "description": None,
        "enhanced_eligibility_types": [],
        "evidence": dict.fromkeys(_EVIDENCE),
        "evidence_details": {
            "due_by": scope.now + _EVIDENCE_SECONDS,
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "network_reason_code": None,
        "payment_intent": charge["payment_intent"],
        "payment_method_details": {
            "type": "card",
            "card": {"brand": charge["payment_method_details"]["card"]["brand"]},
        },
        "reason": reason,
        "status": "needs_response",
        "balance_transactions": [],
    }
    dispute["balance_transactions"].append(_post(scope, dispute, -amount, FEE_SATANG))
    charge["disputed"] = True
    scope.save(charge)
    scope.add(dispute)
    scope.emit("charge.dispute.created", dispute)
    scope.emit("charge.dispute.funds_withdrawn", dispute)
    return dispute


def close(scope: Scope, dispute: Json, *, won: bool) -> Json:
    """The bank decides; a won dispute brings the amount and the fee back."""
    if dispute["status"] in ("won", "lost"):
        raise StripeError(f"This dispute is already {dispute['status']}.", param="dispute")
    dispute["status"] = "won" if won else "lost"
    if won:
        dispute["balance_transactions"].append(
            _post(scope, dispute, dispute["amount"], -FEE_SATANG)
        )
    scope.save(dispute)
    if won:
        scope.emit("charge.dispute.funds_reinstated", dispute)
    scope.emit("charge.dispute.closed", dispute)
    return dispute


def retrieve(call: Call) -> Json:
    """GET /v1/disputes/{id}."""
    expand = call.form.texts("expand")
    call.form.finish()
    return expanded(call.scope, call.scope.get("dispute", call.ids["id"]), expand)


def list_all(call: Call) -> Json:
    """GET /v1/disputes."""
    return list_objects(
        call.scope, call.form, "dispute", "/v1/disputes", ("charge", "payment_intent")
    )


def update(call: Call) -> Json:
    """POST /v1/disputes/{id}: evidence as text, and whether it is sent to the bank."""
    form, scope = call.form, call.scope
    dispute = scope.get("dispute", call.ids["id"])
    expand = form.texts("expand")
    evidence = form.section("evidence")
    given = (
        {name: evidence.text(name) for name in _EVIDENCE if evidence.has(name)}
        if (evidence is not None)
        else {}
    )
    submit = form.boolean("submit") is not False
    dispute["metadata"] = merged(dispute["metadata"], form.metadata())
    form.finish()
    if given and dispute["status"] != "needs_response":
        raise StripeError("This dispute does not accept evidence.", param="evidence")
    dispute["evidence"].update(given)
    if given:
        dispute["evidence_details"]["has_evidence"] = True
    if given and submit:
        dispute["status"] = "under_review"
        dispute["evidence_details"]["submission_count"] += 1
    scope.save(dispute)
    scope.emit("charge.dispute.updated", dispute)
    return expanded(scope, dispute, expand)


def accept(call: Call) -> Json:
    """POST /v1/disputes/{id}/close: the merchant gives in."""
    dispute = call.scope.get("dispute", call.ids["id"])
    call.form.finish()
    return close(call.scope, dispute, won=False)


def _post(scope: Scope, dispute: Json, amount: int, fee: int) -> Json:
    return charges.balance_transaction(
        scope,
        source=dispute,
        kind="adjustment",
        category="dispute" if amount < 0 else "dispute_reversal",
        amount=amount,
        fee_details=[
            {
                "amount": fee,
                "application": None,
                "currency": dispute["currency"],
                "description": "Dispute fee",
                "type": "stripe_fee",
            }
        ],
    )
