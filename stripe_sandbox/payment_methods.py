"""PaymentMethods of type ``card`` and ``promptpay``."""

from __future__ import annotations

from datetime import UTC, datetime

from stripe_sandbox import cards
from stripe_sandbox.call import Call
from stripe_sandbox.errors import Json, StripeError, missing_parameter, missing_resource
from stripe_sandbox.listing import expanded
from stripe_sandbox.params import Form, merged
from stripe_sandbox.scope import Scope, new_id

TYPES = ("card", "promptpay")


def create(call: Call) -> Json:
    """POST /v1/payment_methods."""
    expand = call.form.texts("expand")
    method = build(call.scope, call.form)
    call.form.finish()
    return expanded(call.scope, call.scope.add(method), expand)


def retrieve(call: Call) -> Json:
    """GET /v1/payment_methods/{id}."""
    expand = call.form.texts("expand")
    call.form.finish()
    return expanded(call.scope, call.scope.get("payment_method", call.ids["id"]), expand)


def attach(call: Call) -> Json:
    """POST /v1/payment_methods/{id}/attach: keep the card with a customer."""
    customer = call.form.required_text("customer")
    call.form.finish()
    call.scope.get("customer", customer, "customer")
    method = resolve(call.scope, call.ids["id"], "id")
    if method["customer"] not in (None, customer):
        raise StripeError("The payment method you provided has already been attached.")
    if method["type"] != "card":
        raise StripeError("PaymentMethods of this type cannot be saved to customers.")
    method["customer"] = customer
    call.scope.save(method)
    call.scope.emit("payment_method.attached", method)
    return method


def resolve(scope: Scope, identifier: str, param: str = "payment_method") -> Json:
    """The named PaymentMethod; each use of a test token such as pm_card_visa makes a new one."""
    card = cards.by_token(identifier) if identifier.startswith("pm_card_") else None
    if card is not None:
        return scope.add(_method(scope, "card", _no_details(), {}, _card(card, 12, 2034)))
    method = scope.store.find(scope.account, "payment_method", identifier)
    if method is None:
        raise missing_resource("PaymentMethod", identifier, param)
    return method


def build(scope: Scope, form: Form) -> Json:
    """Read the parameters of a new PaymentMethod; the caller adds and finishes."""
    kind = form.required_text("type", choices=TYPES)
    details = _billing_details(form.section("billing_details"))
    metadata = merged({}, form.metadata())
    form.text("allow_redisplay", choices=("always", "limited", "unspecified"))
    section = form.section(kind)
    if kind == "promptpay":
        return _method(scope, kind, details, metadata, {})
    if section is None:
        raise missing_parameter(form.path("card"))
    return _method(scope, kind, details, metadata, _read_card(section, scope.now))


def _method(
    scope: Scope, kind: str, details: Json, metadata: dict[str, str], specific: Json
) -> Json:
    return {
        "id": new_id("pm"),
        "object": "payment_method",
        "allow_redisplay": "unspecified",
        "billing_details": details,
        kind: specific,
        "created": scope.now,
        "customer": None,
        "livemode": False,
        "metadata": metadata,
        "type": kind,
    }


def _no_details() -> Json:
    return {"address": None, "email": None, "name": None, "phone": None, "tax_id": None}


def _billing_details(form: Form | None) -> Json:
    details = _no_details()
    if form is None:
        return details
    details.update(name=form.text("name"), email=form.email("email"), phone=form.text("phone"))
    address = form.section("address")
    if address is not None:
        names = ("city", "country", "line1", "line2", "postal_code", "state")
        details["address"] = {name: address.text(name) for name in names}
    return details


def _card(card: cards.TestCard, month: int, year: int) -> Json:
    return {
        "brand": card.brand,
        "checks": {
            "address_line1_check": None,
            "address_postal_code_check": None,
            "cvc_check": "fail" if card.decline is cards.WRONG_CVC else "pass",
        },
        "country": card.country,
        "display_brand": card.brand,
        "exp_month": month,
        "exp_year": year,
        "fingerprint": cards.fingerprint(card),
        "funding": card.funding,
        "last4": card.number[-4:],
        "networks": {"available": [card.brand], "preferred": None},
        "three_d_secure_usage": {"supported": True},
        "wallet": None,
    }


def _read_card(form: Form, now: int) -> Json:
    token = form.text("token")
    if token is not None:
        card = cards.by_token(token)
        if card is None:
            raise missing_resource("token", token, form.path("token"))
        return _card(card, 12, 2034)
    number = form.required_text("number").replace(" ", "")
    month, year = form.integer("exp_month", least=1), form.integer("exp_year")
    form.text("cvc", longest=4)
    if month is None or year is None:
        raise missing_parameter(form.path("exp_month" if month is None else "exp_year"))
    _check_card(form, number, month, year, now)
    card = cards.by_number(number)
    if card is None:
        raise _card_error(
            "Your card was declined. Your request used a real card while testing.",
            "card_declined",
            None,
            "test_mode_live_card",
        )
    return _card(card, month, year)


def _check_card(form: Form, number: str, month: int, year: int, now: int) -> None:
    digits = number.isascii() and number.isdigit() and 12 <= len(number) <= 19
    if not digits or not cards.luhn_valid(number):
        raise _card_error("Your card number is incorrect.", "incorrect_number", form.path("number"))
    today = datetime.fromtimestamp(now, UTC)
    if month > 12 or (year == today.year and month < today.month):
        raise _card_error(
            "Your card's expiration month is invalid.",
            "invalid_expiry_month",
            form.path("exp_month"),
        )
    if not today.year <= year <= today.year + 50:
        raise _card_error(
            "Your card's expiration year is invalid.", "invalid_expiry_year", form.path("exp_year")
        )


def _card_error(
    message: str, code: str, param: str | None, decline_code: str | None = None
) -> StripeError:
    return StripeError(
        message,
        status=402,
        kind="card_error",
        code=code,
        param=param,
        decline_code=decline_code,
        replayable=True,
    )
