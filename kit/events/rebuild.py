"""Rebuilding a projection from the source's present state, beside the live one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    MetaData,
    Table,
    and_,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    text,
    tuple_,
)
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Database
from kit.events.envelope import Event, EventT, wire_version
from kit.events.outbox import current_epoch
from kit.events.projection import APPLIED_AT, VERSION, Projection

_CHUNK: Final = 1_000
_LOCK_WAIT: Final = "60s"

Snapshot = Callable[[AsyncSession], AsyncIterator[EventT]]
Snapshots = Mapping[str, Snapshot[Event]]
"""`services/<source>/snapshots.py` offers `SNAPSHOTS: Snapshots`: by event type, a reader that
yields one event for each aggregate as it is now."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """Rows in the source's snapshot, and rows of the projection that had to change for it."""

    rows: int
    written: int
    removed: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a projection differs from its source, in rows."""

    missing: int
    extra: int
    different: int

    @property
    def equal(self) -> bool:
        """Whether the projection is what the source says."""
        return not (self.missing or self.extra or self.different)


async def read_snapshots(
    database: Database, snapshot: Snapshot[EventT]
) -> AsyncIterator[tuple[EventT, int]]:
    """Each aggregate of the source, with its wire version, as of one instant."""
    async with database.transaction() as session:
        await session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
        await _without_timeouts(session)
        epoch = await current_epoch(session)
        async for event in snapshot(session):
            yield event, wire_version(epoch, event.version)


async def rebuild(
    database: Database,
    projection: Projection[EventT],
    snapshots: AsyncIterator[tuple[EventT, int]],
) -> Rebuilt:
    """Make a projection equal its source while the service goes on reading and consuming.

    The snapshot is collected in a table beside the live one; then one transaction merges it, so
    that a reader sees the state before or after and never half. Only that merge holds up live
    events, and they follow. Rows that the source no longer has disappear. A row that a live event
    wrote since the start stays when it is newer. The iterator must begin to read the source only
    when it is first asked, as `read_snapshots` does.
    """
    async with _collected(database, projection, snapshots) as staged:
        session, live = staged.session, projection.live
        await session.execute(text(f'LOCK TABLE "{live.name}" IN SHARE ROW EXCLUSIVE MODE'))
        written = await _merge(staged, projection) if staged.rows else 0
        gone = delete(live).where(
            live.c[APPLIED_AT] < staged.started_at,
            ~exists().where(_same_key(projection, live, staged.table)),
        )
        removed: Any = await session.execute(gone)
        return Rebuilt(staged.rows, written, removed.rowcount)


async def compare(
    database: Database,
    projection: Projection[EventT],
    snapshots: AsyncIterator[tuple[EventT, int]],
) -> Comparison:
    """Count the rows in which a projection differs from its source. Changes nothing.

    Versions are not compared: a restored source counts on in a new epoch with the same content.
    Events still on their way show as differences.
    """
    async with _collected(database, projection, snapshots) as staged:
        live, table = projection.live, staged.table
        same_key = _same_key(projection, live, table)
        missing = select(func.count()).select_from(table).where(~exists(live).where(same_key))
        extra = select(func.count()).select_from(live).where(~exists(table).where(same_key))
        content = staged.columns - {VERSION, APPLIED_AT}
        different = (
            select(func.count())
            .select_from(live.join(table, same_key))
            .where(_row(live, content).is_distinct_from(_row(table, content)))
        )
        counts = [
            (await staged.session.execute(statement)).scalar_one()
            for statement in (missing, extra, *([different] if content else []))
        ]
        return Comparison(counts[0], counts[1], counts[2] if content else 0)


@dataclass(slots=True)
class _Staged:
    """The snapshot beside the live table, in a transaction that is still open."""

    session: AsyncSession
    table: Table
    started_at: datetime
    rows: int
    columns: frozenset[str]


@asynccontextmanager
async def _collected(
    database: Database,
    projection: Projection[EventT],
    snapshots: AsyncIterator[tuple[EventT, int]],
) -> AsyncIterator[_Staged]:
    live = projection.live
    table = live.to_metadata(MetaData(), name=f"rebuilt_{live.name}"[:63])
    async with database.transaction() as session:
        await _without_timeouts(session)
        # The clock of the database that stamps `applied_at`, read before the source is.
        started_at = (await session.execute(select(func.clock_timestamp()))).scalar_one()
        await session.execute(
            text(f'CREATE TEMP TABLE "{table.name}" (LIKE "{live.name}") ON COMMIT DROP')
        )
        staged = _Staged(session, table, started_at, 0, frozenset())
        chunk: list[dict[str, Any]] = []
        async for event, version in snapshots:
            chunk += [{**row, APPLIED_AT: started_at} for row in projection.rows(event, version)]
            if len(chunk) >= _CHUNK:
                await _stage(staged, chunk)
                chunk = []
        await _stage(staged, chunk)
        await session.execute(text(f'ANALYZE "{table.name}"'))
        yield staged


async def _stage(staged: _Staged, rows: list[dict[str, Any]]) -> None:
    if rows:
        staged.columns = frozenset(rows[0])
        staged.rows += len(rows)
        await staged.session.execute(insert(staged.table), rows)


async def _merge(staged: _Staged, projection: Projection[Any]) -> int:
    live, table = projection.live, staged.table
    columns = sorted(staged.columns)
    statement = pg_insert(live).from_select(columns, select(*(table.c[name] for name in columns)))
    new = statement.excluded
    content = staged.columns - {APPLIED_AT}
    wrong = _row(live, content).is_distinct_from(tuple_(*(new[name] for name in sorted(content))))
    # A row that no event has touched since the start is the source's to say, even when the source
    # went back behind it; equal versions are rewritten because the projection's code may be new.
    older = or_(live.c[VERSION] <= new[VERSION], live.c[APPLIED_AT] < staged.started_at)
    merged: Any = await staged.session.execute(
        statement.on_conflict_do_update(
            index_elements=[live.c[name] for name in projection.key],
            set_={name: new[name] for name in columns if name not in projection.key},
            where=and_(older, wrong),
        )
    )
    rows: int = merged.rowcount
    return rows


def _row(table: Table, columns: frozenset[str]) -> ColumnElement[Any]:
    return tuple_(*(table.c[name] for name in sorted(columns)))


def _same_key(projection: Projection[Any], live: Table, table: Table) -> ColumnElement[bool]:
    return and_(*(live.c[name] == table.c[name] for name in projection.key))


async def _without_timeouts(session: AsyncSession) -> None:
    await session.execute(text("SET LOCAL statement_timeout = 0"))
    await session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
    await session.execute(text(f"SET LOCAL lock_timeout = '{_LOCK_WAIT}'"))
