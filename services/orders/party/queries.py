"""Statements over parties."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.orders.models.party import Party


async def get_many(session: AsyncSession, party_ids: Collection[UUID]) -> Sequence[Party]:
    """The parties that exist of those asked for."""
    return (await session.scalars(select(Party).where(Party.id.in_(party_ids)))).all()
