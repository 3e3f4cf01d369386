"""SQL of confirmations."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.orders.models.purchase import PurchaseOrder


async def overdue(session: AsyncSession, *, at: datetime) -> PurchaseOrder | None:
    """One order past its deadline that nobody was told of yet; others' rows are skipped."""
    return await session.scalar(
        select(PurchaseOrder)
        .where(
            PurchaseOrder.status == "placed",
            PurchaseOrder.deadline_told_at.is_(None),
            PurchaseOrder.confirm_by_at <= at,
        )
        .order_by(PurchaseOrder.confirm_by_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
