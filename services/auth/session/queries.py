"""Every statement of the session feature."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.auth.models import RefreshFamily


async def alive(session: AsyncSession, person_id: UUID, *, at: datetime) -> Sequence[RefreshFamily]:
    """The person's sign-ins that go on, newest first."""
    statement = (
        select(RefreshFamily)
        .where(
            RefreshFamily.person_id == person_id,
            RefreshFamily.ended_at.is_(None),
            RefreshFamily.expires_at > at,
        )
        .order_by(RefreshFamily.id.desc())
    )
    return (await session.execute(statement)).scalars().all()


async def end(
    session: AsyncSession,
    *,
    person_id: UUID,
    at: datetime,
    reason: str,
    only: UUID | None = None,
    but: UUID | None = None,
) -> int:
    """End sign-ins of a person: one, all, or all but one; how many were going on."""
    statement = update(RefreshFamily).where(
        RefreshFamily.person_id == person_id, RefreshFamily.ended_at.is_(None)
    )
    if only is not None:
        statement = statement.where(RefreshFamily.id == only)
    if but is not None:
        statement = statement.where(RefreshFamily.id != but)
    ending = statement.values(ended_at=at, end_reason=reason).returning(RefreshFamily.id)
    return len((await session.execute(ending)).all())


async def mark_second_factor(session: AsyncSession, *, person_id: UUID, family_id: UUID) -> None:
    """A second factor was given in this sign-in."""
    await session.execute(
        update(RefreshFamily)
        .where(RefreshFamily.id == family_id, RefreshFamily.person_id == person_id)
        .values(second_factor=True)
    )


async def forget_origins(session: AsyncSession, person_id: UUID) -> None:
    """Remove from where a person signed in."""
    await session.execute(
        update(RefreshFamily)
        .where(RefreshFamily.person_id == person_id)
        .values(address=None, user_agent=None)
    )
