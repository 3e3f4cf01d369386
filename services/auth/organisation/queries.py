"""Every statement of the organisation feature."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from services.auth.models import Organisation, OrganisationStep

TAX_ID_UNIQUE = "uq_organisation_tax_id"


async def insert_organisation(session: AsyncSession, **values: Any) -> bool:
    """Insert an organisation; False when its tax id and branch are taken."""
    statement = (
        insert(Organisation)
        .values(**values)
        .on_conflict_do_nothing(
            index_elements=[Organisation.tax_id, Organisation.tax_branch],
            index_where=text("tax_id IS NOT NULL"),
        )
        .returning(Organisation.id)
    )
    return (await session.execute(statement)).scalar_one_or_none() is not None


async def organisation(session: AsyncSession, organisation_id: UUID) -> Organisation | None:
    """The organisation as it is now."""
    return await session.get(Organisation, organisation_id, populate_existing=True)


async def lock_organisation(session: AsyncSession, organisation_id: UUID) -> Organisation | None:
    """The organisation, locked: writers of it and of its members go one after the other."""
    statement = (
        select(Organisation)
        .where(Organisation.id == organisation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def save(session: AsyncSession, organisation: Organisation) -> bool:
    """Write changed columns; False when the tax id and branch are taken."""
    try:
        await session.flush()
    except IntegrityError as error:
        if _constraint(error) == TAX_ID_UNIQUE:
            return False
        raise
    await session.refresh(organisation)
    return True


def _constraint(error: IntegrityError) -> str | None:
    """The violated constraint's name, as the driver says."""
    cause = error.orig.__cause__ if error.orig is not None else None
    name: str | None = getattr(cause, "constraint_name", None)
    return name


async def stream_organisations(session: AsyncSession) -> AsyncIterator[Organisation]:
    """Every organisation, by server-side cursor."""
    async for row in await session.stream_scalars(select(Organisation).order_by(Organisation.id)):
        yield row


async def insert_step(session: AsyncSession, **values: Any) -> None:
    """Add a line to the history."""
    await session.execute(insert(OrganisationStep).values(**values))


async def steps_of(session: AsyncSession, organisation_id: UUID) -> Sequence[OrganisationStep]:
    """The history, oldest first."""
    statement = (
        select(OrganisationStep)
        .where(OrganisationStep.organisation_id == organisation_id)
        .order_by(OrganisationStep.id)
    )
    return (await session.execute(statement)).scalars().all()
