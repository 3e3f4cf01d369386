"""Messages that could not be handled, kept in the consumer's own database.

A row is born at the first failure ('retrying', with the attempts so far and the original bytes),
so the count survives a crash and a message is never lost with its stream. It becomes 'dead' after
the last attempt, 'redriving' when an operator asks, 'resolved' when its effect is there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import case, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from kit.events.tables import DEAD_LETTER

_ERROR_LENGTH: Final = 4_000


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message as it came from a stream."""

    stream: str
    sequence: int
    consumer: str
    type: str
    original: bytes

    @property
    def id(self) -> UUID:
        """The same for each delivery of this message, even when it cannot be parsed.

        The content is in it because a stream that was made anew counts from 1 again.
        """
        place = f"{self.stream}/{self.sequence}/".encode()
        return UUID(bytes=hashlib.blake2b(place + self.original, digest_size=16).digest())


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A row for the operator, or for a redrive."""

    id: UUID
    status: str
    delivery: Delivery
    error: str
    attempts: int


async def record_failure(
    session: AsyncSession, delivery: Delivery, error: str, *, allowed: int
) -> tuple[int, bool]:
    """Count one failure; the attempts so far, and whether that was the last one allowed."""
    insertion = insert(DEAD_LETTER).values(
        id=delivery.id,
        status="retrying" if allowed > 1 else "dead",
        stream=delivery.stream,
        stream_sequence=delivery.sequence,
        consumer=delivery.consumer,
        type=_clean(delivery.type),
        original=delivery.original,
        error=_clean(error),
        attempts=1,
    )
    attempts = DEAD_LETTER.c.attempts + 1
    statement = insertion.on_conflict_do_update(
        index_elements=[DEAD_LETTER.c.id],
        set_={
            "attempts": attempts,
            "error": insertion.excluded.error,
            "last_failed_at": func.now(),
            "status": case((attempts >= allowed, "dead"), else_="retrying"),
        },
    ).returning(DEAD_LETTER.c.attempts, DEAD_LETTER.c.status)
    row = (await session.execute(statement)).one()
    return row.attempts, row.status == "dead"


async def forget_failures(session: AsyncSession, delivery: Delivery) -> None:
    """The message was handled after all, in this transaction."""
    await session.execute(
        delete(DEAD_LETTER).where(
            DEAD_LETTER.c.id == delivery.id, DEAD_LETTER.c.status == "retrying"
        )
    )


async def dead(session: AsyncSession, limit: int = 1_000) -> Sequence[DeadLetter]:
    """What is not resolved, oldest failure first."""
    rows = await session.execute(
        select(DEAD_LETTER)
        .where(DEAD_LETTER.c.status != "resolved")
        .order_by(DEAD_LETTER.c.first_failed_at, DEAD_LETTER.c.id)
        .limit(limit)
    )
    return [_letter(row) for row in rows]


async def count_dead(session: AsyncSession) -> int:
    """How many letters wait for an operator."""
    statement = select(func.count()).where(DEAD_LETTER.c.status.in_(["dead", "redriving"]))
    count: int = (await session.execute(statement)).scalar_one()
    return count


async def request_redrive(session: AsyncSession, letter_id: UUID | None = None) -> int:
    """Ask the worker to handle one dead letter, or all, again; how many were marked."""
    statement = update(DEAD_LETTER).where(DEAD_LETTER.c.status == "dead")
    if letter_id is not None:
        statement = statement.where(DEAD_LETTER.c.id == letter_id)
    result = await session.execute(statement.values(status="redriving").returning(DEAD_LETTER.c.id))
    return len(result.all())


async def next_redrive(session: AsyncSession) -> DeadLetter | None:
    """A letter to handle again, locked until the transaction ends."""
    row = (
        await session.execute(
            select(DEAD_LETTER)
            .where(DEAD_LETTER.c.status == "redriving")
            .order_by(DEAD_LETTER.c.first_failed_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
    ).one_or_none()
    return None if row is None else _letter(row)


async def resolve(session: AsyncSession, letter_id: UUID) -> None:
    """The effect is there, in this transaction."""
    await session.execute(
        update(DEAD_LETTER)
        .where(DEAD_LETTER.c.id == letter_id)
        .values(status="resolved", resolved_at=func.now())
    )


def _letter(row: Any) -> DeadLetter:
    delivery = Delivery(
        stream=row.stream,
        sequence=row.stream_sequence,
        consumer=row.consumer,
        type=row.type,
        original=row.original,
    )
    return DeadLetter(row.id, row.status, delivery, row.error, row.attempts)


def _clean(text: str) -> str:
    """Text that PostgreSQL stores: no NUL, and not without end."""
    return text.replace("\x00", "").encode(errors="replace").decode()[:_ERROR_LENGTH]
