"""Publishing: one row in the outbox, in the transaction of the change itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Text,
    bindparam,
    case,
    cast,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.ext.asyncio import AsyncSession

from kit.events import context
from kit.events.envelope import EPOCH_SIZE, Event
from kit.events.tables import BUS_STATE, OUTBOX, BusTables, bus_tables
from kit.ids import uuid7

__all__ = [
    "BusTables",
    "bus_tables",
    "current_epoch",
    "publish",
    "publish_again",
    "publish_all",
    "raise_epoch",
]

_EPOCH: Final = func.coalesce(select(func.max(BUS_STATE.c.epoch)).scalar_subquery(), 0)

_INSERT: Final = insert(OUTBOX).values(
    id=bindparam("id"),
    type=bindparam("type"),
    subject=bindparam("subject"),
    version=_EPOCH * cast(literal(EPOCH_SIZE), BigInteger)
    + bindparam("event_version", type_=BigInteger),
    # The event is already JSON text: not decoded here only to be encoded again.
    data=cast(bindparam("event_json", type_=Text), JSONB),
    traceparent=bindparam("traceparent"),
    correlation_id=bindparam("correlation_id"),
    causation_id=bindparam("causation_id"),
)


async def publish(session: AsyncSession, event: Event) -> UUID:
    """Publish an event when, and only when, the session's transaction commits.

    One INSERT. The event carries the trace context, the correlation id and the id of the event
    being handled, if any. Returns the event's id, which is also its key for deduplication.
    """
    row = _row(event)
    await session.execute(_INSERT, row)
    event_id: UUID = row["id"]
    return event_id


async def publish_all(session: AsyncSession, events: Sequence[Event]) -> None:
    """Publish many events as ``publish`` does, in few round trips."""
    if events:
        await session.execute(_INSERT, [_row(event) for event in events])


def _row(event: Event) -> dict[str, Any]:
    event_id = uuid7()
    return {
        "id": event_id,
        "type": event.type,
        "subject": event.subject(),
        "event_version": event.version,
        "event_json": event.model_dump_json(),
        "traceparent": context.trace_parent(),
        "correlation_id": context.correlation_id.get() or str(event_id),
        "causation_id": context.causation_id.get(),
    }


async def current_epoch(session: AsyncSession) -> int:
    """The epoch that stands in front of this source's versions."""
    epoch: int = (await session.execute(select(_EPOCH))).scalar_one()
    return epoch


# Seconds since 2025: two restores from the same backup must not end in the same epoch.
_SECONDS: Final = cast(func.extract("epoch", func.now()), BigInteger) - 1_735_689_600


async def raise_epoch(session: AsyncSession) -> int:
    """Start a new epoch, which outranks every version ever published; after a restore.

    A source restored from a backup counts again from older versions; without a higher epoch its
    consumers would take its new events for old ones. Returns the new epoch.
    """
    statement = pg_insert(BUS_STATE).values(single=True, epoch=_SECONDS)
    raised = statement.excluded.epoch
    next_epoch = case((raised > BUS_STATE.c.epoch, raised), else_=BUS_STATE.c.epoch + 1)
    result = await session.execute(
        statement.on_conflict_do_update(
            index_elements=[BUS_STATE.c.single], set_={"epoch": next_epoch}
        ).returning(BUS_STATE.c.epoch)
    )
    epoch: int = result.scalar_one()
    return epoch


async def publish_again(session: AsyncSession, since: datetime) -> int:
    """Give the relay every event published since an instant once more; how many.

    After the loss or restore of the bus. Inboxes drop what took effect before.
    """
    result = await session.execute(
        update(OUTBOX)
        .where(OUTBOX.c.published_at >= since)
        .values(published_at=None)
        .returning(OUTBOX.c.id)
    )
    return len(result.all())
