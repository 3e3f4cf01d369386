"""A service's FastAPI application: resources, errors, health, documentation."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeVar, cast

import structlog
from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from kit import metrics
from kit.auth import TokenVerifier
from kit.db import Database
from kit.edge import EdgeMiddleware, problem_response
from kit.errors import (
    AppError,
    InternalError,
    NotFound,
    ServiceUnavailable,
    TooManyRequests,
    Unprocessable,
    problem_responses,
)
from kit.health import health_router
from kit.ratelimit import RateLimiter
from kit.settings import ServiceSettings
from kit.validation import field_errors

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Resources:
    """What lives as long as the application; a service may add its own clients."""

    settings: ServiceSettings
    database: Database
    verifier: TokenVerifier


R = TypeVar("R", bound=Resources)
ReadyCheck = Callable[[R], Awaitable[None]]

_NOT_FOUND: Final = 404


class MethodNotAllowed(AppError):
    """The path exists, the method does not."""

    status = 405
    code = "method_not_allowed"
    title_th = "ใช้เมธอดนี้กับที่อยู่นี้ไม่ได้"
    title_en = "Method not allowed"


class BadRequest(AppError):
    """The request cannot even be read."""

    status = 400
    code = "bad_request"
    title_th = "อ่านคำขอไม่ได้"
    title_en = "The request cannot be read"


def database_of(settings: ServiceSettings, *, service: str) -> Database:
    """The service's database as its settings say."""
    replica = settings.database_replica_url
    return Database(
        settings.database_url.get_secret_value(),
        replica_url=replica.get_secret_value() if replica else None,
        pool_size=settings.pool_size,
        statement_timeout_ms=settings.statement_timeout_ms,
        lock_timeout_ms=settings.lock_timeout_ms,
        application_name=f"talat-{service}",
    )


def build_app(
    *,
    service: str,
    title: str,
    settings: ServiceSettings,
    router: APIRouter,
    resources: Callable[[], AbstractAsyncContextManager[R]],
    ready_checks: Mapping[str, ReadyCheck[R]] | None = None,
    hot_routes: Sequence[Route] = (),
) -> FastAPI:
    """Assemble a service: its routes, ``/<service>/health``, docs, problems and the edge.

    ``resources`` opens what the routes need; it is closed when the application stops. The
    database is always among the ready checks. ``hot_routes`` are tried before all others.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with resources() as opened:
            app.state.resources = opened
            yield

    app = FastAPI(
        title=title,
        version="1",
        lifespan=lifespan,
        openapi_url=f"/{service}/openapi.json",
        docs_url=f"/{service}/docs",
        redoc_url=None,
        generate_unique_id_function=_operation_id,
        # The edge makes the spans and metrics; a second set would cost every request.
        telemetry={"tracing": False, "metrics": False, "logs": False},
        responses=problem_responses(
            Unprocessable, TooManyRequests, InternalError, ServiceUnavailable
        ),
    )
    app.include_router(router)
    app.include_router(_health(app, ready_checks or {}), prefix=f"/{service}")
    app.include_router(metrics.router)
    _add_error_handlers(app)
    limiter = RateLimiter() if settings.rate_limits_enabled else None
    app.add_middleware(EdgeMiddleware, service=service, limiter=limiter, hot_routes=hot_routes)
    return app


def _operation_id(route: APIRoute) -> str:
    """Short, stable names for generated clients: the function's own."""
    return route.name


def _health(app: FastAPI, ready_checks: Mapping[str, ReadyCheck[R]]) -> APIRouter:
    def bind(check: ReadyCheck[R]) -> Callable[[], Awaitable[None]]:
        return lambda: check(app.state.resources)

    async def database(opened: R) -> None:
        await opened.database.ping()

    return health_router(
        {name: bind(check) for name, check in {"database": database, **ready_checks}.items()}
    )


def _add_error_handlers(app: FastAPI) -> None:
    async def app_error(request: Request, error: Exception) -> Response:
        return _problem(request, cast("AppError", error))

    async def invalid(request: Request, error: Exception) -> Response:
        findings = cast("RequestValidationError", error).errors()
        return _problem(request, Unprocessable(errors=field_errors(findings)))

    async def http(request: Request, error: Exception) -> Response:
        known = cast("HTTPException", error)
        kinds: dict[int, type[AppError]] = {_NOT_FOUND: NotFound, 405: MethodNotAllowed}
        kind = kinds.get(known.status_code, BadRequest)
        return _problem(request, kind(headers=known.headers))

    app.add_exception_handler(AppError, app_error)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)


def _problem(request: Request, error: AppError) -> Response:
    _log.info("refused", code=error.code, status=error.status, path=request.url.path)
    return problem_response(
        error, request.headers.get("accept-language"), request.scope["state"]["request_id"]
    )


async def get_resources(request: Request) -> Any:
    """The application's resources; a service's ``deps.py`` gives them their own type."""
    return request.app.state.resources


async def get_session(request: Request) -> AsyncIterator[AsyncSession]:
    """The request's one transaction, committed when the endpoint has returned."""
    database: Database = request.app.state.resources.database
    async with database.transaction() as session:
        yield session


async def get_read_session(request: Request) -> AsyncIterator[AsyncSession]:
    """Reads without a transaction, from the replica when there is one."""
    database: Database = request.app.state.resources.database
    async with database.reading() as session:
        yield session


Session = Annotated[AsyncSession, Depends(get_session, scope="function")]
"""Committed after the endpoint and before the answer, so that a failed commit is no 200."""
ReadSession = Annotated[AsyncSession, Depends(get_read_session, scope="function")]
