"""Reading and checking the fields of a PaymentIntent."""

from __future__ import annotations

from stripe_sandbox.errors import Json, StripeError, missing_parameter
from stripe_sandbox.params import Form, merged
from stripe_sandbox.payment_methods import TYPES
from stripe_sandbox.scope import PLATFORM, Scope, new_id

LEAST = {"thb": 1000, "usd": 50, "eur": 50, "sgd": 50}
"""The smallest charge per currency in its smallest unit: ฿10.00, $0.50 …"""
MOST = 99_999_999
_SHIPPING = ("carrier", "name", "phone", "tracking_number")
_ADDRESS = ("city", "country", "line1", "line2", "postal_code", "state")


_UNSET = (
    "application",
    "application_fee_amount",
    "allowed_payment_method_types",
    "automatic_payment_methods",
    "canceled_at",
    "cancellation_reason",
    "customer",
    "description",
    "excluded_payment_method_types",
    "last_payment_error",
    "latest_charge",
    "next_action",
    "on_behalf_of",
    "payment_method",
    "payment_method_configuration_details",
    "processing",
    "receipt_email",
    "review",
    "setup_future_usage",
    "shipping",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_data",
    "transfer_group",
)


def new_intent(scope: Scope, form: Form) -> Json:
    """A PaymentIntent from the parameters of a create request; nothing is stored yet."""
    if not form.has("amount"):
        raise missing_parameter("amount")
    captures = ("automatic", "automatic_async", "manual")
    identifier = new_id("pi")
    intent: Json = {
        **dict.fromkeys(_UNSET),
        "id": identifier,
        "object": "payment_intent",
        "amount": 0,
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "capture_method": form.text("capture_method", choices=captures) or "automatic_async",
        "client_secret": f"{identifier}_{new_id('secret')}",
        "confirmation_method": form.text("confirmation_method", choices=("automatic",))
        or "automatic",
        "created": scope.now,
        "currency": form.required_text("currency").lower(),
        "livemode": False,
        "metadata": {},
        "payment_method_options": {},
        "payment_method_types": [],
        "status": "requires_payment_method",
    }
    _read_application_fee(scope, form, intent)
    _read_types(form, intent)
    read_changes(form, intent)
    customer = form.text("customer")
    if customer is not None:
        scope.get("customer", customer, "customer")
        intent["customer"] = customer
    return intent


def read_changes(form: Form, intent: Json) -> None:
    """Apply the fields that a create and an update request share."""
    amount = form.integer("amount", least=1)
    if amount is not None:
        _check_amount(amount, intent["currency"])
        intent["amount"] = amount
    for name in ("description", "statement_descriptor", "statement_descriptor_suffix"):
        value = form.text(name, longest=1000 if name == "description" else 22)
        if form.has(name):
            intent[name] = value
    receipt_email = form.email("receipt_email")
    if form.has("receipt_email"):
        intent["receipt_email"] = receipt_email
    future = form.text("setup_future_usage", choices=("off_session", "on_session"))
    group = form.text("transfer_group")
    intent["setup_future_usage"] = future or intent["setup_future_usage"]
    intent["transfer_group"] = group or intent["transfer_group"]
    intent["metadata"] = merged(intent["metadata"], form.metadata())
    _read_shipping(form, intent)
    _read_options(form, intent)


def _check_amount(amount: int, currency: str) -> None:
    if currency not in LEAST:
        raise StripeError(f"Invalid currency: {currency}", param="currency")
    if amount < LEAST[currency]:
        least = f"{LEAST[currency] / 100:.2f} {currency}"
        raise StripeError(
            f"Amount must be at least {least}", code="amount_too_small", param="amount"
        )
    if amount > MOST:
        raise StripeError(
            f"Amount must be no more than {MOST / 100:,.2f} {currency}",
            code="amount_too_large",
            param="amount",
        )


