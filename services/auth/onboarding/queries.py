"""Every statement of the onboarding feature."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.auth.models import Application, ApplicationStep


async def insert_application(session: AsyncSession, **values: Any) -> bool:
    """Insert an application; False when one for the capability is under way."""
    statement = (
        insert(Application)
        .values(**values)
        .on_conflict_do_nothing(
            index_elements=[Application.organisation_id, Application.capability],
            index_where=text("status IN ('draft', 'submitted', 'returned')"),
        )
        .returning(Application.id)
    )
    return (await session.execute(statement)).scalar_one_or_none() is not None


async def application(session: AsyncSession, application_id: UUID) -> Application | None:
    """The application."""
    return await session.get(Application, application_id, populate_existing=True)


async def lock_application(session: AsyncSession, application_id: UUID) -> Application | None:
    """The application, locked: of two decisions the second sees the first."""
    statement = (
        select(Application)
        .where(Application.id == application_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def save(session: AsyncSession) -> None:
    """Write changed columns."""
    await session.flush()


async def insert_step(session: AsyncSession, **values: Any) -> None:
    """Add a line to the history."""
    await session.execute(insert(ApplicationStep).values(**values))


async def steps_of(session: AsyncSession, application_id: UUID) -> Sequence[ApplicationStep]:
    """The history, oldest first."""
    statement = (
        select(ApplicationStep)
        .where(ApplicationStep.application_id == application_id)
        .order_by(ApplicationStep.id)
    )
    return (await session.execute(statement)).scalars().all()
