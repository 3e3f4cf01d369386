"""The PaymentIntent endpoints."""

from __future__ import annotations

from stripe_sandbox import attempts, charges, payment_methods
from stripe_sandbox.attempts import Confirmation
from stripe_sandbox.call import Call
from stripe_sandbox.errors import (
    Json,
    StripeError,
    missing_parameter,
    unexpected_state,
    unsupported_in_thailand,
)
from stripe_sandbox.intent_fields import new_intent, read_changes
from stripe_sandbox.listing import expanded, list_objects
from stripe_sandbox.params import Form
from stripe_sandbox.scope import Scope

_CANCEL_REASONS = ("abandoned", "duplicate", "fraudulent", "requested_by_customer")
_OPEN = ("requires_payment_method", "requires_confirmation", "requires_action")
_ALWAYS_CHANGEABLE = {"metadata", "description", "receipt_email", "expand"}


def create(call: Call) -> Json:
    """POST /v1/payment_intents."""
    form, scope = call.form, call.scope
    expand = form.texts("expand")
    _refuse_transfers(form)
    intent = new_intent(scope, form)
    method = _method(scope, form, intent)
    confirming = form.boolean("confirm") or False
    options = _confirmation(form)
    form.finish()
    if options.return_url is not None and not confirming:
        raise StripeError("You cannot pass return_url without confirm=true.", param="return_url")
    scope.add(intent)
    if method is not None:
        _use(scope, intent, method)
    scope.emit("payment_intent.created", intent)
    if confirming:
        _confirm(scope, intent, method, options)
    return expanded(scope, intent, expand)


def retrieve(call: Call) -> Json:
    """GET /v1/payment_intents/{id}."""
    expand = call.form.texts("expand")
    secret = call.form.text("client_secret")
    call.form.finish()
    intent = call.scope.get("payment_intent", call.ids["id"], "intent")
    if secret is not None and secret != intent["client_secret"]:
        raise StripeError(
            "The client_secret provided does not match this PaymentIntent.",
            param="client_secret",
        )
    return expanded(call.scope, intent, expand)


def list_all(call: Call) -> Json:
    """GET /v1/payment_intents."""
    return list_objects(
        call.scope, call.form, "payment_intent", "/v1/payment_intents", ("customer",)
    )


def update(call: Call) -> Json:
    """POST /v1/payment_intents/{id}: before it is confirmed everything, later only labels."""
    form, scope = call.form, call.scope
    intent = scope.get("payment_intent", call.ids["id"], "intent")
    expand = form.texts("expand")
    _refuse_transfers(form)
    if intent["status"] not in _OPEN[:2] and not set(form.names()) <= _ALWAYS_CHANGEABLE:
        raise unexpected_state(
            f"This PaymentIntent could not be updated because it has a status of "
            f"{intent['status']}.",
            intent,
        )
    read_changes(form, intent)
    method = _method(scope, form, intent)
    form.finish()
    scope.save(intent)
    if method is not None:
        _use(scope, intent, method)
    return expanded(scope, intent, expand)


def confirm(call: Call) -> Json:
    """POST /v1/payment_intents/{id}/confirm; again with another method after a decline."""
    form, scope = call.form, call.scope
    intent = scope.get("payment_intent", call.ids["id"], "intent")
    expand = form.texts("expand")
    receipt_email = form.email("receipt_email")
    form.text("client_secret")
    method = _method(scope, form, intent)
    options = _confirmation(form)
    form.finish()
    if receipt_email is not None:
        intent["receipt_email"] = receipt_email
    _confirm(scope, intent, method, options)
    return expanded(scope, intent, expand)


def cancel(call: Call) -> Json:
    """POST /v1/payment_intents/{id}/cancel: only while no money has moved."""
    intent = call.scope.get("payment_intent", call.ids["id"], "intent")
    expand = call.form.texts("expand")
    reason = call.form.text("cancellation_reason", choices=_CANCEL_REASONS)
    call.form.finish()
    if intent["status"] not in (*_OPEN, "requires_capture"):
        raise unexpected_state(
            f"You cannot cancel this PaymentIntent because it has a status of "
            f"{intent['status']}. Only a PaymentIntent with one of the following statuses may be "
            f"canceled: {', '.join((*_OPEN, 'requires_capture'))}.",
            intent,
        )
    return expanded(call.scope, attempts.end(call.scope, intent, reason), expand)


