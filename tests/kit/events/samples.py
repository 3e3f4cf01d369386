"""A contract, a source, a projection and an effect, as small as they can be."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, Column, DateTime, Integer, MetaData, Table, Text, Uuid, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import NAMING_CONVENTION
from kit.events.envelope import Event
from kit.events.outbox import bus_tables
from kit.events.projection import Projection
from kit.events.topology import Topology
from kit.ids import uuid7


class ThingChanged(Event):
    """Published by auth, consumed by catalog."""

    type: ClassVar[str] = "talat.auth.thing.changed.v1"

    thing_id: UUID
    name: str
    tags: tuple[str, ...] = ()

    def subject(self) -> str:
        """The thing."""
        return str(self.thing_id)


class ThingSeen(Event):
    """Published by catalog as an effect of ThingChanged; nobody consumes it."""

    type: ClassVar[str] = "talat.catalog.thing.seen.v1"

    thing_id: UUID

    def subject(self) -> str:
        """The thing."""
        return str(self.thing_id)


TOPOLOGY = Topology(consumes={"auth": (), "catalog": (ThingChanged,), "orders": ()})

SOURCE = MetaData(naming_convention=NAMING_CONVENTION)
bus_tables(SOURCE)
THING = Table(
    "thing",
    SOURCE,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
)

TARGET = MetaData(naming_convention=NAMING_CONVENTION)
bus_tables(TARGET)
COPY = Table(
    "thing_copy",
    TARGET,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("tags", JSONB, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("applied_at", DateTime(timezone=True), nullable=False),
)
EFFECT = Table(
    "effect",
    TARGET,
    Column("id", Integer, primary_key=True),
    Column("thing_id", Uuid, nullable=False),
)


def copy_rows(event: ThingChanged) -> Sequence[Mapping[str, Any]]:
    """The one row of a thing."""
    return [{"id": event.thing_id, "name": event.name, "tags": list(event.tags)}]


THINGS = Projection(name="things", event=ThingChanged, table=COPY, key=("id",), to_rows=copy_rows)


def thing(name: str = "ปลาส้ม", version: int = 1, thing_id: UUID | None = None) -> ThingChanged:
    """An event about a thing of its own."""
    return ThingChanged(version=version, thing_id=thing_id or uuid7(), name=name)


async def snapshot(session: AsyncSession) -> AsyncIterator[ThingChanged]:
    """Every thing of the source as it is now."""
    for row in await session.execute(select(THING).order_by(THING.c.id)):
        yield ThingChanged(version=row.version, thing_id=row.id, name=row.name)