def _read_application_fee(scope: Scope, form: Form, intent: Json) -> None:
    fee = form.integer("application_fee_amount", least=1)
    if fee is None:
        return
    if scope.account == PLATFORM:
        raise StripeError(
            "Can only apply an application_fee_amount when the PaymentIntent is attempting a "
            "direct payment (using an OAuth key or Stripe-Account header).",
            param="application_fee_amount",
        )
    amount = form.integer("amount")
    if amount is not None and fee > amount:
        raise StripeError(
            "Application fee cannot be greater than the amount.", param="application_fee_amount"
        )
    intent["application_fee_amount"] = fee


def _read_types(form: Form, intent: Json) -> None:
    """Which methods may pay: as allowed, or all but the excluded; what does not fit drops out."""
    if form.has("payment_method_types"):
        raise StripeError(
            "payment_method_types is no longer supported in this API version (since "
            "2026-09-30.endive). Use allowed_payment_method_types or automatic_payment_methods.",
            code="payment_method_types_no_longer_supported",
            param="payment_method_types",
        )
    allowed = _types(form, "allowed_payment_method_types")
    excluded = _types(form, "excluded_payment_method_types")
    automatic = form.section("automatic_payment_methods")
    redirects = "always"
    if automatic is not None:
        automatic.boolean("enabled")
        redirects = automatic.text("allow_redirects", choices=("always", "never")) or redirects
    if bool(allowed) + bool(excluded) + (automatic is not None) > 1:
        raise StripeError(
            "You may only specify one of these parameters: allowed_payment_method_types, "
            "excluded_payment_method_types, automatic_payment_methods."
        )
    intent["allowed_payment_method_types"] = allowed or None
    intent["excluded_payment_method_types"] = excluded or None
    wanted = allowed or [kind for kind in TYPES if kind not in excluded]
    intent["payment_method_types"] = _compatible(wanted, intent)
    if not allowed:
        intent["automatic_payment_methods"] = {"enabled": True, "allow_redirects": redirects}


def _types(form: Form, name: str) -> list[str]:
    types = form.texts(name)
    for kind in types:
        if kind not in TYPES:
            raise StripeError(
                f"The payment method type provided: {kind} is invalid.",
                param=name,
                code="payment_intent_invalid_parameter",
            )
    return types


def _compatible(wanted: list[str], intent: Json) -> list[str]:
    """PromptPay is for baht only and cannot be captured later."""
    fits = intent["currency"] == "thb" and intent["capture_method"] != "manual"
    types = [kind for kind in wanted if kind != "promptpay" or fits]
    if not types:
        raise StripeError(
            "No valid payment method types for this PaymentIntent: promptpay supports only thb "
            "and does not support manual capture.",
            param="allowed_payment_method_types",
            code="payment_intent_invalid_parameter",
        )
    return types


def _read_shipping(form: Form, intent: Json) -> None:
    section = form.section("shipping")
    if section is None:
        return
    shipping: Json = {name: section.text(name) for name in _SHIPPING}
    address = section.section("address")
    shipping["address"] = {
        name: address.text(name) if address is not None else None for name in _ADDRESS
    }
    intent["shipping"] = shipping


def _read_options(form: Form, intent: Json) -> None:
    options: Json = {}
    section = form.section("payment_method_options")
    card = section.section("card") if section is not None else None
    promptpay = section.section("promptpay") if section is not None else None
    if promptpay is not None:
        promptpay.text("setup_future_usage", choices=("none",))
    asked = (
        card.text("request_three_d_secure", choices=("any", "automatic", "challenge"))
        if card is not None
        else None
    )
    earlier = intent["payment_method_options"].get("card") or {}
    if "card" in intent["payment_method_types"]:
        options["card"] = {
            "installments": None,
            "mandate_options": None,
            "network": None,
            "request_three_d_secure": asked or earlier.get("request_three_d_secure") or "automatic",
        }
    if "promptpay" in intent["payment_method_types"]:
        options["promptpay"] = {}
    intent["payment_method_options"] = options
