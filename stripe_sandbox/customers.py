"""Customers: created, read and updated; enough to own cards and intents."""

from __future__ import annotations

from stripe_sandbox.call import Call
from stripe_sandbox.errors import Json
from stripe_sandbox.listing import expanded, list_objects
from stripe_sandbox.params import Form, merged
from stripe_sandbox.scope import new_id

_TEXTS = ("description", "name", "phone")


def create(call: Call) -> Json:
    """POST /v1/customers."""
    expand = call.form.texts("expand")
    customer: Json = {
        "id": new_id("cus"),
        "object": "customer",
        "address": None,
        "balance": 0,
        "created": call.scope.now,
        "currency": None,
        "default_source": None,
        "delinquent": False,
        "description": None,
        "email": None,
        "livemode": False,
        "metadata": {},
        "name": None,
        "phone": None,
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": "none",
    }
    _apply(customer, call.form)
    call.form.finish()
    call.scope.add(customer)
    call.scope.emit("customer.created", customer)
    return expanded(call.scope, customer, expand)


def retrieve(call: Call) -> Json:
    """GET /v1/customers/{id}."""
    expand = call.form.texts("expand")
    call.form.finish()
    return expanded(call.scope, call.scope.get("customer", call.ids["id"]), expand)


def update(call: Call) -> Json:
    """POST /v1/customers/{id}."""
    customer = call.scope.get("customer", call.ids["id"])
    expand = call.form.texts("expand")
    _apply(customer, call.form)
    call.form.finish()
    call.scope.save(customer)
    call.scope.emit("customer.updated", customer)
    return expanded(call.scope, customer, expand)


def list_all(call: Call) -> Json:
    """GET /v1/customers."""
    return list_objects(call.scope, call.form, "customer", "/v1/customers", ("email",))


def _apply(customer: Json, form: Form) -> None:
    for name in _TEXTS:
        value = form.text(name)
        if form.has(name):
            customer[name] = value
    email = form.email("email")
    if form.has("email"):
        customer["email"] = email
    locales = form.texts("preferred_locales")
    if form.has("preferred_locales"):
        customer["preferred_locales"] = locales
    customer["metadata"] = merged(customer["metadata"], form.metadata())
