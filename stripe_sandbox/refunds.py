"""Refunds: never more than the rest of a charge; PromptPay's wait for the payer's account."""

from __future__ import annotations

from stripe_sandbox import cards, charges
from stripe_sandbox.call import Call
from stripe_sandbox.errors import Json, StripeError, missing_resource, unsupported_in_thailand
from stripe_sandbox.listing import expanded, list_objects
from stripe_sandbox.params import merged
from stripe_sandbox.scope import PLATFORM, Scope, new_id

_REASONS = ("duplicate", "fraudulent", "requested_by_customer")
_DETAILS_SECONDS = 45 * 86_400


def create(call: Call) -> Json:
    """POST /v1/refunds for a payment_intent or a charge; without an amount, all of the rest."""
    form, scope = call.form, call.scope
    expand = form.texts("expand")
    if form.has("reverse_transfer"):
        raise unsupported_in_thailand("reverse_transfer")
    intent_id, charge_id = form.text("payment_intent"), form.text("charge")
    amount = form.integer("amount", least=1)
    reason = form.text("reason", choices=_REASONS)
    email = form.email("instructions_email")
    return_fee = form.boolean("refund_application_fee") or False
    metadata = merged({}, form.metadata())
    form.finish()
    charge = _charge(scope, intent_id, charge_id)
    amount = _checked_amount(charge, amount)
    refund = _new(scope, charge, amount, reason, metadata)
    _start(scope, refund, charge, email)
    if return_fee:
        _return_application_fee(scope, charge, amount)
    return expanded(scope, refund, expand)


def retrieve(call: Call) -> Json:
    """GET /v1/refunds/{id}."""
    expand = call.form.texts("expand")
    call.form.finish()
    return expanded(call.scope, call.scope.get("refund", call.ids["id"]), expand)


def list_all(call: Call) -> Json:
    """GET /v1/refunds."""
    return list_objects(
        call.scope, call.form, "refund", "/v1/refunds", ("charge", "payment_intent")
    )


def update(call: Call) -> Json:
    """POST /v1/refunds/{id}: its metadata."""
    refund = call.scope.get("refund", call.ids["id"])
    expand = call.form.texts("expand")
    refund["metadata"] = merged(refund["metadata"], call.form.metadata())
    call.form.finish()
    call.scope.save(refund)
    call.scope.emit("refund.updated", refund)
    return expanded(call.scope, refund, expand)


def cancel(call: Call) -> Json:
    """POST /v1/refunds/{id}/cancel: only while it waits for the payer's details."""
    refund = call.scope.get("refund", call.ids["id"])
    expand = call.form.texts("expand")
    call.form.finish()
    if refund["status"] != "requires_action":
        raise StripeError(
            f"This refund cannot be canceled because it has a status of {refund['status']}.",
            param="refund",
            replayable=True,
        )
    _give_back(call.scope, refund, "canceled", None)
    return expanded(call.scope, refund, expand)


def settle(scope: Scope, refund: Json) -> Json:
    """The money reached the payer."""
    _require_open(refund)
    refund.update(status="succeeded", next_action=None, pending_reason=None)
    _reference(refund, "available")
    scope.save(refund)
    _tell(scope, refund, "refund.updated")
    return refund


def fail(scope: Scope, refund: Json, reason: str) -> Json:
    """The payer's bank sent the money back; a refund that had succeeded can fail later too."""
    if refund["status"] in ("failed", "canceled"):
        raise StripeError(f"This refund has a status of {refund['status']}.", param="refund")
    return _give_back(scope, refund, "failed", reason)


def _charge(scope: Scope, intent_id: str | None, charge_id: str | None) -> Json:
    if intent_id is None and charge_id is None:
        raise StripeError(
            "One of the following params should be provided for this request: payment_intent or "
            "charge.",
            code="parameter_missing",
        )
    if intent_id is not None:
        intent = scope.store.find(scope.account, "payment_intent", intent_id)
        if intent is None:
            raise missing_resource("payment_intent", intent_id, "payment_intent")
        if intent["status"] != "succeeded":
            raise StripeError(
                f"This PaymentIntent ({intent_id}) does not have a successful charge to refund.",
                param="payment_intent",
                replayable=True,
            )
        charge_id = str(intent["latest_charge"])
    charge = scope.store.find(scope.account, "charge", str(charge_id))
    if charge is None:
        raise missing_resource("charge", str(charge_id), "charge")
    return charge


def _checked_amount(charge: Json, amount: int | None) -> int:
    rest = int(charge["amount_captured"]) - int(charge["amount_refunded"])
    if charge["disputed"]:
        raise StripeError(
            f"Charge {charge['id']} has been charged back; cannot issue a refund.",
            code="charge_disputed",
            replayable=True,
        )
    if charge["status"] != "succeeded" or not charge["captured"]:
        raise StripeError(f"Charge {charge['id']} cannot be refunded.", replayable=True)
    if rest == 0:
        raise StripeError(
            f"Charge {charge['id']} has already been refunded.",
            code="charge_already_refunded",
            replayable=True,
        )
    if amount is not None and amount > rest:
        raise StripeError(
            f"Refund amount ({amount / 100:.2f} {charge['currency']}) is greater than unrefunded "
            f"amount on charge ({rest / 100:.2f} {charge['currency']})",
            param="amount",
            replayable=True,
        )
    return rest if amount is None else amount


