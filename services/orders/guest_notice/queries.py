"""Statements over guests' notices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Row, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from kit.ids import uuid7
from services.orders.models.guest_notice import GuestNotice
from services.orders.models.order import OrderGroup


async def add(
    session: AsyncSession,
    *,
    group_id: UUID,
    template: str,
    data: Mapping[str, str],
    dedupe_key: str,
    at: datetime,
) -> None:
    """A notice to be sent; nothing when its dedupe key is known."""
    await session.execute(
        insert(GuestNotice)
        .values(
            id=uuid7(),
            group_id=group_id,
            dedupe_key=dedupe_key,
            template=template,
            data=dict(data),
            created_at=at,
            next_attempt_at=at,
        )
        .on_conflict_do_nothing()
    )


async def lease(session: AsyncSession, *, at: datetime, until: datetime) -> Row[Any] | None:
    """Take one notice that is due, with the shopper's contact; nobody else does until then."""
    due = (
        select(GuestNotice.id)
        .where(GuestNotice.status == "waiting", GuestNotice.next_attempt_at <= at)
        .order_by(GuestNotice.next_attempt_at)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    taken = await session.scalar(
        update(GuestNotice)
        .where(GuestNotice.id == due)
        .values(next_attempt_at=until, attempts=GuestNotice.attempts + 1)
        .returning(GuestNotice.id)
    )
    if taken is None:
        return None
    statement = (
        select(*GuestNotice.__table__.c, OrderGroup.contact)
        .join(OrderGroup, OrderGroup.id == GuestNotice.group_id)
        .where(GuestNotice.id == taken)
    )
    return cast(Row[Any], (await session.execute(statement)).one())


async def finish(
    session: AsyncSession, *, notice_id: UUID, status: str, at: datetime, error: str | None
) -> None:
    """It was sent, or is not tried again."""
    await session.execute(
        update(GuestNotice)
        .where(GuestNotice.id == notice_id)
        .values(status=status, sent_at=at if status == "sent" else None, last_error=error)
    )


async def postpone(session: AsyncSession, *, notice_id: UUID, until: datetime, error: str) -> None:
    """It did not go out; another attempt follows."""
    await session.execute(
        update(GuestNotice)
        .where(GuestNotice.id == notice_id)
        .values(next_attempt_at=until, last_error=error)
    )
