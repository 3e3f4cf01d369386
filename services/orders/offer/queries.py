"""Statements over offers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.orders.models.offer import Offer


async def get(session: AsyncSession, variant_id: UUID) -> Offer | None:
    """One offer."""
    return await session.get(Offer, variant_id)


async def get_many(session: AsyncSession, variant_ids: Collection[UUID]) -> Sequence[Offer]:
    """The offers that exist of those asked for."""
    return (await session.scalars(select(Offer).where(Offer.variant_id.in_(variant_ids)))).all()


async def get_held(session: AsyncSession, variant_ids: Collection[UUID]) -> Sequence[Offer]:
    """The offers that exist of those asked for, kept from changing until the transaction ends."""
    statement = (
        select(Offer)
        .where(Offer.variant_id.in_(variant_ids))
        .order_by(Offer.variant_id)
        .with_for_update(read=True)
        .execution_options(populate_existing=True)
    )
    return (await session.scalars(statement)).all()
