"""An officer's queue over 84,346 applicants: its plan, and its p99 beside a primary-key read.

    .venv/bin/python -m bench.officer_queue

Both are timed in turn in one run, on one connection, so that the ratio holds on any machine.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import asyncpg
import geothai
from sqlalchemy import make_url, text

from kit.db import Database
from kit.ids import uuid7
from kit.pagination import PageParams
from kit.time import now
from services.auth.models import Application
from services.auth.queue import queries
from tests.support.servers import PostgresForRun

APPLICANTS: Final = 84_346
ROUNDS: Final = 3_000
MOST: Final = 3.0
DESK: Final = ("community_development", "15")
SHARE_WAITING: Final = 0.2
_P99: Final = 0.99


def rows(person: UUID) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Organisations over all provinces, each with an application; one in five waits."""
    chance, at = random.Random(1), now()
    provinces = [province.code for province in geothai.provinces()]
    organisations: list[tuple[Any, ...]] = []
    applications: list[tuple[Any, ...]] = []
    for number in range(APPLICANTS):
        place = chance.choice(provinces)
        organisation, application = uuid7(), uuid7()
        status = "submitted" if chance.random() < SHARE_WAITING else "approved"
        submitted = at - timedelta(minutes=chance.randrange(200_000))
        decided = (None, None) if status == "submitted" else (at, person)
        organisations.append(
            (organisation, "community_enterprise", f"กลุ่มที่ {number}", place, True, person)
        )
        applications.append(
            (
                *(application, organisation, "sell", DESK[0], place),
                *(status, at.date(), person, submitted, *decided),
            )
        )
    return organisations, applications


async def fill(url: str) -> list[Any]:
    """84,346 organisations with an application each, by COPY; returns the applications' ids."""
    plain = make_url(url)
    connection = await asyncpg.connect(
        host=plain.host,
        port=plain.port,
        user=plain.username,
        password=plain.password,
        database=plain.database,
    )
    person = uuid7()
    organisations, applications = rows(person)
    try:
        await connection.execute(
            "INSERT INTO person (id, display_name, password_hash) VALUES ($1, 'x', 'x')", person
        )
        await connection.copy_records_to_table(
            "organisation",
            records=organisations,
            columns=["id", "kind", "name_th", "province_code", "unclaimed", "created_by"],
        )
        await connection.copy_records_to_table(
            "application",
            records=applications,
            columns=[
                *("id", "organisation_id", "capability", "agency", "province_code"),
                *("status", "checklist_on", "created_by", "submitted_at"),
                *("decided_at", "decided_by"),
            ],
        )
        await connection.execute("ANALYZE")
    finally:
        await connection.close()
    return [row[0] for row in applications]


async def timed(read: Callable[[], Awaitable[object]]) -> float:
    """Seconds of one read."""
    began = time.perf_counter()
    await read()
    return time.perf_counter() - began


def p99(seconds: list[float]) -> float:
    """The 99th percentile."""
    return sorted(seconds)[int(len(seconds) * _P99)]


async def plan(database: Database) -> str:
    """How PostgreSQL finds the queue's first page."""
    statement = (
        "EXPLAIN SELECT a.id, a.submitted_at, o.name_th FROM application a"
        " JOIN organisation o ON o.id = a.organisation_id"
        " WHERE (a.agency, a.province_code) IN (('community_development', '15'))"
        " AND a.status = 'submitted' AND a.submitted_at IS NOT NULL"
        " ORDER BY a.submitted_at, a.id LIMIT 25"
    )
    async with database.reading() as session:
        return "\n".join((await session.execute(text(statement))).scalars())


async def measure(database: Database, ids: list[Any]) -> tuple[list[float], list[float]]:
    """Seconds of the queue's first page and of a primary-key read, in turn."""
    chance = random.Random(2)
    page = PageParams(limit=24, cursor=None)
    queue: list[float] = []
    by_key: list[float] = []
    async with database.reading() as session:
        for _ in range(ROUNDS):
            wanted = chance.choice(ids)
            by_key.append(
                await timed(lambda: session.get(Application, wanted, populate_existing=True))  # noqa: B023  (awaited in this round)
            )
            queue.append(
                await timed(
                    lambda: queries.queue(session, desks=[DESK], status="submitted", page=page)
                )
            )
    return queue, by_key


async def main(url: str) -> bool:
    """Fill, measure, print; whether the figure is reached."""
    ids = await fill(url)
    database = Database(url, pool_size=1, application_name="bench")
    try:
        print(await plan(database))
        await measure(database, ids)
        queue, by_key = await measure(database, ids)
    finally:
        await database.close()
    ratio = p99(queue) / p99(by_key)
    for name, seconds in (("queue", queue), ("primary key", by_key)):
        print(
            f"{name:<12} p50 {statistics.median(seconds) * 1000:.2f} ms"
            f"  p99 {p99(seconds) * 1000:.2f} ms"
        )
    print(f"p99 queue ÷ p99 primary key = {ratio:.2f} (at most {MOST})")
    return ratio <= MOST


def run() -> int:
    """0 when the figure is reached."""
    with closing(PostgresForRun()) as server:
        server.prepare_all(only=["auth"])
        url = server.addresses.templates.get("auth")
        if url is None:
            print(server.addresses.failures["auth"])
            return 1
        return 0 if asyncio.run(main(url)) else 1


if __name__ == "__main__":
    raise SystemExit(run())
