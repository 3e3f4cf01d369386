"""A source and a consumer, each with its database, and a bus between them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from uuid import UUID

import nats as nats_client
import pytest
from nats.aio.client import Client
from nats.js.errors import NotFoundError
from sqlalchemy import MetaData, func, select

from kit.db import Database
from kit.events import bus
from kit.events.consumer import Consumer, ConsumerOptions
from kit.events.envelope import Envelope, Event
from kit.events.provision import provision
from kit.events.subscription import Subscription
from kit.ids import uuid7
from kit.time import now
from talat.stack.nats import NatsServer
from tests.conftest import WorkerDatabases
from tests.kit.events.samples import COPY, EFFECT, SOURCE, TARGET, TOPOLOGY

SHORT = ConsumerOptions(backoff_seconds=(0.05, 0.05), ack_wait_seconds=1.0)


@asynccontextmanager
async def running(*parts: Callable[[asyncio.Event], Awaitable[None]]) -> AsyncIterator[None]:
    """Run parts until the block ends, then let them stop in good order."""
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for part in parts:
            group.create_task(_run(part, stop))
        try:
            yield
        finally:
            stop.set()


async def _run(part: Callable[[asyncio.Event], Awaitable[None]], stop: asyncio.Event) -> None:
    await part(stop)


async def _database(databases: WorkerDatabases, metadata: MetaData) -> tuple[Database, str]:
    url = await databases.blank()
    database = Database(url, pool_size=4, application_name="test")
    async with database.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    return database, url


@pytest.fixture
async def source(databases: WorkerDatabases) -> AsyncIterator[Database]:
    """The database of the publishing service."""
    database, url = await _database(databases, SOURCE)
    yield database
    await database.close()
    await databases.drop(url)


@pytest.fixture
async def target(databases: WorkerDatabases) -> AsyncIterator[Database]:
    """The database of the consuming service."""
    database, url = await _database(databases, TARGET)
    yield database
    await database.close()
    await databases.drop(url)


@dataclass
class Wire:
    """The bus as its administrator sees it."""

    server: NatsServer
    client: Client

    async def send(self, raw: bytes, subject: str = "talat.auth.thing.changed.v1") -> int:
        """Put any bytes on the bus; the sequence in the stream."""
        return (await self.client.jetstream().publish(subject, raw)).seq

    async def send_event(
        self, event: Event, *, version: int | None = None, event_id: UUID | None = None
    ) -> Envelope:
        """Put an event on the bus without a deduplication key."""
        envelope = Envelope(
            id=event_id or uuid7(),
            source=f"/{event.source}",
            type=event.type,
            subject=event.subject(),
            time=now(),
            version=version or event.version,
            data=event.model_dump_json().encode(),
        )
        await self.send(envelope.to_bytes())
        return envelope

    async def unsettled(self) -> int:
        """Messages that catalog's durable has still to deliver or to hear about."""
        info = await self.client.jsm().consumer_info("AUTH", "catalog")
        return (info.num_pending or 0) + (info.num_ack_pending or 0)

    async def all_settled(self) -> bool:
        """Whether the durable has nothing left."""
        return await self.unsettled() == 0

    async def stored(self, stream: str = "AUTH") -> int:
        """Messages in a stream."""
        return (await self.client.jsm().stream_info(stream)).state.messages


async def clear(client: Client) -> None:
    """Remove every stream."""
    for stream in ("AUTH", "CATALOG", "ORDERS", "DEAD"):
        with suppress(NotFoundError):
            await client.jsm().delete_stream(stream)


@pytest.fixture
async def wire(nats: NatsServer) -> AsyncIterator[Wire]:
    """Fresh streams and durables for one test."""
    client = await nats_client.connect(nats.url, nkeys_seed_str=nats.admin_seed)
    await clear(client)
    await provision(nats.url, nats.admin_seed, TOPOLOGY)
    yield Wire(nats, client)
    await clear(client)
    await client.close()


@pytest.fixture
async def auth_bus(wire: Wire) -> AsyncIterator[Client]:
    """Auth's own connection, with auth's rights."""
    client = await bus.connect(wire.server.url, wire.server.seeds["auth"], "auth")
    yield client
    await client.close()


@pytest.fixture
async def catalog_bus(wire: Wire) -> AsyncIterator[Client]:
    """Catalog's own connection, with catalog's rights."""
    client = await bus.connect(wire.server.url, wire.server.seeds["catalog"], "catalog")
    yield client
    await client.close()


MakeConsumer = Callable[..., Consumer]


@pytest.fixture
def make_consumer(target: Database, catalog_bus: Client) -> MakeConsumer:
    """A consumer of catalog with these subscriptions and a short backoff."""

    def make(*subscriptions: Subscription) -> Consumer:
        return Consumer(
            "catalog",
            "AUTH",
            database=target,
            client=catalog_bus,
            subscriptions=subscriptions,
            options=SHORT,
        )

    return make


async def effects(target: Database) -> int:
    """How many effects happened."""
    async with target.reading() as session:
        count: int = (await session.execute(select(func.count()).select_from(EFFECT))).scalar_one()
        return count


async def copies(target: Database) -> dict[UUID, tuple[str, int]]:
    """The projection: name and version by id."""
    async with target.reading() as session:
        rows = await session.execute(select(COPY.c.id, COPY.c.name, COPY.c.version))
        return {row.id: (row.name, row.version) for row in rows}
