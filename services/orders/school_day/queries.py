"""SQL of school days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.orders.models.school_day import SchoolDay


async def state(session: AsyncSession, values: dict[str, Any]) -> None:
    """Write a day anew: the last statement counts."""
    statement = insert(SchoolDay).values(**values)
    changed = {
        name: statement.excluded[name]
        for name in ("is_open", "headcount", "note", "stated_by", "stated_at")
    }
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[SchoolDay.school_id, SchoolDay.on_date], set_=changed
        )
    )


async def between(
    session: AsyncSession, *, school_id: UUID, from_on: date, until_on: date
) -> Sequence[SchoolDay]:
    """The school's stated days in a span, both ends included."""
    found = await session.scalars(
        select(SchoolDay)
        .where(SchoolDay.school_id == school_id, SchoolDay.on_date.between(from_on, until_on))
        .order_by(SchoolDay.on_date)
        .execution_options(populate_existing=True)
    )
    return found.all()
