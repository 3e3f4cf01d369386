"""Every statement of the document feature."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.auth.models import ApplicationDocument


async def insert_document(session: AsyncSession, **values: Any) -> None:
    """Promise a file."""
    await session.execute(insert(ApplicationDocument).values(**values))


async def document(
    session: AsyncSession, *, application_id: UUID, document_id: UUID
) -> ApplicationDocument | None:
    """A file of the application."""
    found = await session.get(ApplicationDocument, document_id, populate_existing=True)
    return found if found is not None and found.application_id == application_id else None


async def documents(session: AsyncSession, application_id: UUID) -> Sequence[ApplicationDocument]:
    """The application's files, oldest first."""
    statement = (
        select(ApplicationDocument)
        .where(ApplicationDocument.application_id == application_id)
        .order_by(ApplicationDocument.id)
    )
    return (await session.execute(statement)).scalars().all()


async def count(session: AsyncSession, application_id: UUID) -> int:
    """How many files the application has."""
    statement = select(func.count()).where(ApplicationDocument.application_id == application_id)
    return (await session.execute(statement)).scalar_one()


async def mark_checked(session: AsyncSession, document_id: UUID, *, sha256: bytes) -> None:
    """The content passed and lies under its own key; a second check changes nothing."""
    await session.execute(
        update(ApplicationDocument)
        .where(ApplicationDocument.id == document_id, ApplicationDocument.checked_at.is_(None))
        .values(checked_at=func.now(), sha256=sha256)
    )
