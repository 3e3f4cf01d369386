"""The bus's tables as the bus itself sees them: the same in every service's database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    func,
    literal_column,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB


@dataclass(frozen=True, slots=True)
class BusTables:
    """The four tables of the bus in one service's metadata."""

    outbox: Table
    inbox: Table
    dead_letter: Table
    bus_state: Table


def bus_tables(metadata: MetaData) -> BusTables:
    """Add the bus's tables to a service's metadata; call it once, in `models/base.py`.

    A migration creates them as Alembic's autogenerate writes them; no row has to be inserted:
    `bus_state` stays empty (epoch 0) until a restore from backup raises the epoch.
    """
    return BusTables(
        outbox=_outbox(metadata),
        inbox=_inbox(metadata),
        dead_letter=_dead_letter(metadata),
        bus_state=_bus_state(metadata),
    )


def _outbox(metadata: MetaData) -> Table:
    return Table(
        "outbox",
        metadata,
        Column("id", Uuid, primary_key=True),
        Column("type", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("occurred_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        Column("version", BigInteger, nullable=False),
        Column("data", JSONB, nullable=False),
        Column("traceparent", Text),
        Column("correlation_id", Text),
        Column("causation_id", Text),
        Column("published_at", DateTime(timezone=True)),
        # Only what waits is in this index, so a scan costs the backlog and not the history.
        Index(
            "ix_outbox_unpublished", "id", postgresql_where=literal_column("published_at IS NULL")
        ),
    )


def _inbox(metadata: MetaData) -> Table:
    return Table(
        "inbox",
        metadata,
        Column("id", Uuid, primary_key=True),
        Column("source", Text, primary_key=True),
        Column("handled_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    )


def _dead_letter(metadata: MetaData) -> Table:
    return Table(
        "dead_letter",
        metadata,
        Column("id", Uuid, primary_key=True),
        Column("status", Text, nullable=False),
        Column("stream", Text, nullable=False),
        Column("stream_sequence", BigInteger, nullable=False),
        Column("consumer", Text, nullable=False),
        Column("type", Text, nullable=False),
        Column("original", LargeBinary, nullable=False),
        Column("error", Text, nullable=False),
        Column("attempts", Integer, nullable=False),
        Column(
            "first_failed_at", DateTime(timezone=True), nullable=False, server_default=func.now()
        ),
        Column(
            "last_failed_at", DateTime(timezone=True), nullable=False, server_default=func.now()
        ),
        Column("resolved_at", DateTime(timezone=True)),
        CheckConstraint(
            "status IN ('retrying', 'dead', 'redriving', 'resolved')", name="status_known"
        ),
        Index(
            "ix_dead_letter_open", "status", postgresql_where=literal_column("status <> 'resolved'")
        ),
    )


def _bus_state(metadata: MetaData) -> Table:
    return Table(
        "bus_state",
        metadata,
        # One row at most.
        Column("single", Boolean, primary_key=True, server_default=text("true")),
        Column("epoch", BigInteger, nullable=False),
        CheckConstraint("single", name="single_row"),
        CheckConstraint("epoch >= 0", name="epoch_not_negative"),
    )


_own = bus_tables(MetaData())
OUTBOX: Final = _own.outbox
INBOX: Final = _own.inbox
DEAD_LETTER: Final = _own.dead_letter
BUS_STATE: Final = _own.bus_state
