"""What happens to a PaymentIntent once it is confirmed: the state machine of one attempt.

requires_confirmation → requires_action → processing → succeeded, or back to
requires_payment_method when the card, the bank or the clock refuses.
"""

from __future__ import annotations

from dataclasses import dataclass

from stripe_sandbox import cards, charges, disputes
from stripe_sandbox.cards import Decline, TestCard
from stripe_sandbox.errors import Json, StripeError, missing_parameter, unexpected_state
from stripe_sandbox.promptpay import bill_payload
from stripe_sandbox.scope import Scope

BILLER = "0" * 15
"""The biller of every code: no bank has it, so a code of the sandbox cannot move real money."""
DEFAULT_EXPIRY_SECONDS = 3600
_AUTHENTICATION_REQUIRED = Decline(
    "authentication_required",
    "authentication_required",
    "Your card was declined. This transaction requires authentication.",
)


@dataclass(frozen=True)
class Confirmation:
    """The parameters of one confirmation that the attempt depends on."""

    return_url: str | None = None
    off_session: bool = False
    error_on_requires_action: bool = False


def confirm(scope: Scope, intent: Json, method: Json, options: Confirmation) -> Json:
    """Start an attempt with ``method``; raises Stripe's 402 when a card is declined."""
    intent.update(
        payment_method=method["id"], last_payment_error=None, next_action=None, processing=None
    )
    _forget_expiry(scope, intent)
    if method["type"] == "promptpay":
        return _show_code(scope, intent, method)
    card = cards.by_fingerprint(method["card"]["fingerprint"])
    asked = (intent["payment_method_options"].get("card") or {}).get("request_three_d_secure")
    if card.three_d_secure or asked in ("any", "challenge"):
        if options.off_session or options.error_on_requires_action:
            raise _declined(scope, intent, method, _AUTHENTICATION_REQUIRED)
        return _ask_authentication(scope, intent, options.return_url)
    decline = charge_card(scope, intent, method, card)
    if decline is not None:
        raise _card_error(intent, decline)
    return intent


def charge_card(scope: Scope, intent: Json, method: Json, card: TestCard) -> Decline | None:
    """Authorise the card, and capture unless capture is manual; the decline, if any."""
    if card.decline is not None:
        _record_decline(scope, intent, method, card.decline)
        return card.decline
    manual = intent["capture_method"] == "manual"
    charge = charges.create(scope, intent, method, status="succeeded", captured=not manual)
    if manual:
        intent.update(
            status="requires_capture",
            latest_charge=charge["id"],
            amount_capturable=intent["amount"],
            next_action=None,
        )
        scope.save(intent)
        scope.emit("charge.succeeded", charge)
        scope.emit("payment_intent.amount_capturable_updated", intent)
        return None
    succeed(scope, intent, charge)
    if card.dispute is not None:
        disputes.open_dispute(scope, charge, reason=card.dispute, amount=charge["amount"])
    return None


def succeed(scope: Scope, intent: Json, charge: Json) -> Json:
    """The money is there: post it, close the intent, tell the endpoints."""
    charges.post_payment(scope, charge)
    intent.update(
        status="succeeded",
        amount_received=charge["amount_captured"],
        amount_capturable=0,
        latest_charge=charge["id"],
        next_action=None,
        processing=None,
        last_payment_error=None,
    )
    _forget_expiry(scope, intent)
    scope.save(intent)
    scope.emit("charge.succeeded", charge)
    scope.emit("payment_intent.succeeded", intent)
    return intent


def authenticate(scope: Scope, intent: Json, *, success: bool) -> Json:
    """The card holder finished 3-D Secure, or refused it; a later decline does not raise."""
    action = intent["next_action"] or {}
    if intent["status"] != "requires_action" or "promptpay_display_qr_code" in action:
        raise unexpected_state("This PaymentIntent does not wait for authentication.", intent)
    method = scope.get("payment_method", intent["payment_method"])
    if success:
        card = cards.by_fingerprint(method["card"]["fingerprint"])
        charge_card(scope, intent, method, card)
        return intent
    return _back_to_start(
        scope,
        intent,
        method,
        "payment_intent_authentication_failure",
        "The provided PaymentMethod has failed authentication. You can provide a new "
        "PaymentMethod to attempt to fulfill this PaymentIntent again.",
    )


def pay(scope: Scope, intent: Json, *, late: bool = False) -> Json:
    """The bank reports that the PromptPay code was paid.

    ``late`` also accepts an intent whose code has expired: money that arrives after its time.
    """
    allowed = ("requires_action", "processing", *(("requires_payment_method",) if late else ()))
    method = _promptpay_method(scope, intent)
    if intent["status"] not in allowed or method is None:
        raise unexpected_state("No PromptPay code of this PaymentIntent can be paid.", intent)
    intent["payment_method"] = method["id"]
    charge = charges.create(scope, intent, method, status="succeeded", captured=True)
    return succeed(scope, intent, charge)


def start_processing(scope: Scope, intent: Json) -> Json:
    """The bank has accepted the payment but has not settled it."""
    if intent["status"] != "requires_action" or _promptpay_method(scope, intent) is None:
        raise unexpected_state("This PaymentIntent does not wait for a PromptPay payment.", intent)
    intent.update(status="processing", next_action=None, processing={"type": "promptpay"})
    _forget_expiry(scope, intent)
    scope.save(intent)
    scope.emit("payment_intent.processing", intent)
    return intent


