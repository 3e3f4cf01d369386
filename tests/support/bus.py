"""A look at what was published, and events delivered without a bus."""

import importlib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pydantic import SecretStr
from sqlalchemy import Row, select

from contracts.events.topology import TOPOLOGY
from kit.db import Database
from kit.events.envelope import Envelope, Event, EventT, wire_version
from kit.events.provision import provision
from kit.events.subscription import Subscription
from kit.events.tables import OUTBOX
from kit.ids import uuid7
from kit.settings import ServiceSettings
from kit.time import now
from talat.stack import nats as nats_server


async def outbox(database: Database, *, unpublished: bool = False) -> Sequence[Row[Any]]:
    """The rows of a service's outbox in order; with `unpublished` only those that wait."""
    statement = select(OUTBOX).order_by(OUTBOX.c.id)
    if unpublished:
        statement = statement.where(OUTBOX.c.published_at.is_(None))
    async with database.reading() as session:
        return (await session.execute(statement)).all()


class OutboxView:
    """What a service has published since this view was made or last marked."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._seen: set[UUID] = set()

    async def mark(self) -> None:
        """Look only at what comes after now."""
        self._seen = {row.id for row in await outbox(self._database)}

    async def rows(self) -> list[Row[Any]]:
        """The new rows, in order."""
        return [row for row in await outbox(self._database) if row.id not in self._seen]

    async def types(self) -> list[str]:
        """The types of the new events, in order."""
        return [row.type for row in await self.rows()]

    async def events(self, event: type[EventT]) -> list[EventT]:
        """The new events of one contract, parsed, in order."""
        return [
            event.model_validate(row.data) for row in await self.rows() if row.type == event.type
        ]

    async def assert_nothing(self) -> None:
        """Fail when anything was published."""
        assert await self.types() == []


class Deliver:
    """Applies events to a service's subscriptions in one transaction each, without NATS."""

    def __init__(self, database: Database, subscriptions: Sequence[Subscription]) -> None:
        self._database = database
        self._subscriptions = subscriptions

    async def __call__(self, event: Event, *, version: int | None = None) -> Envelope:
        """Deliver one event as the consumer would, after a round trip through its JSON.

        `version` is the wire version; the event's own in epoch 0 unless given. Fails when the
        service does not subscribe to the event.
        """
        handlers = [each.handler for each in self._subscriptions if each.event is type(event)]
        assert handlers, f"nothing subscribes to {event.type}"
        envelope = Envelope(
            id=uuid7(),
            source=f"/{event.source}",
            type=event.type,
            subject=event.subject(),
            time=now(),
            version=wire_version(0, event.version) if version is None else version,
            data=event.model_dump_json().encode(),
        )
        async with self._database.transaction() as session:
            for handle in handlers:
                await handle(session, type(event).read(envelope), envelope)
        return envelope


def subscriptions_of(service: str) -> Sequence[Subscription]:
    """What the service's worker subscribes to; its module is imported only now."""
    subscriptions: Sequence[Subscription] = importlib.import_module(
        f"services.{service}.worker"
    ).SUBSCRIPTIONS
    return subscriptions


@pytest.fixture(scope="session")
async def nats(home: Path) -> AsyncIterator[nats_server.NatsServer]:
    """This worker's own NATS JetStream, with the streams, consumers and rights of the services."""
    with nats_server.running(home) as server:
        await provision(server.url, server.admin_seed, TOPOLOGY)
        yield server


def on_bus(settings: ServiceSettings, nats: nats_server.NatsServer) -> ServiceSettings:
    """The service's settings with this worker's bus: `create_worker(on_bus(settings, nats))`."""
    service = settings.model_config.get("env_prefix", "").split("_")[1].lower()
    changes = {"nats_url": nats.url, "nats_nkey_seed": SecretStr(nats.seeds[service])}
    return settings.model_copy(update=changes)


@pytest.fixture
async def auth_outbox(auth_database: Database) -> OutboxView:
    """What auth publishes during this test."""
    view = OutboxView(auth_database)
    await view.mark()
    return view


@pytest.fixture
async def catalog_outbox(catalog_database: Database) -> OutboxView:
    """What catalog publishes during this test."""
    view = OutboxView(catalog_database)
    await view.mark()
    return view


@pytest.fixture
async def orders_outbox(orders_database: Database) -> OutboxView:
    """What orders publishes during this test."""
    view = OutboxView(orders_database)
    await view.mark()
    return view


@pytest.fixture(scope="session")
def deliver_to_auth(auth_database: Database) -> Deliver:
    """`await deliver_to_auth(event)`."""
    return Deliver(auth_database, subscriptions_of("auth"))


@pytest.fixture(scope="session")
def deliver_to_catalog(catalog_database: Database) -> Deliver:
    """`await deliver_to_catalog(event)`: a shop or an availability band for a test."""
    return Deliver(catalog_database, subscriptions_of("catalog"))


@pytest.fixture(scope="session")
def deliver_to_orders(orders_database: Database) -> Deliver:
    """`await deliver_to_orders(event)`: a party or an offer for a test."""
    return Deliver(orders_database, subscriptions_of("orders"))
