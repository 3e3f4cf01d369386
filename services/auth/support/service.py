"""Use cases of support."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.tokens import Principal
from services.auth.audit import service as audit_service
from services.auth.organisation import service as organisation_service
from services.auth.organisation.schemas import OrganisationRead
from services.auth.support import queries
from services.auth.support.schemas import (
    SupportApplication,
    SupportMember,
    SupportView,
    SupportViewCreate,
)


async def look(session: AsyncSession, *, caller: Principal, view: SupportViewCreate) -> SupportView:
    """What support sees of an organisation; that it looked, and why, is written down first.

    Raises:
        NotFound.
    """
    organisation = await organisation_service.get(session, organisation_id=view.organisation_id)
    await audit_service.record_read(
        session,
        action="support.viewed",
        by=caller.person_id,
        subject=("organisation", organisation.id),
        organisation_id=organisation.id,
        reason=view.reason,
    )
    members = await queries.members(session, organisation.id)
    applications = await queries.applications(session, organisation.id)
    return SupportView(
        organisation=OrganisationRead.model_validate(organisation),
        members=[SupportMember.model_validate(row) for row in members],
        applications=[SupportApplication.model_validate(row) for row in applications],
    )
