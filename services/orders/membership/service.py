"""Who holds which role in an organisation, for the other features."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.scopes import Role
from services.orders.membership import queries
from services.orders.models.party import Membership


async def find(
    session: AsyncSession, *, organisation_id: UUID, person_id: UUID
) -> Membership | None:
    """A person's membership; one without roles has ended."""
    return await queries.of_person(session, organisation_id=organisation_id, person_id=person_id)


async def with_role(
    session: AsyncSession, *, organisation_id: UUID, role: Role
) -> list[Membership]:
    """The organisation's members who bear the role."""
    members = await queries.of_organisation(session, organisation_id)
    return [member for member in members if role.value in member.roles]
