"""The HTTP server: authentication, idempotency and faults around the endpoints."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from stripe_sandbox import control, pages
from stripe_sandbox.call import Call, Endpoint
from stripe_sandbox.errors import Json, StripeError
from stripe_sandbox.idempotency import Answer
from stripe_sandbox.params import Form, decode
from stripe_sandbox.routes import API
from stripe_sandbox.scope import new_id
from stripe_sandbox.server import Config, Server

_MAX_BODY_BYTES = 1_000_000
_MAX_KEY_LENGTH = 255
_log = logging.getLogger("stripe_sandbox")


def create_app(config: Config) -> Starlette:
    """The ASGI application; the store opens now, the courier starts with the lifespan."""
    server = Server(config)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        courier = asyncio.create_task(server.courier.run())
        try:
            yield
        finally:
            server.faults.release()
            courier.cancel()
            await asyncio.gather(courier, return_exceptions=True)
            server.store.close()

    routes: list[BaseRoute] = [
        Route(path, _api_route(server, endpoint), methods=[method])
        for method, path, endpoint in API
    ]
    routes += control.routes(server)
    routes += pages.routes(server)
    app = Starlette(routes=routes, lifespan=lifespan, exception_handlers={404: _lost, 405: _lost})
    app.state.server = server
    return app


def _api_route(server: Server, endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    async def route(request: Request) -> Response:
        request_id = new_id("req")
        try:
            answer = await _answer(server, endpoint, request, request_id)
        except StripeError as error:
            answer = Answer(error.status, error.body(request_id), request_id)
        except sqlite3.Error as error:
            _log.exception("the sandbox cannot reach its data file")
            failed = StripeError(f"The sandbox's data: {error}", status=500, kind="api_error")
            answer = Answer(failed.status, failed.body(request_id), request_id)
        server.courier.wake()
        return _response(answer, request, request_id)

    return route


@dataclass(frozen=True)
class _Incoming:
    """What identifies one request besides its endpoint."""

    request: Request
    request_id: str
    account: str
    key: str | None
    raw: str

    @property
    def path(self) -> str:
        return self.request.url.path


async def _answer(server: Server, endpoint: Endpoint, request: Request, request_id: str) -> Answer:
    server.authenticate(request)
    key = request.headers.get("idempotency-key") if request.method == "POST" else None
    if key is not None and len(key) > _MAX_KEY_LENGTH:
        raise StripeError("Idempotency keys can be at most 255 characters long.")
    incoming = _Incoming(
        request, request_id, server.account(request), key, await _raw_parameters(request)
    )
    fault = server.faults.take(request.method, incoming.path)
    answer = await _first_or_stored(server, endpoint, incoming, fault)
    server.courier.wake()
    await server.faults.after(fault)
    return answer


async def _first_or_stored(
    server: Server, endpoint: Endpoint, incoming: _Incoming, fault: Json | None
) -> Answer:
    """Run the operation, unless its key already has an answer."""
    key, account = incoming.key, incoming.account
    if key is None:
        await server.faults.before(fault)
        return _run(server, endpoint, incoming)
    stored = server.keys.stored(account, key, incoming.path, incoming.raw)
    if stored is not None:
        return stored
    server.keys.running.add((account, key))
    try:
        await server.faults.before(fault)
        return _run(server, endpoint, incoming)
    finally:
        server.keys.running.discard((account, key))


def _run(server: Server, endpoint: Endpoint, incoming: _Incoming) -> Answer:
    """One operation and the keeping of its answer, in one transaction."""
    server.expire()
    request_id, key = incoming.request_id, incoming.key
    ids = {name: str(value) for name, value in incoming.request.path_params.items()}
    scope = server.scope(
        incoming.request, incoming.account, request_id=request_id, idempotency_key=key
    )
    try:
        with server.store.transaction():
            try:
                form = Form(decode(incoming.raw))
                answer = Answer(200, endpoint(Call(scope, form, ids)), request_id)
            except StripeError as error:
                if not error.keep:
                    raise
                answer = Answer(error.status, error.body(request_id), request_id)
            _keep(server, incoming, answer)
    except StripeError as error:
        answer = Answer(error.status, error.body(request_id), request_id)
        if error.replayable:
            _keep(server, incoming, answer)
    return answer


def _keep(server: Server, incoming: _Incoming, answer: Answer) -> None:
    if incoming.key is not None:
        server.keys.keep(incoming.account, incoming.key, incoming.path, incoming.raw, answer)


async def _raw_parameters(request: Request) -> str:
    if request.method in ("GET", "DELETE"):
        return request.url.query
    if int(request.headers.get("content-length") or 0) > _MAX_BODY_BYTES:
        raise StripeError("Request body is too large.", status=413)
    body = await request.body()
    kind = request.headers.get("content-type", "")
    if body and not kind.startswith("application/x-www-form-urlencoded"):
        raise StripeError(
            f"Invalid request (check that your POST content type is "
            f"application/x-www-form-urlencoded); got {kind or 'none'}."
        )
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise StripeError("Invalid request body: it is not UTF-8.") from error


def _response(answer: Answer, request: Request, request_id: str) -> JSONResponse:
    headers = {"Request-Id": request_id}
    version = request.headers.get("stripe-version")
    if version is not None:
        headers["Stripe-Version"] = version
    key = request.headers.get("idempotency-key")
    if key is not None and request.method == "POST":
        headers["Idempotency-Key"] = key
        headers["Original-Request"] = answer.request_id
    if answer.replayed:
        headers["Idempotent-Replayed"] = "true"
    return JSONResponse(answer.body, answer.status, headers)


async def _lost(request: Request, _: Exception) -> Response:
    request_id = new_id("req")
    error = StripeError(
        f"Unrecognized request URL ({request.method}: {request.url.path}).", status=404
    )
    body: Json = error.body(request_id)
    return JSONResponse(body, 404, {"Request-Id": request_id})