def fail(scope: Scope, intent: Json, *, expired: bool = False) -> Json:
    """The payer's bank refused the PromptPay payment, or the code ran out."""
    method = _promptpay_method(scope, intent)
    if intent["status"] not in ("requires_action", "processing") or method is None:
        raise unexpected_state("This PaymentIntent does not wait for a PromptPay payment.", intent)
    if expired:
        code, message = "payment_intent_payment_attempt_expired", "The payment attempt expired."
    else:
        code, message = "payment_intent_payment_attempt_failed", "The payment attempt failed."
    return _back_to_start(scope, intent, method, code, message)


def expire_due(scope: Scope) -> int:
    """Fail every PromptPay attempt of any account whose code has run out; how many."""
    rows = scope.store.db.execute(
        "SELECT intent, account FROM expiries WHERE due_at <= ? ORDER BY due_at", (scope.now,)
    ).fetchall()
    for row in rows:
        owner = scope.for_account(str(row["account"]))
        fail(owner, owner.get("payment_intent", str(row["intent"])), expired=True)
    return len(rows)


def end(scope: Scope, intent: Json, reason: str | None) -> Json:
    """Cancel for good; releasing an authorised card is no refund (since 2025-03-31.basil)."""
    _forget_expiry(scope, intent)
    intent.update(
        status="canceled",
        canceled_at=scope.now,
        cancellation_reason=reason,
        amount_capturable=0,
        next_action=None,
        processing=None,
    )
    scope.save(intent)
    scope.emit("payment_intent.canceled", intent)
    return intent


def _show_code(scope: Scope, intent: Json, method: Json) -> Json:
    if intent["currency"] != "thb":
        raise StripeError(
            "The currency provided is invalid for promptpay. It supports only thb.",
            param="currency",
        )
    if method["billing_details"]["email"] is None:
        raise missing_parameter("billing_details[email]")
    page = f"{scope.base_url}/promptpay/{intent['id']}"
    reference = intent["id"].removeprefix("pi_").upper()[:20]
    intent.update(
        status="requires_action",
        next_action={
            "type": "promptpay_display_qr_code",
            "promptpay_display_qr_code": {
                "data": bill_payload(BILLER, reference, "SANDBOX", intent["amount"]),
                "hosted_instructions_url": f"{page}/scan",
                "image_url_png": f"{page}/qr.png",
                "image_url_svg": f"{page}/qr.svg",
            },
        },
    )
    seconds = int(scope.store.setting("promptpay_expiry_seconds", DEFAULT_EXPIRY_SECONDS))
    scope.store.db.execute(
        "INSERT INTO expiries VALUES (?, ?, ?)", (intent["id"], scope.account, scope.now + seconds)
    )
    scope.save(intent)
    scope.emit("payment_intent.requires_action", intent)
    return intent


def _ask_authentication(scope: Scope, intent: Json, return_url: str | None) -> Json:
    page = f"{scope.base_url}/three_d_secure/{intent['id']}"
    if return_url is None:
        action: Json = {
            "type": "use_stripe_sdk",
            "use_stripe_sdk": {"type": "three_d_secure_redirect", "stripe_js": page},
        }
    else:
        action = {
            "type": "redirect_to_url",
            "redirect_to_url": {"url": page, "return_url": return_url},
        }
    intent.update(status="requires_action", next_action=action)
    scope.save(intent)
    scope.emit("payment_intent.requires_action", intent)
    return intent


def _back_to_start(scope: Scope, intent: Json, method: Json, code: str, message: str) -> Json:
    intent.update(
        status="requires_payment_method",
        payment_method=None,
        next_action=None,
        processing=None,
        last_payment_error={
            "type": "invalid_request_error",
            "code": code,
            "message": message,
            "payment_method": method,
            "payment_method_type": method["type"],
        },
    )
    _forget_expiry(scope, intent)
    scope.save(intent)
    scope.emit("payment_intent.payment_failed", intent)
    return intent


def _record_decline(scope: Scope, intent: Json, method: Json, decline: Decline) -> None:
    charge = charges.create(scope, intent, method, status="failed", captured=False)
    charges.fail(scope, charge, decline)
    error: Json = {
        "type": "card_error",
        "code": decline.code,
        "message": decline.message,
        "charge": charge["id"],
        "payment_method": method,
        "payment_method_type": method["type"],
    }
    if decline.decline_code is not None:
        error["decline_code"] = decline.decline_code
    intent.update(
        status="requires_payment_method",
        payment_method=None,
        next_action=None,
        latest_charge=charge["id"],
        last_payment_error=error,
    )
    scope.save(intent)
    scope.emit("payment_intent.payment_failed", intent)


def _declined(scope: Scope, intent: Json, method: Json, decline: Decline) -> StripeError:
    _record_decline(scope, intent, method, decline)
    return _card_error(intent, decline)


def _card_error(intent: Json, decline: Decline) -> StripeError:
    return StripeError(
        decline.message,
        status=402,
        kind="card_error",
        code=decline.code,
        decline_code=decline.decline_code,
        keep=True,
        charge=intent["latest_charge"],
        payment_intent=intent,
        payment_method=intent["last_payment_error"]["payment_method"],
    )


def _promptpay_method(scope: Scope, intent: Json) -> Json | None:
    """The PromptPay method of the running attempt, else of the failed one."""
    method = (intent["last_payment_error"] or {}).get("payment_method")
    if intent["payment_method"] is not None:
        method = scope.get("payment_method", intent["payment_method"])
    return method if method is not None and method["type"] == "promptpay" else None


def _forget_expiry(scope: Scope, intent: Json) -> None:
    scope.store.db.execute("DELETE FROM expiries WHERE intent = ?", (intent["id"],))
