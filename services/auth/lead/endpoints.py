"""HTTP of leads."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from fastapi import APIRouter, status

from kit.errors import AppError, NotFound, Unauthenticated, Unprocessable, problem_responses
from kit.pagination import Page, Paged
from services.auth.deps import Caller, DatabaseDep, ReadSession
from services.auth.errors import MissingScope
from services.auth.lead import service
from services.auth.lead.errors import LeadPartyNotFit, LeadStatusConflict
from services.auth.lead.schemas import LeadCreate, LeadEnd, LeadMatch, LeadRead
from services.auth.officer.errors import (
    OfficerOutsideDates,
    OfficerWrongAgency,
    OfficerWrongProvince,
)

router = APIRouter(prefix="/auth/v1/leads", tags=["lead"])

_SALESMAN: Final[tuple[type[AppError], ...]] = (
    Unauthenticated,
    MissingScope,
    NotFound,
    OfficerWrongAgency,
    OfficerWrongProvince,
    OfficerOutsideDates,
)


@router.post("", status_code=status.HTTP_201_CREATED, responses=problem_responses(*_SALESMAN))
async def create_lead(body: LeadCreate, caller: Caller, database: DatabaseDep) -> LeadRead:
    """Write a need down (a provincial salesman, in the own province)."""
    return await service.create(database, caller=caller, lead=body)


@router.get("", responses=problem_responses(Unauthenticated, MissingScope, Unprocessable))
async def list_leads(caller: Caller, session: ReadSession, page: Page) -> Paged[LeadRead]:
    """A salesman's own; the commerce office and the governor's committee see the province's."""
    return await service.list_leads(session, caller=caller, page=page)


@router.post(
    "/{lead_id}/match",
    responses=problem_responses(*_SALESMAN, LeadStatusConflict, LeadPartyNotFit),
)
async def match_lead(
    lead_id: UUID, body: LeadMatch, caller: Caller, database: DatabaseDep
) -> LeadRead:
    """Bring a supplier and a buyer together; the first order of the two wins the lead."""
    return await service.match(database, caller=caller, lead_id=lead_id, match=body)


@router.post("/{lead_id}/lose", responses=problem_responses(*_SALESMAN, LeadStatusConflict))
async def lose_lead(
    lead_id: UUID, body: LeadEnd, caller: Caller, database: DatabaseDep
) -> LeadRead:
    """Close a lead of which nothing came."""
    return await service.lose(database, caller=caller, lead_id=lead_id, reason=body.reason)
