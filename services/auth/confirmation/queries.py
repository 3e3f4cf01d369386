"""Every statement of the confirmation feature."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.types import OrganisationKind, OrganisationStatus
from services.auth.models import ConfirmationReminder, Organisation
from services.auth.models.base import AnyRow


async def next_to_remind(
    session: AsyncSession, *, year: int, stage: int, registered_before: datetime
) -> AnyRow | None:
    """A living community enterprise that has neither confirmed nor been reminded at this stage."""
    reminded = exists().where(
        ConfirmationReminder.organisation_id == Organisation.id,
        ConfirmationReminder.year == year,
        ConfirmationReminder.stage == stage,
    )
    statement = (
        select(Organisation.id, Organisation.name_th)
        .where(
            Organisation.kind == OrganisationKind.COMMUNITY_ENTERPRISE.value,
            Organisation.status != OrganisationStatus.CLOSED.value,
            ~Organisation.unclaimed,
            Organisation.created_at < registered_before,
            or_(Organisation.confirmed_year.is_(None), Organisation.confirmed_year < year),
            ~reminded,
        )
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return (await session.execute(statement)).one_or_none()


async def insert_reminder(session: AsyncSession, **values: Any) -> None:
    """Keep that a reminder went out."""
    await session.execute(insert(ConfirmationReminder).values(**values).on_conflict_do_nothing())
