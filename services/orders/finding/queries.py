"""Statements over findings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from kit.ids import uuid7
from services.orders.models.reconciliation import ReconciliationFinding as Row


async def upsert(
    session: AsyncSession,
    *,
    kind: str,
    subject: str,
    expected_satang: int | None,
    actual_satang: int | None,
    at: datetime,
) -> None:
    """Add a finding, or see it again."""
    fresh = insert(Row).values(
        id=uuid7(),
        kind=kind,
        subject=subject,
        expected_satang=expected_satang,
        actual_satang=actual_satang,
        first_seen_at=at,
        last_seen_at=at,
    )
    await session.execute(
        fresh.on_conflict_do_update(
            index_elements=[Row.kind, Row.subject],
            set_={"last_seen_at": at, "actual_satang": fresh.excluded.actual_satang},
        )
    )


async def resolve(session: AsyncSession, *, kind: str, subject: str, at: datetime) -> None:
    """The difference is gone."""
    await session.execute(
        update(Row)
        .where(Row.kind == kind, Row.subject == subject, Row.resolved_at.is_(None))
        .values(resolved_at=at)
    )
