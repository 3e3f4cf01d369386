"""How fast the shop front reads: `python -m bench.catalog [--products N] [--seconds S]`.

One uvicorn process (uvloop, httptools) serves the real catalogue application on an embedded
PostgreSQL and, beside it, a bare FastAPI application whose routes return the very same bytes
with no work at all. A client in another process asks both in turns; printed are the medians of
the rounds as ratios, of requests per second and of the server's CPU time for a request. Rate
limits are off, because the client would use them up; everything else is as in production.
Nothing is cached.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import multiprocessing
import os
import random
import socket
import statistics
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import psutil
import uvicorn
import uvloop
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI, Response
from jwt.algorithms import OKPAlgorithm
from pydantic import SecretStr
from starlette.types import ASGIApp, Receive, Scope, Send

from contracts.events.auth import OrganisationChanged
from contracts.types import (
    Capability,
    OrganisationKind,
    OrganisationStatus,
    Provenance,
    Scheme,
    TaxClass,
)
from kit.db import Database
from kit.ids import uuid7
from kit.settings import Environment
from kit.time import bangkok_today, now
from services.catalog.app import create_app
from services.catalog.models import CaseState, Certification, CertificationStep
from services.catalog.product import service as product_service
from services.catalog.product.schemas import ProductCreate
from services.catalog.settings import Settings
from services.catalog.shop.handlers import SHOP
from talat import migrate
from talat.stack import postgres
from talat.stack.home import temporary_home

ROUNDS = 9
CONNECTIONS = 8
CARDS = 24
SHOP_ID = UUID("0198f0c2-a7e4-7b6f-8f5e-6f1c2d3e4a5b")
LISTING = f"/storefront/v1/products?category=food&province=15&limit={CARDS}"
DESCRIPTION = "ปลาตะเพียนหมักข้าวและเกลือ สูตรดั้งเดิมของตำบลชะไว จังหวัดอ่างทอง " * 6


@dataclass(frozen=True)
class Round:
    """What one round of one route gave."""

    requests_per_second: float
    cpu_microseconds: float


async def fill(url: str, products: int) -> list[UUID]:
    """A shop with so many products on sale, each with a certificate; their ids."""
    database = Database(url, pool_size=2)
    event = OrganisationChanged(
        version=1,
        organisation_id=SHOP_ID,
        kind=OrganisationKind.COMMUNITY_ENTERPRISE,
        name_th="กลุ่มปลาส้มตำบลชะไว",
        name_en="Chawai sour fish group",
        province_code="15",
        subdistrict_code="150208",
        capabilities=(Capability.SELL,),
        status=OrganisationStatus.ACTIVE,
        vat_registered=False,
        tax_id=None,
        tax_branch=None,
        payee_ready=True,
        provenance=Provenance.SYNTHETIC,
    )
    async with database.transaction() as session:
        await SHOP.apply(session, event, 1)
    made = [await one_product(database, number) for number in range(products)]
    async with database.transaction() as session:
        await (await session.connection()).exec_driver_sql("ANALYZE")
    await database.close()
    return made


async def one_product(database: Database, number: int) -> UUID:
    """A product with two packs and a certificate."""
    data = ProductCreate.model_validate(
        {
            "name_th": f"ปลาส้มตำบลชะไว {number}",
            "name_en": f"Chawai sour fish {number}",
            "description_th": DESCRIPTION,
            "category": "food.processed_fish",
            "tax_class": TaxClass.STANDARD,
            "subdistrict_code": "150208",
            "variants": [
                {"sku": "1KG", "unit": "กก.", "price_satang": 18_000},
                {"sku": "5KG", "unit": "ถัง", "pack_size": "5", "price_satang": 85_000},
            ],
        }
    )
    async with database.transaction() as session:
        product = await product_service.create(session, shop_id=SHOP_ID, data=data)
        case = certificate(product.id)
        session.add(case)
        await session.flush()
        session.add(
            CertificationStep(
                id=uuid7(),
                certification_id=case.id,
                position=1,
                state=CaseState.CERTIFIED,
                on_date=bangkok_today(),
                at=now(),
                actor_id=uuid7(),
            )
        )
        await session.flush()
        await product_service.publish(session, shop_id=SHOP_ID, product_id=product.id)
    return product.id


def certificate(product_id: UUID) -> Certification:
    """A certificate of the product, from today for a year."""
    return Certification(
        id=uuid7(),
        scheme=Scheme.TCPS,
        organisation_id=SHOP_ID,
        product_id=product_id,
        state=CaseState.CERTIFIED,
        version=1,
        title_th="ปลาส้มตำบลชะไว",
        standard="มผช.26/2557",
        number=f"อท {product_id}",
        province_code="15",
        area=[],
        valid_from_on=bangkok_today(),
        valid_until_on=bangkok_today() + timedelta(days=365),
        created_at=now(),
        updated_at=now(),
    )


def serve(url: str, port: int) -> None:
    """The server process: the catalogue, and bare routes that echo what they were given."""
    settings = Settings(
        environment=Environment.TEST,
        database_url=SecretStr(url),
        nats_url="nats://127.0.0.1:9",
        nats_nkey_seed=SecretStr("unused"),
        public_url="http://127.0.0.1",
        jwks_url=f"http://127.0.0.1:{port}/bare/jwks",
        s3_endpoint_url="http://127.0.0.1:9",
        s3_bucket="unused",
        s3_access_key="unused",
        s3_secret_key=SecretStr("unused"),
        rate_limits_enabled=False,
    )
    logging.disable(logging.WARNING)
    catalogue, plain = create_app(settings), bare()

    async def both(scope: Scope, receive: Receive, send: Send) -> None:
        chosen: ASGIApp = plain if scope.get("path", "").startswith("/bare/") else catalogue
        await chosen(scope, receive, send)

    uvicorn.run(both, port=port, loop="uvloop", http="httptools", access_log=False, log_level=40)


def bare() -> FastAPI:
    """Routes without any work: what FastAPI and the server cost by themselves."""
    app = FastAPI(openapi_url=None)
    kept: dict[str, bytes] = {}

    public = OKPAlgorithm.to_jwk(Ed25519PrivateKey.generate().public_key(), as_dict=True)

    @app.get("/bare/jwks")
    async def jwks() -> dict[str, list[dict[str, str]]]:
        return {"keys": [{**public, "kid": "bench"}]}

    @app.put("/bare/{name}")
    async def keep(name: str, text: dict[str, str]) -> None:
        kept[name] = text["body"].encode()

    @app.get("/bare/{name}")
    async def same_bytes(name: str) -> Response:
        return Response(kept[name], media_type="application/json")

    return app


async def ask(port: int, paths: Sequence[str], until: float) -> int:
    """One keep-alive connection that asks until the time is up; how often it was answered."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    count = 0
    while time.monotonic() < until:
        path = random.choice(paths)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: bench\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        assert head.startswith(b"http/1.1 200"), head
        length = int(head.split(b"content-length: ")[1].split(b"\r\n")[0])
        await reader.readexactly(length)
        count += 1
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()
    return count


