"""Statements over runs of the comparison."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Row, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.orders.models.reconciliation import ReconciliationRun as Run


async def lease(
    session: AsyncSession, *, at: datetime, until: datetime
) -> Row[str, datetime | None] | None:
    """Take the comparison if it is due; nobody else does before ``until``."""
    await session.execute(
        insert(Run).values(name="stripe", next_run_at=at).on_conflict_do_nothing()
    )
    due = (
        select(Run.name)
        .where(Run.next_run_at <= at)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    return (
        await session.execute(
            update(Run)
            .where(Run.name == due)
            .values(next_run_at=until)
            .returning(Run.name, Run.compared_until)
        )
    ).one_or_none()


async def finish(session: AsyncSession, *, compared_until: datetime, next_run_at: datetime) -> None:
    """The lists were compared up to this instant."""
    await session.execute(
        update(Run).values(compared_until=compared_until, next_run_at=next_run_at)
    )
