"""Use cases of the lists of applications."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.scopes import Scope
from contracts.tokens import Principal
from kit.pagination import Paged, PageParams, paged
from kit.time import now
from services.auth.errors import MissingScope
from services.auth.membership import service as membership_service
from services.auth.models import ApplicationStatus
from services.auth.models.base import AnyRow
from services.auth.officer import service as officer_service
from services.auth.queue import queries, rules
from services.auth.queue.schemas import ApplicationSummary


async def list_applications(
    session: AsyncSession,
    *,
    caller: Principal,
    status: ApplicationStatus | None,
    page: PageParams,
) -> Paged[ApplicationSummary]:
    """An organisation's applications, newest first; or an officer's queue, oldest first.

    The queue holds what waits for the officer's agencies in their provinces; another status
    than ``submitted`` may be asked for.

    Raises:
        NotFound, MissingScope, Unprocessable (a cursor of another list).
    """
    if caller.organisation_id is not None:
        await membership_service.require(
            session, caller=caller, organisation_id=caller.organisation_id, scope=Scope.READ
        )
        rows = await queries.applications_of(
            session, organisation_id=caller.organisation_id, status=status, page=page
        )
        shown, cursor = paged(rows, page=page, key=lambda row: (row.id,))
    else:
        desks = await _desks(session, caller)
        wanted = status or ApplicationStatus.SUBMITTED
        rows = await queries.queue(session, desks=desks, status=wanted, page=page)
        shown, cursor = paged(rows, page=page, key=lambda row: (row.submitted_at, row.id))
    at = now()
    return Paged[ApplicationSummary](
        items=[_summary(row, at) for row in shown],
        next_cursor=cursor,
    )


def _summary(row: AnyRow, at: datetime) -> ApplicationSummary:
    submitted = row.status == ApplicationStatus.SUBMITTED
    days = rules.waiting_days(row.submitted_at, at) if submitted else 0
    return ApplicationSummary.model_validate({**row._asdict(), "waiting_days": days})


async def _desks(session: AsyncSession, caller: Principal) -> list[tuple[str, str]]:
    """The (agency, province) pairs whose queue the officer works on today.

    Raises:
        MissingScope: no appointment is in force.
    """
    rights = await officer_service.rights_today(session, person_id=caller.person_id)
    if not rights:
        raise MissingScope(scope=Scope.OFFICER.value)
    return [(right.agency.value, code) for right in rights for code in sorted(right.provinces)]
