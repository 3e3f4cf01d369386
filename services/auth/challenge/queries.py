"""Every statement of the challenge feature."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.auth.models import Challenge


async def insert_challenge(session: AsyncSession, **values: Any) -> None:
    """Insert a challenge."""
    await session.execute(insert(Challenge).values(**values))


async def next_unsent(session: AsyncSession, *, at: datetime) -> Challenge | None:
    """The oldest challenge whose code has not gone out, locked past other workers."""
    statement = (
        select(Challenge)
        .where(Challenge.sent_at.is_(None), Challenge.expires_at > at)
        .order_by(Challenge.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def lock_challenge(session: AsyncSession, challenge_id: UUID) -> Challenge | None:
    """The challenge, locked: tries at its code go one after the other."""
    statement = (
        select(Challenge)
        .where(Challenge.id == challenge_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def flush(session: AsyncSession) -> None:
    """Write changed columns."""
    await session.flush()


async def delete_expired(session: AsyncSession, *, at: datetime, limit: int) -> int:
    """Forget challenges that are over; how many."""
    expired = select(Challenge.id).where(Challenge.expires_at < at).limit(limit)
    statement = delete(Challenge).where(Challenge.id.in_(expired)).returning(Challenge.id)
    return len((await session.execute(statement)).all())


async def delete_of_person(session: AsyncSession, person_id: UUID) -> None:
    """Forget a person's challenges."""
    await session.execute(delete(Challenge).where(Challenge.person_id == person_id))
