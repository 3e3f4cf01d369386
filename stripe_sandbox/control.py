"""The control API: what banks, card holders, bad networks and time do.  See README.md."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from stripe_sandbox import attempts, disputes, refunds
from stripe_sandbox.errors import Json, StripeError, missing_resource
from stripe_sandbox.params import Form, Tree, decode
from stripe_sandbox.scope import Scope, new_id, queue_delivery
from stripe_sandbox.server import Server
from stripe_sandbox.webhooks import configure_endpoint

Action = Callable[[Server, Request, Form], Awaitable[Json]]
_PREFIX = "/_sandbox"
_FAILURES = (
    "declined",
    "expired_or_canceled_card",
    "insufficient_funds",
    "lost_or_stolen_card",
    "unknown",
)


def routes(server: Server) -> list[BaseRoute]:
    """The routes of the control API, all behind the API key."""
    return [
        Route(_PREFIX + path, _route(server, action), methods=[method])
        for method, path, action in _ACTIONS
    ]


def _route(server: Server, action: Action) -> Callable[[Request], Awaitable[Response]]:
    async def route(request: Request) -> Response:
        try:
            server.authenticate(request)
            body = await action(server, request, await _form(request))
        except StripeError as error:
            return JSONResponse(error.body(new_id("req")), error.status)
        server.courier.wake()
        return JSONResponse(body)

    return route


async def _form(request: Request) -> Form:
    """Parameters from the query, or from a JSON or form-encoded body."""
    raw = await request.body()
    if not raw:
        return Form(decode(request.url.query))
    if not request.headers.get("content-type", "").startswith("application/json"):
        return Form(decode(raw.decode(errors="replace")))
    try:
        parsed = await request.json()
    except ValueError as error:
        raise StripeError("The body is not JSON.") from error
    if not isinstance(parsed, dict):
        raise StripeError("The body is not a JSON object.")
    return Form(_tree(parsed))


def _tree(value: dict[str, Any]) -> Tree:
    tree: Tree = {}
    for name, item in value.items():
        if isinstance(item, dict):
            tree[name] = _tree(item)
        elif isinstance(item, list):
            tree[name] = _tree({str(place): part for place, part in enumerate(item)})
        elif isinstance(item, bool):
            tree[name] = "true" if item else "false"
        elif item is not None:
            tree[name] = str(item)
    return tree


def _find(server: Server, request: Request, kind: str) -> tuple[Scope, Json]:
    """An object of whatever account, with the scope of its account."""
    identifier = str(request.path_params["id"])
    found = server.store.find_any(kind, identifier)
    if found is None:
        raise missing_resource(kind, identifier, "id")
    return server.scope(request, found[0]), found[1]


async def _pay(server: Server, request: Request, form: Form) -> Json:
    late = form.boolean("late") or False
    form.finish()
    with server.store.transaction():
        scope, intent = _find(server, request, "payment_intent")
        return attempts.pay(scope, intent, late=late)


async def _processing(server: Server, request: Request, form: Form) -> Json:
    form.finish()
    with server.store.transaction():
        return attempts.start_processing(*_find(server, request, "payment_intent"))


async def _fail(server: Server, request: Request, form: Form) -> Json:
    form.finish()
    with server.store.transaction():
        return attempts.fail(*_find(server, request, "payment_intent"))


async def _expire(server: Server, request: Request, form: Form) -> Json:
    form.finish()
    with server.store.transaction():
        return attempts.fail(*_find(server, request, "payment_intent"), expired=True)


async def _authenticate(server: Server, request: Request, form: Form) -> Json:
    success = form.boolean("success") is not False
    form.finish()
    with server.store.transaction():
        scope, intent = _find(server, request, "payment_intent")
        return attempts.authenticate(scope, intent, success=success)


async def _settle_refund(server: Server, request: Request, form: Form) -> Json:
    form.finish()
    with server.store.transaction():
        return refunds.settle(*_find(server, request, "refund"))


async def _fail_refund(server: Server, request: Request, form: Form) -> Json:
    reason = form.text("reason", choices=_FAILURES) or "declined"
    form.finish()
    with server.store.transaction():
        scope, refund = _find(server, request, "refund")
        return refunds.fail(scope, refund, reason)


async def _open_dispute(server: Server, request: Request, form: Form) -> Json:
    reason = form.text("reason", choices=disputes.REASONS) or "fraudulent"
    amount = form.integer("amount", least=1)
    form.finish()
    with server.store.transaction():
        scope, charge = _find(server, request, "charge")
        return disputes.open_dispute(
            scope,
            charge,
            reason=reason,
            amount=amount or charge["amount_captured"] - charge["amount_refunded"],
        )


async def _close_dispute(server: Server, request: Request, form: Form) -> Json:
    won = form.boolean("won") or False
    form.finish()
    with server.store.transaction():
        scope, dispute = _find(server, request, "dispute")
        return disputes.close(scope, dispute, won=won)


async def _add_account(server: Server, _: Request, form: Form) -> Json:
    account = form.required_text("id")
    form.finish()
    if not account.startswith("acct_"):
        raise StripeError("Account ids begin with acct_.", param="id")
    known: list[str] = server.store.setting("accounts", [])
    server.store.set_setting("accounts", sorted({*known, account}))
    return {"id": account, "object": "account", "country": "TH", "charges_enabled": True}


async def _set_endpoint(server: Server, _: Request, form: Form) -> Json:
    url = form.url("url")
    secret = form.required_text("secret")
    events = form.texts("enabled_events")
    form.finish()
    if url is None:
        raise StripeError("Missing required param: url.", code="parameter_missing", param="url")
    return configure_endpoint(server.store, url, secret, events or ("*",))


async def _remove_endpoint(server: Server, request: Request, form: Form) -> Json:
    form.finish()
    identifier = str(request.path_params["id"])
    endpoints: list[Json] = server.store.setting("endpoints", [])
    rest = [known for known in endpoints if known["id"] != identifier]
    if len(rest) == len(endpoints):
        raise missing_resource("webhook_endpoint", identifier, "id")
    server.store.set_setting("endpoints", rest)
    return {"id": identifier, "deleted": True}


async def _pause(server: Server, _: Request, form: Form) -> Json:
    form.finish()
    server.store.set_setting("paused", True)
    return _state(server)


async def _resume(server: Server, _: Request, form: Form) -> Json:
    order = form.text("order", choices=("normal", "reverse", "shuffled")) or "normal"
    form.finish()
    with server.store.transaction():
        if order != "normal":
            _reorder(server, order)
        server.store.set_setting("paused", False)
    return _state(server)


def _reorder(server: Server, order: str) -> None:
    """Deliver what waits one by one, newest first or in random order."""
    rows = server.store.db.execute(
        "SELECT id, position FROM deliveries WHERE status = 'pending' ORDER BY position"
    ).fetchall()
    places = [int(row["position"]) for row in rows]
    if order == "reverse":
        places.reverse()
    else:
        random.shuffle(places)
    for row, place in zip(rows, places, strict=True):
        server.store.db.execute(
            "UPDATE deliveries SET position = ?, lane = 'reordered' WHERE id = ?",
            (place, row["id"]),
        )


async def _retry_now(server: Server, _: Request, form: Form) -> Json:
    form.finish()
    server.store.db.execute(
        "UPDATE deliveries SET due_at = ? WHERE status = 'pending'", (server.store.now(),)
    )
    return _state(server)


async def _drain(server: Server, _: Request, form: Form) -> Json:
    seconds = form.integer("timeout_seconds", least=1) or 10
    form.finish()
    drained = await server.courier.drained(seconds)
    return {**_state(server), "drained": drained}


async def _deliveries(server: Server, _: Request, form: Form) -> Json:
    status = form.text("status", choices=("pending", "delivered", "failed"))
    event_type = form.text("event_type")
    event = form.text("event")
    limit = form.integer("limit", least=1) or 100
    form.finish()
    rows = server.store.db.execute(
        "SELECT id, account, event, event_type, endpoint, due_at, attempts, status, last_status, "
        "last_error FROM deliveries WHERE (? IS NULL OR status = ?) "
        "AND (? IS NULL OR event_type = ?) AND (? IS NULL OR event = ?) ORDER BY id DESC LIMIT ?",
        (status, status, event_type, event_type, event, event, limit),
    )
    return {"object": "list", "data": [dict(row) for row in rows]}


async def _deliver(server: Server, request: Request, form: Form) -> Json:
    times = form.integer("times", least=1) or 1
    secret = form.text("secret")
    signed_at = form.integer("signed_at")
    form.finish()
    with server.store.transaction():
        _, event = _find(server, request, "event")
        queued = [
            queue_delivery(
                server.store, event, str(endpoint["id"]), secret=secret, signed_at=signed_at
            )
            for endpoint in server.store.setting("endpoints", [])
            for _ in range(times)
        ]
    return {"event": event["id"], "deliveries": queued}


async def _plan_fault(server: Server, _: Request, form: Form) -> Json:
    return server.faults.plan(form)


async def _clear_faults(server: Server, _: Request, form: Form) -> Json:
    form.finish()
    server.faults.clear()
    return _state(server)


async def _release_faults(server: Server, _: Request, form: Form) -> Json:
    form.finish()
    server.faults.release()
    return _state(server)


async def _advance(server: Server, _: Request, form: Form) -> Json:
    seconds = form.integer("advance_seconds", least=1) or 0
    form.finish()
    server.store.set_setting("clock_offset", server.store.setting("clock_offset", 0) + seconds)
    server.expire()
    return _state(server)


async def _settings(server: Server, _: Request, form: Form) -> Json:
    for name in ("promptpay_expiry_seconds", "copies"):
        value = form.integer(name, least=1)
        if value is not None:
            server.store.set_setting(name, value)
    form.finish()
    return _state(server)


async def _read_state(server: Server, _: Request, form: Form) -> Json:
    form.finish()
    return _state(server)


def _state(server: Server) -> Json:
    store = server.store
    counted = store.db.execute("SELECT status, count(*) FROM deliveries GROUP BY status")
    counts = {"pending": 0, "delivered": 0, "failed": 0, **{row[0]: row[1] for row in counted}}
    return {
        "now": int(store.now()),
        "promptpay_expiry_seconds": store.setting(
            "promptpay_expiry_seconds", attempts.DEFAULT_EXPIRY_SECONDS
        ),
        "copies": store.setting("copies", 1),
        "paused": store.setting("paused", False),
        "deliveries": counts,
        "faults": server.faults.planned(),
        "requests_waiting": server.faults.waiting,
        "accounts": store.setting("accounts", []),
        "webhook_endpoints": [
            {name: value for name, value in endpoint.items() if name != "secret"}
            for endpoint in store.setting("endpoints", [])
        ],
    }


_ACTIONS: tuple[tuple[str, str, Action], ...] = (
    ("GET", "/state", _read_state),
    ("POST", "/settings", _settings),
    ("POST", "/clock", _advance),
    ("POST", "/payment_intents/{id}/pay", _pay),
    ("POST", "/payment_intents/{id}/processing", _processing),
    ("POST", "/payment_intents/{id}/fail", _fail),
    ("POST", "/payment_intents/{id}/expire", _expire),
    ("POST", "/payment_intents/{id}/authenticate", _authenticate),
    ("POST", "/refunds/{id}/settle", _settle_refund),
    ("POST", "/refunds/{id}/fail", _fail_refund),
    ("POST", "/charges/{id}/dispute", _open_dispute),
    ("POST", "/disputes/{id}/close", _close_dispute),
    ("POST", "/accounts", _add_account),
    ("POST", "/webhook_endpoints", _set_endpoint),
    ("DELETE", "/webhook_endpoints/{id}", _remove_endpoint),
    ("POST", "/webhooks/pause", _pause),
    ("POST", "/webhooks/resume", _resume),
    ("POST", "/webhooks/retry", _retry_now),
    ("POST", "/webhooks/drain", _drain),
    ("GET", "/deliveries", _deliveries),
    ("POST", "/events/{id}/deliver", _deliver),
    ("POST", "/faults", _plan_fault),
    ("DELETE", "/faults", _clear_faults),
    ("POST", "/faults/release", _release_faults),
)