def _new(
    scope: Scope, charge: Json, amount: int, reason: str | None, metadata: dict[str, str]
) -> Json:
    kind = charge["payment_method_details"]["type"]
    refund: Json = {
        "id": new_id("re" if kind == "card" else "pyr"),
        "object": "refund",
        "amount": amount,
        "charge": charge["id"],
        "created": scope.now,
        "currency": charge["currency"],
        "destination_details": {"type": kind, kind: {}},
        "failure_balance_transaction": None,
        "failure_reason": None,
        "instructions_email": None,
        "metadata": metadata,
        "next_action": None,
        "payment_intent": charge["payment_intent"],
        "pending_reason": None,
        "reason": reason,
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "succeeded",
        "transfer_reversal": None,
    }
    transaction = charges.balance_transaction(
        scope,
        source=refund,
        kind="refund" if kind == "card" else "payment_refund",
        category="refund",
        amount=-amount,
    )
    refund["balance_transaction"] = transaction["id"]
    return refund


def _start(scope: Scope, refund: Json, charge: Json, email: str | None) -> None:
    card = charge["payment_method_details"].get("card")
    if card is None:
        address = email or charge["billing_details"]["email"]
        refund.update(
            status="requires_action",
            instructions_email=address,
            next_action={
                "type": "display_details",
                "display_details": {
                    "email_sent": {"email_sent_at": scope.now, "email_sent_to": address},
                    "expires_at": scope.now + _DETAILS_SECONDS,
                },
            },
        )
    else:
        if cards.by_fingerprint(card["fingerprint"]).refund == "pending":
            refund.update(status="pending", pending_reason="processing")
        refund["destination_details"]["card"] = {"type": "refund"}
        _reference(refund, "pending")
    scope.add(refund)
    charge["amount_refunded"] += refund["amount"]
    charge["refunded"] = charge["amount_refunded"] == charge["amount_captured"]
    scope.save(charge)
    scope.emit("refund.created", refund)
    scope.emit("charge.refunded", charge)
    if card is not None and cards.by_fingerprint(card["fingerprint"]).refund == "fails_later":
        fail(scope, refund, "expired_or_canceled_card")


def _give_back(scope: Scope, refund: Json, status: str, reason: str | None) -> Json:
    """Return the amount of a refund that did not happen to the account and the charge."""
    charge = scope.get("charge", refund["charge"])
    transaction = charges.balance_transaction(
        scope,
        source=refund,
        kind="refund_failure" if charge["id"].startswith("ch_") else "payment_failure_refund",
        category="refund_failure",
        amount=refund["amount"],
    )
    refund.update(
        status=status,
        next_action=None,
        pending_reason=None,
        failure_reason=reason,
        failure_balance_transaction=transaction["id"],
    )
    charge["amount_refunded"] -= refund["amount"]
    charge["refunded"] = False
    scope.save(refund)
    scope.save(charge)
    _tell(scope, refund, "refund.failed" if status == "failed" else "refund.updated")
    return refund


def _tell(scope: Scope, refund: Json, event_type: str) -> None:
    scope.emit(event_type, refund)
    scope.emit("charge.refund.updated", refund)


def _require_open(refund: Json) -> None:
    if refund["status"] not in ("pending", "requires_action"):
        raise StripeError(f"This refund has a status of {refund['status']}.", param="refund")


def _reference(refund: Json, status: str) -> None:
    card = refund["destination_details"].get("card")
    if card is not None:
        card.update(reference_status=status, reference_type="acquirer_reference_number")


def _return_application_fee(scope: Scope, charge: Json, amount: int) -> None:
    """Give the connected account its share of the fee back, in proportion to the refund."""
    if scope.account == PLATFORM or charge["application_fee"] is None:
        raise StripeError(
            "This charge has no application fee to refund.", param="refund_application_fee"
        )
    platform = scope.for_account(PLATFORM)
    fee = platform.get("application_fee", charge["application_fee"])
    rest = int(fee["amount"]) - int(fee["amount_refunded"])
    share = min(rest, charges.half_up(int(fee["amount"]) * amount, int(charge["amount_captured"])))
    fee["amount_refunded"] += share
    fee["refunded"] = fee["amount_refunded"] == fee["amount"]
    platform.save(fee)
    charges.balance_transaction(
        platform,
        source=fee,
        kind="application_fee_refund",
        category="platform_earning_refund",
        amount=-share,
    )
    platform.emit("application_fee.refunded", fee)