def capture(call: Call) -> Json:
    """POST /v1/payment_intents/{id}/capture: all, or once a part and the rest is released."""
    form, scope = call.form, call.scope
    intent = scope.get("payment_intent", call.ids["id"], "intent")
    expand = form.texts("expand")
    amount = form.integer("amount_to_capture", least=1)
    fee = form.integer("application_fee_amount")
    form.finish()
    if intent["status"] != "requires_capture":
        raise unexpected_state(
            f"This PaymentIntent could not be captured because it has a status of "
            f"{intent['status']}. Only a PaymentIntent with one of the following statuses may be "
            f"captured: requires_capture.",
            intent,
        )
    if amount is not None and amount > intent["amount_capturable"]:
        raise StripeError(
            "The remaining amount on this PaymentIntent is less than the amount to capture.",
            code="amount_too_large",
            param="amount_to_capture",
        )
    _capture(scope, intent, amount or intent["amount_capturable"], fee)
    return expanded(scope, intent, expand)


def _capture(scope: Scope, intent: Json, amount: int, fee: int | None) -> None:
    charge = scope.get("charge", intent["latest_charge"])
    charge.update(captured=True, amount_captured=amount)
    if fee is not None:
        charge["application_fee_amount"] = intent["application_fee_amount"] = fee
    charges.post_payment(scope, charge)
    intent.update(status="succeeded", amount_received=amount, amount_capturable=0)
    scope.save(intent)
    scope.emit("charge.captured", charge)
    scope.emit("payment_intent.succeeded", intent)


def _confirmation(form: Form) -> Confirmation:
    return Confirmation(
        return_url=form.url("return_url"),
        off_session=form.boolean("off_session") or False,
        error_on_requires_action=form.boolean("error_on_requires_action") or False,
    )


def _method(scope: Scope, form: Form, intent: Json) -> Json | None:
    """The method named or described by the request; checked against the intent's types."""
    identifier = form.text("payment_method")
    section = form.section("payment_method_data")
    if identifier is not None and section is not None:
        raise StripeError(
            "You may only specify one of these parameters: payment_method, payment_method_data."
        )
    if section is not None:
        method = scope.add(payment_methods.build(scope, section))
    elif identifier is not None:
        method = payment_methods.resolve(scope, identifier)
    else:
        return None
    if method["type"] not in intent["payment_method_types"]:
        raise StripeError(
            f"The PaymentMethod provided ({method['type']}) is not allowed for this PaymentIntent. "
            f"Please attach a PaymentMethod of one of the following types: "
            f"{', '.join(intent['payment_method_types'])}.",
            param="payment_method",
        )
    if method["customer"] not in (None, intent["customer"]):
        raise StripeError(
            "The provided PaymentMethod belongs to another customer.", param="payment_method"
        )
    return method


def _use(scope: Scope, intent: Json, method: Json) -> None:
    intent.update(payment_method=method["id"], status="requires_confirmation")
    scope.save(intent)


def _confirm(scope: Scope, intent: Json, method: Json | None, options: Confirmation) -> None:
    if intent["status"] == "succeeded":
        raise unexpected_state(
            "You cannot confirm this PaymentIntent because it has already succeeded after being "
            "previously confirmed.",
            intent,
        )
    if intent["status"] not in _OPEN:
        raise unexpected_state(
            f"You cannot confirm this PaymentIntent because it has a status of "
            f"{intent['status']}. Only a PaymentIntent with one of the following statuses may be "
            f"confirmed: {', '.join(_OPEN)}.",
            intent,
        )
    if method is None:
        if intent["payment_method"] is None:
            raise unexpected_state(
                "You cannot confirm this PaymentIntent because it's missing a payment method. "
                "You can either update the PaymentIntent with a payment method and then confirm "
                "it again, or confirm it again directly with a payment method.",
                intent,
            )
        method = scope.get("payment_method", intent["payment_method"])
    automatic = intent["automatic_payment_methods"]
    if automatic and automatic["allow_redirects"] == "always" and options.return_url is None:
        raise missing_parameter("return_url")
    attempts.confirm(scope, intent, method, options)


def _refuse_transfers(form: Form) -> None:
    for name in ("transfer_data", "on_behalf_of"):
        if form.has(name):
            raise unsupported_in_thailand(name)
