"""Upkeep of the bus's tables: what is old goes, what waits is measured."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import TextClause, text

from kit.db import Database
from kit.events import dead_letter, metrics

# A stream keeps 7 days, so no message older than that comes back; the inbox doubles it.
_PURGES: Final = (
    (
        "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE id < {bound} "
        "AND published_at < now() - interval '7 days' ORDER BY id LIMIT 1000)"
    ),
    (
        "DELETE FROM inbox WHERE (id, source) IN (SELECT id, source FROM inbox WHERE id < {bound} "
        "AND handled_at < now() - interval '14 days' ORDER BY id LIMIT 1000)"
    ),
    (
        "DELETE FROM dead_letter WHERE id IN (SELECT id FROM dead_letter WHERE status = 'resolved' "
        "AND resolved_at < now() - interval '30 days' LIMIT 1000)"
    ),
)
# A version 7 uuid begins with its milliseconds, so the primary key finds the old rows.
_BOUND: Final = (
    "(lpad(to_hex((extract(epoch FROM now() - interval '7 days') * 1000)::bigint), 12, '0')"
    " || '00000000000000000000')::uuid"
)
_STATEMENTS: Final = tuple(text(statement.format(bound=_BOUND)) for statement in _PURGES)

_BACKLOG: Final = text(
    "SELECT count(*) AS waiting,"
    " coalesce(extract(epoch FROM now() - min(occurred_at)), 0)::float8 AS age"
    " FROM outbox WHERE published_at IS NULL"
)


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits in an outbox, and the age of the oldest in seconds."""

    unpublished: int
    oldest_seconds: float


async def purge(database: Database) -> bool:
    """Due work: drop old rows of the bus's tables, a thousand at a time."""
    deleted = [await _delete(database, statement) for statement in _STATEMENTS]
    return any(deleted)


async def _delete(database: Database, statement: TextClause) -> int:
    async with database.transaction() as session:
        result: Any = await session.execute(statement)
        deleted: int = result.rowcount
        return deleted


async def backlog(database: Database) -> Backlog:
    """What the relay has still to publish."""
    async with database.transaction() as session:
        row = (await session.execute(_BACKLOG)).one()
    return Backlog(row.waiting, row.age)


def watch_backlog(service: str) -> Callable[[Database], Awaitable[bool]]:
    """Due work: put the backlog and the dead letters into the metrics."""

    async def run(database: Database) -> bool:
        waiting = await backlog(database)
        metrics.UNPUBLISHED.labels(service).set(waiting.unpublished)
        metrics.OLDEST_UNPUBLISHED_SECONDS.labels(service).set(waiting.oldest_seconds)
        async with database.transaction() as session:
            metrics.DEAD_LETTERS.labels(service).set(await dead_letter.count_dead(session))
        return False

    return run
