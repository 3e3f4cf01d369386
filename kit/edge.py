"""The outermost layer of a service: identity of a request, limits, timing, last-resort errors.

One plain ASGI middleware, because every layer costs each request. Requests are not logged one by
one: the gateway's access log has them under the same request id; here only failures are.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from typing import Final

import orjson
import structlog
from fastapi.exceptions import RequestValidationError
from opentelemetry import propagate, trace
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kit.db import is_unavailable, is_unstorable_text
from kit.errors import (
    MEDIA_TYPE,
    AppError,
    FieldError,
    InternalError,
    ServiceUnavailable,
    TooManyRequests,
    Unprocessable,
    preferred_language,
)
from kit.events.context import correlation_id
from kit.ids import uuid7
from kit.metrics import observe_request
from kit.ratelimit import RateLimiter
from kit.tracing import tracer
from kit.validation import field_errors

_log = structlog.get_logger(__name__)
_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")
_UNLIMITED: Final = ("/health/live", "/health/ready", "/metrics")
_UNMATCHED: Final = "unmatched"
_UNSTORABLE: Final = FieldError(
    "request",
    "unstorable_character",
    "มีอักขระที่เก็บไม่ได้ (เช่น NUL)",
    "A text holds a character that cannot be stored, such as NUL.",
)


class EdgeMiddleware:
    """Gives each request an id and a span, counts it, and turns any escape into a problem."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        service: str,
        limiter: RateLimiter | None,
        hot_routes: Sequence[Route] = (),
    ) -> None:
        self._app = HotRoutes(app, hot_routes) if hot_routes else app
        self._service = service
        self._limiter = limiter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection; anything but HTTP passes through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await _Exchange(self._app, self._service, self._limiter, scope).run(receive, send)


class HotRoutes:
    """The hottest reads, dispatched before the framework's own layers: those cost as much.

    A hot route is a plain Starlette route. What it raises is translated here, as elsewhere.
    """

    def __init__(self, app: ASGIApp, routes: Sequence[Route]) -> None:
        self._app = app
        self._routes = tuple(routes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from a hot route, or else from the application."""
        for route in self._routes:
            match, found = route.matches(scope)
            if match is Match.FULL:
                scope.update(found, route=route)
                await route.handle(scope, receive, send)
                return
        await self._app(scope, receive, send)


class _Exchange:
    """One request and its answer."""

    def __init__(
        self, app: ASGIApp, service: str, limiter: RateLimiter | None, scope: Scope
    ) -> None:
        self._app = app
        self._service = service
        self._limiter = limiter
        self._scope = scope
        self._headers = Headers(scope=scope)
        self._request_id = _request_id(self._headers)
        self._extra: tuple[tuple[str, str], ...] = ()
        self._status = 0
        scope.setdefault("state", {})["request_id"] = self._request_id

    async def run(self, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        token = correlation_id.set(self._request_id)
        context = propagate.extract(self._headers) if "traceparent" in self._headers else None
        with tracer.start_as_current_span(
            f"HTTP {self._scope['method']}", context, kind=trace.SpanKind.SERVER
        ) as span:
            try:
                await self._answer(receive, self._sender(send))
            finally:
                route = _route_template(self._scope)
                span.set_attribute("http.route", route)
                span.set_attribute("http.response.status_code", self._status)
                observe_request(
                    service=self._service,
                    method=self._scope["method"],
                    route=route,
                    status=self._status,
                    seconds=time.perf_counter() - started,
                )
                correlation_id.reset(token)

    async def _answer(self, receive: Receive, send: Send) -> None:
        refused = self._over_limit()
        if refused is not None:
            await self._problem(refused, receive, send)
            return
        try:
            await self._app(self._scope, receive, send)
        except Exception as error:
            if self._status:
                raise
            await self._problem(_translate(error), receive, send)

    def _over_limit(self) -> AppError | None:
        path: str = self._scope["path"]
        if self._limiter is None or path.endswith(_UNLIMITED):
            return None
        client = self._scope.get("client") or ("unknown", 0)
        verdict = self._limiter.hit(client=client[0], method=self._scope["method"], path=path)
        self._extra = verdict.headers
        return None if verdict.allowed else TooManyRequests()

    async def _problem(self, error: AppError, receive: Receive, send: Send) -> None:
        response = problem_response(error, self._headers.get("accept-language"), self._request_id)
        await response(self._scope, receive, send)

    def _sender(self, send: Send) -> Send:
        async def sender(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = self._request_id
                for name, value in self._extra:
                    headers[name] = value
            await send(message)

        return sender


def problem_response(error: AppError, accept_language: str | None, request_id: str) -> Response:
    """The answer that tells a caller of an error, in the language asked for."""
    language = preferred_language(accept_language)
    body = orjson.dumps(error.problem(language, request_id))
    headers = {"Content-Language": language, "Cache-Control": "no-store", **error.headers}
    return Response(body, error.status, headers, media_type=MEDIA_TYPE)


def _request_id(headers: Headers) -> str:
    given = headers.get("x-request-id", "")
    return given if _REQUEST_ID.fullmatch(given) else uuid7().hex


def _route_template(scope: Scope) -> str:
    route = scope.get("route")
    return getattr(route, "path", _UNMATCHED)


def _translate(error: Exception) -> AppError:
    if isinstance(error, AppError):
        return error
    if isinstance(error, RequestValidationError):
        return Unprocessable(errors=field_errors(error.errors()))
    if is_unavailable(error):
        _log.warning("unavailable", error=repr(error))
        return ServiceUnavailable()
    if is_unstorable_text(error):
        return Unprocessable(errors=[_UNSTORABLE])
    _log.exception("unhandled_error")
    return InternalError()
