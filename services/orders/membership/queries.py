"""Statements over memberships."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.orders.models.party import Membership


async def of_organisation(session: AsyncSession, organisation_id: UUID) -> Sequence[Membership]:
    """Everybody who ever belonged to the organisation, by name."""
    statement = (
        select(Membership)
        .where(Membership.organisation_id == organisation_id)
        .order_by(Membership.display_name, Membership.id)
    )
    return (await session.scalars(statement)).all()


async def of_person(
    session: AsyncSession, *, organisation_id: UUID, person_id: UUID
) -> Membership | None:
    """A person's membership of an organisation."""
    statement = select(Membership).where(
        Membership.organisation_id == organisation_id, Membership.person_id == person_id
    )
    return (await session.scalars(statement)).first()
