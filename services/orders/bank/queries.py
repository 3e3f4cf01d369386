"""SQL of bank statements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import literal_column, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from kit.pagination import PageParams, keyset
from services.orders.models.billing import BankLine


async def add_lines(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> int:
    """Insert lines that are not there yet; how many."""
    if not rows:
        return 0
    statement = insert(BankLine).on_conflict_do_nothing().returning(BankLine.id)
    return len((await session.scalars(statement, rows)).all())


async def next_waiting(session: AsyncSession) -> BankLine | None:
    """A line that is not matched, held; others skip it."""
    return await session.scalar(
        select(BankLine)
        .where(literal_column("bank_line.outcome IS NULL"))
        .order_by(BankLine.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


async def locked(session: AsyncSession, *, line_id: UUID, seller_id: UUID) -> BankLine | None:
    """A line of the seller's as it is now, held."""
    return await session.scalar(
        select(BankLine)
        .where(BankLine.id == line_id, BankLine.seller_id == seller_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


async def page_of(
    session: AsyncSession, *, seller_id: UUID, waiting: bool, page: PageParams
) -> Sequence[BankLine]:
    """The seller's lines, newest first; with ``waiting`` those that a person has to decide."""
    statement = select(BankLine).where(BankLine.seller_id == seller_id)
    if waiting:
        statement = statement.where(BankLine.outcome.is_not(None), BankLine.resolved_at.is_(None))
    statement = keyset(statement, order=[(BankLine.id, "desc")], page=page)
    return (await session.scalars(statement)).all()
