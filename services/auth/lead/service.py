"""Use cases of leads."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.scopes import Scope
from contracts.tokens import Principal
from contracts.types import Agency, Capability, OrganisationStatus
from kit.db import Database
from kit.errors import AppError, NotFound
from kit.ids import uuid7
from kit.pagination import Paged, PageParams, paged
from kit.time import now
from services.auth.desk import service as desk_service
from services.auth.desk.service import Matter
from services.auth.errors import MissingScope
from services.auth.lead import queries
from services.auth.lead.errors import LeadPartyNotFit, LeadStatusConflict
from services.auth.lead.schemas import LeadCreate, LeadMatch, LeadRead
from services.auth.models import Lead
from services.auth.models.office import LeadStatus
from services.auth.models.officer import Duty
from services.auth.officer import service as officer_service
from services.auth.organisation import service as organisation_service

_RESOURCE: Final = "lead"


def _matter(province_code: str, lead_id: UUID | None) -> Matter:
    """Leads are the business of the commerce office's salesmen in a province."""
    return Matter(Agency.COMMERCE, province_code, _RESOURCE, lead_id, duty=Duty.SALESMAN)


async def create(database: Database, *, caller: Principal, lead: LeadCreate) -> LeadRead:
    """A salesman writes a need down.

    Raises:
        NotFound (no salesman), MissingScope, an officer's refusal.
    """

    async def work(session: AsyncSession) -> LeadRead | AppError:
        matter = _matter(lead.province_code, None)
        refused = await desk_service.refusal(session, caller=caller, matter=matter, action="create")
        if refused is not None:
            return refused
        made = Lead(
            id=uuid7(),
            salesman_id=caller.person_id,
            status=LeadStatus.OPEN.value,
            **lead.model_dump(),
        )
        await queries.save(session, made)
        return LeadRead.model_validate(made)

    return await desk_service.committed(database, work)


async def match(
    database: Database, *, caller: Principal, lead_id: UUID, match: LeadMatch
) -> LeadRead:
    """Bring supplier and buyer together; the first order of the two wins the lead.

    Raises:
        NotFound, MissingScope, LeadStatusConflict, LeadPartyNotFit, an officer's refusal.
    """

    async def work(session: AsyncSession) -> LeadRead | AppError:
        lead = await _own(session, caller, lead_id, action="match")
        if isinstance(lead, AppError):
            return lead
        if lead.status not in (LeadStatus.OPEN, LeadStatus.MATCHED):
            raise LeadStatusConflict(lead_status=lead.status)
        await _check_party(session, match.supplier_id, Capability.SELL)
        if match.buyer_id is not None:
            await _check_party(session, match.buyer_id, Capability.BUY)
        lead.supplier_id, lead.buyer_id = match.supplier_id, match.buyer_id
        lead.status, lead.matched_at = LeadStatus.MATCHED.value, now()
        await queries.save(session, lead)
        return LeadRead.model_validate(lead)

    return await desk_service.committed(database, work)


async def lose(database: Database, *, caller: Principal, lead_id: UUID, reason: str) -> LeadRead:
    """Nothing came of it.

    Raises:
        NotFound, MissingScope, LeadStatusConflict, an officer's refusal.
    """

    async def work(session: AsyncSession) -> LeadRead | AppError:
        lead = await _own(session, caller, lead_id, action="lose")
        if isinstance(lead, AppError):
            return lead
        if lead.status not in (LeadStatus.OPEN, LeadStatus.MATCHED):
            raise LeadStatusConflict(lead_status=lead.status)
        lead.status, lead.end_reason, lead.ended_at = LeadStatus.LOST.value, reason, now()
        await queries.save(session, lead)
        return LeadRead.model_validate(lead)

    return await desk_service.committed(database, work)


async def list_leads(
    session: AsyncSession, *, caller: Principal, page: PageParams
) -> Paged[LeadRead]:
    """A salesman's own leads; the commerce office and the committee see their provinces'.

    Raises:
        MissingScope: nothing of that.
    """
    seen: set[str] = set()
    person_id = caller.person_id
    officers = await officer_service.rights_today(session, person_id=person_id)
    seen.update(*(right.provinces for right in officers if right.agency is Agency.COMMERCE))
    committee = await officer_service.rights_today(
        session, person_id=person_id, duty=Duty.COMMITTEE
    )
    seen.update(*(right.provinces for right in committee))
    salesman = await officer_service.rights_today(session, person_id=person_id, duty=Duty.SALESMAN)
    if caller.organisation_id is not None or not (seen or salesman):
        raise MissingScope(scope=Scope.OFFICER.value)
    rows = await queries.leads(session, salesman_id=person_id, provinces=sorted(seen), page=page)
    shown, cursor = paged(rows, page=page, key=lambda row: (row.id,))
    return Paged[LeadRead](
        items=[LeadRead.model_validate(row) for row in shown], next_cursor=cursor
    )


async def ordered(
    session: AsyncSession,
    *,
    supplier_id: UUID,
    buyer_id: UUID | None,
    order_id: UUID,
    number: str,
    satang: int,
    placed_at: datetime,
) -> None:
    """An order was placed: the leads that waited for it are won. Told again, nothing changes."""
    await queries.win(
        session,
        supplier_id=supplier_id,
        buyer_id=buyer_id,
        order_id=order_id,
        number=number,
        satang=satang,
        placed_at=placed_at,
    )


async def _own(
    session: AsyncSession, caller: Principal, lead_id: UUID, *, action: str
) -> Lead | AppError:
    lead = await queries.lock_lead(session, lead_id)
    if lead is None:
        raise NotFound
    refused = await desk_service.refusal(
        session, caller=caller, matter=_matter(lead.province_code, lead.id), action=action
    )
    if refused is not None:
        return refused
    if lead.salesman_id != caller.person_id:
        raise NotFound
    return lead


async def _check_party(session: AsyncSession, organisation_id: UUID, needed: Capability) -> None:
    try:
        found = await organisation_service.get(session, organisation_id=organisation_id)
    except NotFound as error:
        raise LeadPartyNotFit from error
    if needed.value not in found.capabilities or found.status != OrganisationStatus.ACTIVE:
        raise LeadPartyNotFit
