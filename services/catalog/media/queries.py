"""Statements about uploads."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.catalog.models import Upload


async def find(session: AsyncSession, *, upload_id: UUID) -> Upload | None:
    """An upload by its id."""
    return await session.get(Upload, upload_id)
