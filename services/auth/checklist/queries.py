"""Every statement of the checklist feature."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import any_, func, literal, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.auth.models import (
    ApplicationDocument,
    Requirement,
    RequirementValue,
    RequirementVerification,
)


async def requirements(
    session: AsyncSession, *, capability: str, kind: str, on: date
) -> Sequence[Requirement]:
    """The checklist of a kind for a capability as in force on that date."""
    statement = (
        select(Requirement)
        .where(
            Requirement.capability == capability,
            literal(kind) == any_(Requirement.kinds),
            Requirement.valid_from_on <= on,
            or_(Requirement.valid_until_on.is_(None), Requirement.valid_until_on >= on),
        )
        .order_by(Requirement.id)
    )
    return (await session.execute(statement)).scalars().all()


async def values_of(session: AsyncSession, application_id: UUID) -> dict[str, Any]:
    """What the applicant has stated, by requirement."""
    statement = select(RequirementValue.key, RequirementValue.value).where(
        RequirementValue.application_id == application_id
    )
    return {row.key: row.value for row in await session.execute(statement)}


async def put_value(session: AsyncSession, **values: Any) -> None:
    """State a requirement's value, first or again."""
    statement = insert(RequirementValue).values(**values)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[RequirementValue.application_id, RequirementValue.key],
            set_={
                "value": statement.excluded.value,
                "set_by": statement.excluded.set_by,
                "set_at": func.now(),
            },
        )
    )


async def documented(session: AsyncSession, application_id: UUID) -> frozenset[str]:
    """The lines that have a checked document."""
    statement = select(ApplicationDocument.key).where(
        ApplicationDocument.application_id == application_id,
        ApplicationDocument.checked_at.is_not(None),
    )
    return frozenset((await session.execute(statement)).scalars())


async def verified(session: AsyncSession, application_id: UUID) -> frozenset[str]:
    """The lines that an officer ticked."""
    statement = select(RequirementVerification.key).where(
        RequirementVerification.application_id == application_id, RequirementVerification.met
    )
    return frozenset((await session.execute(statement)).scalars())


async def put_verification(session: AsyncSession, **values: Any) -> None:
    """Keep what an officer found, first or again."""
    statement = insert(RequirementVerification).values(**values)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[RequirementVerification.application_id, RequirementVerification.key],
            set_={
                "met": statement.excluded.met,
                "note": statement.excluded.note,
                "verified_by": statement.excluded.verified_by,
                "verified_at": func.now(),
            },
        )
    )
