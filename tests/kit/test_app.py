"""The application around a service's routes: problems, ids, limits, health, lost databases."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from opentelemetry import trace
from sqlalchemy import text

from kit.app import ReadSession, Resources, Session, build_app, database_of
from kit.auth import TokenVerifier, VerifiedClaims
from kit.events.context import correlation_id
from kit.pagination import Page
from kit.schemas import RequestModel
from kit.settings import ServiceSettings
from kit.tracing import configure_tracing
from tests.support.apps import client_of, running
from tests.support.tokens import TokenMint

router = APIRouter(prefix="/probe/v1")


class Note(RequestModel):
    """A request with one field."""

    text: str


@router.get("/page")
async def page(params: Page) -> dict[str, Any]:
    return {"limit": params.limit}


@router.post("/notes")
async def note(body: Note, session: Session) -> dict[str, str]:
    await session.execute(text("insert into note values (:text)"), {"text": body.text})
    return {"text": body.text}


@router.get("/slow")
async def slow(session: ReadSession) -> dict[str, str]:
    await session.execute(text("select pg_sleep(30)"))
    return {}


@router.get("/me")
async def me(claims: VerifiedClaims) -> dict[str, Any]:
    return {"sub": claims["sub"]}


@router.get("/context")
async def context() -> dict[str, str]:
    span = trace.get_current_span().get_span_context()
    return {"correlation": correlation_id.get() or "", "trace": f"{span.trace_id:032x}"}


@router.get("/broken")
async def broken() -> None:
    raise RuntimeError("the secret is 1234")


def _app(database_url: str, tokens: TokenMint, **settings: Any) -> FastAPI:
    read = ServiceSettings.model_validate(
        {
            "environment": "test",
            "database_url": database_url,
            "nats_url": "nats://127.0.0.1:1",
            "nats_nkey_seed": "unused",
            "public_url": tokens.issuer,
            "statement_timeout_ms": 300,
            **settings,
        }
    )

    async def jwks() -> dict[str, Any]:
        return tokens.jwks()

    @asynccontextmanager
    async def resources() -> AsyncIterator[Resources]:
        database = database_of(read, service="probe")
        verifier = TokenVerifier(jwks, issuer=read.issuer, audience="talat")
        yield Resources(read, database, verifier)
        await database.close()

    return build_app(
        service="probe", title="Probe", settings=read, router=router, resources=resources
    )


@pytest.fixture
async def client(blank_database_url: str, tokens: TokenMint) -> AsyncIterator[httpx.AsyncClient]:
    configure_tracing(service="probe", otlp_endpoint=None)
    async with (
        running(_app(blank_database_url, tokens)) as app,
        client_of(app) as opened,
    ):
        async with app.state.resources.database.transaction() as session:
            await session.execute(
                text(
                    "create table note (text text not null unique "
                    "deferrable initially deferred check (text <> 'no'))"
                )
            )
        yield opened


async def _problem(client: httpx.AsyncClient, *args: Any, **kwargs: Any) -> tuple[int, str]:
    response = await client.request(*args, **kwargs)
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body["request_id"] == response.headers["x-request-id"]
    assert body["status"] == response.status_code
    return response.status_code, body["code"]


async def test_refusals_are_problems(client: httpx.AsyncClient) -> None:
    assert await _problem(client, "GET", "/probe/v1/page?limit=101") == (422, "invalid_request")
    assert await _problem(client, "GET", "/nowhere") == (404, "not_found")
    assert await _problem(client, "DELETE", "/probe/v1/page") == (405, "method_not_allowed")
    assert await _problem(client, "GET", "/probe/v1/me") == (401, "unauthenticated")
    assert await _problem(client, "POST", "/probe/v1/notes", content=b"{") == (
        422,
        "invalid_request",
    )


async def test_an_unknown_field_is_refused_in_thai(client: httpx.AsyncClient) -> None:
    response = await client.post("/probe/v1/notes", json={"text": "ก", "txet": "ข"})
    assert response.json()["errors"] == [
        {"field": "txet", "code": "extra_forbidden", "message": "ไม่มีช่องข้อมูลชื่อนี้"}
    ]


async def test_our_own_fault_tells_nothing_but_the_request_id(client: httpx.AsyncClient) -> None:
    response = await client.get("/probe/v1/broken", headers={"Accept-Language": "en"})
    assert response.status_code == 500
    assert response.json()["code"] == "internal_error"
    assert "1234" not in response.text


async def test_a_commit_that_fails_is_never_a_success(client: httpx.AsyncClient) -> None:
    assert (await client.post("/probe/v1/notes", json={"text": "once"})).status_code == 200
    response = await client.post("/probe/v1/notes", json={"text": "once"})
    assert response.status_code == 500


@pytest.mark.parametrize("text", ["ปลา\x00ส้ม", "\ud800"])
async def test_a_character_that_cannot_be_stored_is_the_senders_mistake(
    client: httpx.AsyncClient, text: str
) -> None:
    response = await client.post("/probe/v1/notes", content=json.dumps({"text": text}))
    assert response.status_code == 422
    assert response.json()["code"] == "invalid_request"


async def test_a_stuck_statement_is_503_with_retry_after(client: httpx.AsyncClient) -> None:
    response = await client.get("/probe/v1/slow")
    assert (response.status_code, response.headers["retry-after"]) == (503, "2")


async def test_the_request_id_and_trace_of_the_caller_go_on(client: httpx.AsyncClient) -> None:
    trace_id = "0af7651916cd43dd8448eb211c80319c"
    response = await client.get(
        "/probe/v1/context",
        headers={
            "X-Request-Id": "req-12345678",
            "traceparent": f"00-{trace_id}-b7ad6b7169203331-01",
        },
    )
    assert response.json() == {"correlation": "req-12345678", "trace": trace_id}
    assert response.headers["x-request-id"] == "req-12345678"


async def test_every_request_has_an_id_and_a_trace_of_its_own(client: httpx.AsyncClient) -> None:
    answers = [
        (await client.get("/probe/v1/context", headers={"X-Request-Id": "no spaces!"})).json()
        for _ in range(2)
    ]
    assert len({a["correlation"] for a in answers} | {a["trace"] for a in answers}) == 4


async def test_health_says_which_dependency_fails(
    client: httpx.AsyncClient, tokens: TokenMint
) -> None:
    assert (await client.get("/probe/health/ready")).json() == {"status": "ok", "failing": []}
    lost = _app("postgresql+asyncpg://x:x@127.0.0.1:1/x", tokens)
    async with running(lost) as app, client_of(app) as other:
        assert (await other.get("/probe/health/live")).status_code == 200
        ready = await other.get("/probe/health/ready")
        assert (ready.status_code, ready.json()["failing"]) == (503, ["database"])
        refused = await other.post("/probe/v1/notes", json={"text": "ก"})
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "2")


async def test_the_limit_holds_per_client_and_spares_health(
    client: httpx.AsyncClient, blank_database_url: str, tokens: TokenMint
) -> None:
    answers = await asyncio.gather(*(client.post("/probe/v1/notes", json={}) for _ in range(1_201)))
    statuses = [answer.status_code for answer in answers]
    assert (statuses.count(422), statuses.count(429)) == (1_200, 1)
    assert (await client.get("/probe/health/live")).status_code == 200
    unlimited = _app(blank_database_url, tokens, rate_limits_enabled=False)
    async with running(unlimited) as app, client_of(app) as free:
        assert "ratelimit" not in (await free.get("/probe/v1/page")).headers


async def test_metrics_count_by_route_template(client: httpx.AsyncClient) -> None:
    await client.get("/probe/v1/page")
    metrics = (await client.get("/metrics")).text
    assert 'route="/probe/v1/page",service="probe",status="200"' in metrics