async def measure(port: int, server: psutil.Process, paths: Sequence[str], seconds: float) -> Round:
    """Load the server with some paths."""
    before, started = sum(server.cpu_times()[:2]), time.monotonic()
    counts = await asyncio.gather(
        *(ask(port, paths, started + seconds) for _ in range(CONNECTIONS))
    )
    elapsed = time.monotonic() - started
    cpu = sum(server.cpu_times()[:2]) - before
    return Round(sum(counts) / elapsed, cpu / sum(counts) * 1e6)


async def run(port: int, pid: int, products: Sequence[UUID], seconds: float) -> None:
    """Prepare, warm up, measure in alternating rounds, print."""
    server = psutil.Process(pid)
    pages = [f"/storefront/v1/products/{product_id}" for product_id in products]
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
        await answers(client, "/catalog/health/live")
        for name, path in (("page", pages[0]), ("list", LISTING)):
            body = (await client.get(path)).raise_for_status().text
            print(f"{name}: {len(body.encode()):,} bytes")
            (await client.put(f"/bare/{name}", json={"body": body})).raise_for_status()
    pairs = {"product by id": ("/bare/page", pages), "list of 24": ("/bare/list", [LISTING])}
    for name, (plain, ours) in pairs.items():
        for paths in ([plain], ours):
            await measure(port, server, paths, 1)
        rounds = [
            (
                await measure(port, server, [plain], seconds),
                await measure(port, server, ours, seconds),
            )
            for _ in range(ROUNDS)
        ]
        show(name, rounds)


async def answers(client: httpx.AsyncClient, path: str) -> None:
    """Wait until the server is there."""
    while True:
        with suppress(httpx.TransportError):
            if (await client.get(path)).status_code == httpx.codes.OK:
                return
        await asyncio.sleep(0.1)


def show(name: str, rounds: Sequence[tuple[Round, Round]]) -> None:
    """Medians over the rounds: of what each gave, and of ours divided by bare, pair by pair."""

    def median(figures: Iterable[float]) -> float:
        return statistics.median(figures)

    plain, ours = zip(*rounds, strict=True)
    rate = median(b.requests_per_second / a.requests_per_second for a, b in rounds)
    cpu = median(b.cpu_microseconds / a.cpu_microseconds for a, b in rounds)
    print(
        f"{name}, uncached: {median(r.requests_per_second for r in ours):,.0f}/s,"
        f" bare FastAPI {median(r.requests_per_second for r in plain):,.0f}/s,"
        f" ratio {rate:.2f}; CPU {median(r.cpu_microseconds for r in ours):.0f} µs against"
        f" {median(r.cpu_microseconds for r in plain):.0f} µs, ratio {cpu:.2f}"
    )


def free_port() -> int:
    """A port that is free at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def main() -> None:
    """Start the servers, fill the database, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=1.0)
    arguments = parser.parse_args()
    with temporary_home() as home, postgres.running(home) as database:
        database.create_service_database("catalog")
        url = database.url("talat_catalog")
        asyncio.run(migrate.upgrade("catalog", url))
        products = uvloop.run(fill(url, arguments.products))
        port = free_port()
        server = multiprocessing.get_context("spawn").Process(target=serve, args=(url, port))
        server.start()
        try:
            process: Any = server
            uvloop.run(run(port, process.pid or os.getpid(), products, arguments.seconds))
        finally:
            server.terminate()
            server.join()


if __name__ == "__main__":
    main()
