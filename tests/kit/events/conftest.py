"""A source and a consumer, each with its database, and a bus between them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from uuid import UUID

import nats as nats_client
import pytest
import structlog
from nats.aio.client import Client
from nats.js.errors import NotFoundError
from sqlalchemy import MetaData, func, select, text

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


@pytest.fixture(autouse=True, scope="package")
def plain_logs() -> Iterator[None]:
    """Logs as lines: structlog's own rendering of a traceback stops the loop for seconds."""
    before = structlog.get_config()
    structlog.configure(
        processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()]
    )
    yield
    structlog.configure(**before)


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


@asynccontextmanager
async def _database(databases: WorkerDatabases, metadata: MetaData) -> AsyncIterator[Database]:
    url = await databases.blank()
    database = Database(url, pool_size=4, application_name="test")
    async with database.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    yield database
    await database.close()
    await databases.drop(url)


async def _emptied(database: Database, metadata: MetaData) -> Database:
    tables = ", ".join(table.name for table in metadata.sorted_tables)
    async with database.transaction() as session:
        await session.execute(text(f"TRUNCATE {tables}"))
    return database


@pytest.fixture(scope="session")
async def source_made(databases: WorkerDatabases) -> AsyncIterator[Database]:
    """Made once; a test asks for `source`."""
    async with _database(databases, SOURCE) as database:
        yield database


@pytest.fixture(scope="session")
async def target_made(databases: WorkerDatabases) -> AsyncIterator[Database]:
    """Made once; a test asks for `target`."""
    async with _database(databases, TARGET) as database:
        yield database


@pytest.fixture
async def source(source_made: Database) -> Database:
    """The database of the publishing service, empty."""
    return await _emptied(source_made, SOURCE)


@pytest.fixture
async def target(target_made: Database) -> Database:
    """The database of the consuming service, empty."""
    return await _emptied(target_made, TARGET)


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
