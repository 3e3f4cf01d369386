"""How fast the bus is: `python -m bench.events`.

Prints the time from a commit to its effect in another service when the bus is idle, and the
relay's rate as a ratio to a bare JetStream publisher (the same client, messages and server, no
database) in the same run: the median of alternating rounds.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import orjson
import uvloop
from nats.aio.client import Client
from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    MetaData,
    Table,
    Text,
    Uuid,
    func,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.events.orders import StockChanged
from contracts.events.topology import TOPOLOGY
from contracts.types import AvailabilityBand
from kit.db import Database
from kit.events import bus
from kit.events.consumer import Subscription
from kit.events.envelope import Envelope, encode
from kit.events.outbox import bus_tables, publish
from kit.events.projection import Projection
from kit.events.provision import provision
from kit.events.relay import Relay
from kit.events.tables import OUTBOX
from kit.ids import uuid7
from kit.settings import Environment, ServiceSettings
from kit.worker import Worker
from talat.stack import nats, postgres
from talat.stack.home import temporary_home

EVENTS = 20_000
ROUNDS = 3
IDLE_EVENTS = 300
IN_FLIGHT = 512

METADATA = MetaData()
bus_tables(METADATA)
LEVEL = Table(
    "level",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("band", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("applied_at", DateTime(timezone=True), nullable=False),
)


def level_rows(event: StockChanged) -> list[dict[str, Any]]:
    """The one row of a variant."""
    return [{"id": event.variant_id, "band": event.band.value}]


LEVELS = Projection(name="levels", event=StockChanged, table=LEVEL, key=("id",), to_rows=level_rows)


class TimedDatabase(Database):
    """Notes when a transaction that applied an event was committed."""

    def __init__(self, url: str) -> None:
        super().__init__(url, application_name="bench")
        self.committed: dict[UUID, float] = {}
        self._one_more = asyncio.Condition()

    async def effect_of(self, event_id: UUID) -> None:
        """Wait until an event has taken effect."""
        async with self._one_more:
            await self._one_more.wait_for(lambda: event_id in self.committed)

    async def effects(self, count: int) -> None:
        """Wait until so many events have taken effect."""
        async with self._one_more:
            await self._one_more.wait_for(lambda: len(self.committed) >= count)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """As the base's; the handler leaves the event's id in the session."""
        async with super().transaction() as session:
            yield session
        if "event" in session.info:
            async with self._one_more:
                self.committed[session.info["event"]] = time.perf_counter()
                self._one_more.notify_all()


async def apply(session: AsyncSession, event: StockChanged, envelope: Envelope) -> None:
    """Keep the projection, and say whose commit this is."""
    await LEVELS.apply(session, event, envelope.version)
    session.info["event"] = envelope.id


def stock() -> StockChanged:
    """An event as the orders service publishes many."""
    return StockChanged(
        version=1, variant_id=uuid7(), product_id=uuid7(), band=next(iter(AvailabilityBand))
    )


def settings(service: str, server: nats.NatsServer, url: str) -> ServiceSettings:
    """A worker's settings."""
    return ServiceSettings(
        environment=Environment.TEST,
        database_url=url,
        nats_url=server.url,
        nats_nkey_seed=server.seeds[service],
        public_url="http://localhost",
    )


async def idle_latencies(server: nats.NatsServer, source: Database, target: TimedDatabase) -> None:
    """One event at a time, at moments that have nothing to do with the relay's polling."""
    stop = asyncio.Event()
    workers = [
        Worker("orders", settings("orders", server, _url(source)), source),
        Worker(
            "catalog",
            settings("catalog", server, _url(target)),
            target,
            [Subscription(StockChanged, apply)],
        ),
    ]
    running = [asyncio.ensure_future(worker.run(stop)) for worker in workers]
    latencies: list[float] = []
    for number in range(IDLE_EVENTS + 20):
        async with source.transaction() as session:
            event_id = await publish(session, stock())
        committed = time.perf_counter()
        await target.effect_of(event_id)
        if number >= 20:
            latencies.append(1_000 * (target.committed[event_id] - committed))
        await asyncio.sleep(0.03 + 0.0007 * (number % 37))
    stop.set()
    await asyncio.gather(*running)
    cuts = statistics.quantiles(latencies, n=100)
    print(f"commit to effect, idle: p50 {cuts[49]:.1f} ms, p99 {cuts[98]:.1f} ms (≤ 50, ≤ 150)")


