"""Every statement of the register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.pagination import PageParams, keyset
from services.auth.models import Breach, BreachStep


async def insert_breach(session: AsyncSession, **values: Any) -> None:
    """Insert a breach."""
    await session.execute(insert(Breach).values(**values))


async def insert_step(session: AsyncSession, **values: Any) -> None:
    """Append to a breach's history."""
    await session.execute(insert(BreachStep).values(**values))


async def breach(session: AsyncSession, breach_id: UUID) -> Breach | None:
    """The breach."""
    return await session.get(Breach, breach_id)


async def breaches(session: AsyncSession, *, page: PageParams) -> Sequence[Breach]:
    """A page of breaches, newest first, and one row more."""
    statement = keyset(select(Breach), order=[(Breach.id, "desc")], page=page)
    rows: Sequence[Breach] = (await session.execute(statement)).scalars().all()
    return rows


async def steps_of(session: AsyncSession, breach_ids: Sequence[UUID]) -> Sequence[BreachStep]:
    """The histories of these breaches, oldest first."""
    statement = select(BreachStep).where(BreachStep.breach_id.in_(breach_ids))
    return (await session.execute(statement.order_by(BreachStep.id))).scalars().all()
