"""Reading events: what happened, for clients that missed their webhooks."""

from __future__ import annotations

from stripe_sandbox.call import Call
from stripe_sandbox.errors import Json, StripeError
from stripe_sandbox.listing import list_objects


def retrieve(call: Call) -> Json:
    """GET /v1/events/{id}."""
    call.form.texts("expand")
    call.form.finish()
    return call.scope.get("event", call.ids["id"])


def list_all(call: Call) -> Json:
    """GET /v1/events; ``type`` may end in ``.*``, ``types[]`` names several."""
    form = call.form
    wanted = form.texts("types")
    if wanted and form.has("type"):
        raise StripeError("You may only specify one of these parameters: type, types.")
    return list_objects(call.scope, form, "event", "/v1/events", ("type",), one_of=wanted)