async def fill(source: Database) -> None:
    """An outbox with a backlog."""
    async with source.transaction() as session:
        await session.execute(text("SET LOCAL statement_timeout = 0"))
        for _ in range(EVENTS):
            await publish(session, stock())


async def relay_rate(client: Client, source: Database) -> float:
    """Events a second from a full outbox until every row is marked."""
    async with source.transaction() as session:
        # Ids of their own in each round, else the stream would drop them as duplicates.
        await session.execute(text("SET LOCAL statement_timeout = 0"))
        await session.execute(update(OUTBOX).values(published_at=None, id=func.uuidv7()))
    async with source.engine.connect() as connection:
        autocommit = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await autocommit.execute(text("VACUUM ANALYZE outbox"))
    stop = asyncio.Event()
    started = time.perf_counter()
    running = asyncio.ensure_future(Relay("orders", source, client).run(stop))
    waiting = select(func.count()).select_from(OUTBOX).where(OUTBOX.c.published_at.is_(None))
    while True:
        async with source.reading() as session:
            if not (await session.execute(waiting)).scalar_one():
                break
        await asyncio.sleep(0.02)
    seconds = time.perf_counter() - started
    stop.set()
    await running
    return EVENTS / seconds


async def bare_rate(client: Client, source: Database) -> float:
    """Events a second of a loop that only publishes: ready bytes, the same number in flight."""
    async with source.reading() as session:
        rows = (await session.execute(select(OUTBOX))).all()
    messages = [(row.type, _encoded(row), str(uuid7())) for row in rows]
    jetstream = bus.jetstream(client)
    started = time.perf_counter()
    for first in range(0, len(messages), IN_FLIGHT):
        futures = [
            await jetstream.publish_async(subject, payload, headers={"Nats-Msg-Id": key})
            for subject, payload, key in messages[first : first + IN_FLIGHT]
        ]
        await asyncio.wait(futures)
    return EVENTS / (time.perf_counter() - started)


def _encoded(row: Any) -> bytes:
    return encode(
        event_id=row.id,
        source="/orders",
        type_=row.type,
        subject=row.subject,
        time=row.occurred_at,
        version=row.version,
        data=orjson.dumps(row.data),
        traceparent=None,
        correlationid=row.correlation_id,
        causationid=None,
    )


async def consumer_rate(server: nats.NatsServer, target: TimedDatabase) -> None:
    """How fast one worker takes in what the relay has left in the stream."""
    target.committed.clear()
    stop = asyncio.Event()
    worker = Worker(
        "catalog",
        settings("catalog", server, _url(target)),
        target,
        [Subscription(StockChanged, apply)],
    )
    running = asyncio.ensure_future(worker.run(stop))
    await target.effects(500)
    started = time.perf_counter()
    await target.effects(5_500)
    print(f"one worker takes in {5_000 / (time.perf_counter() - started):,.0f} events/s")
    stop.set()
    await running


async def throughput(server: nats.NatsServer, source: Database) -> None:
    """Alternate the relay and the bare publisher."""
    await fill(source)
    client = await bus.connect(server.url, server.seeds["orders"], "orders")
    measures: Sequence[Callable[[Client, Database], Awaitable[float]]] = (relay_rate, bare_rate)
    rounds = [[await measure(client, source) for measure in measures] for _ in range(ROUNDS)]
    await client.close()
    ratio = statistics.median(relayed / bare for relayed, bare in rounds)
    relayed, bare = (statistics.median(column) for column in zip(*rounds, strict=True))
    print(f"relay {relayed:,.0f}/s ÷ bare publisher {bare:,.0f}/s = {ratio:.2f} (≥ 0.5)")


def _url(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)


async def run(server: nats.NatsServer, source_url: str, target_url: str) -> None:
    """Both measurements on fresh databases and streams."""
    source, target = Database(source_url), TimedDatabase(target_url)
    for database in (source, target):
        async with database.engine.begin() as connection:
            await connection.run_sync(METADATA.create_all)
    await provision(server.url, server.admin_seed, TOPOLOGY)
    await idle_latencies(server, source, target)
    await throughput(server, source)
    await consumer_rate(server, target)
    await source.close()
    await target.close()


def main() -> None:
    """Start the servers, measure, print."""
    with temporary_home() as home, postgres.running(home) as database, nats.running(home) as server:
        urls = []
        for service in ("orders", "catalog"):
            database.create_service_database(service)
            urls.append(database.url(f"talat_{service}", f"talat_{service}"))
        uvloop.run(run(server, *urls))


if __name__ == "__main__":
    main()
