"""Statements about shops."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.catalog.models import Shop


async def find(session: AsyncSession, *, shop_id: UUID) -> Shop | None:
    """The shop of an organisation, as auth last told."""
    return await session.get(Shop, shop_id)
