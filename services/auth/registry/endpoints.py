"""HTTP of what offices do with organisations."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from fastapi import APIRouter, status

from kit.errors import AppError, NotFound, Unauthenticated, problem_responses
from services.auth.account.errors import ContactNotValid
from services.auth.deps import Caller, DatabaseDep, Session
from services.auth.desk.errors import OfficerIsMember
from services.auth.errors import MissingScope
from services.auth.membership.errors import OwnerNeeded
from services.auth.models.registry import OrganisationAction
from services.auth.officer.errors import (
    OfficerOutsideDates,
    OfficerWrongAgency,
    OfficerWrongProvince,
)
from services.auth.organisation.errors import (
    PlaceNotKnown,
    RegistrationCodeNotValid,
    TaxIdNotValid,
    TaxIdTaken,
    VatNeedsTaxId,
)
from services.auth.organisation.schemas import OrganisationCreate, OrganisationRead
from services.auth.registry import service
from services.auth.registry.errors import (
    ClaimCodeNotValid,
    KindNotRegistered,
    OrganisationClaimed,
    OrganisationStatusConflict,
)
from services.auth.registry.schemas import (
    ClaimCodeRead,
    ClaimCreate,
    RegisteredRead,
    StandingChange,
)

router = APIRouter(prefix="/auth/v1", tags=["registry"])

_OFFICER: Final[tuple[type[AppError], ...]] = (
    Unauthenticated,
    MissingScope,
    NotFound,
    OfficerWrongAgency,
    OfficerWrongProvince,
    OfficerOutsideDates,
    OfficerIsMember,
)


@router.post(
    "/registrations",
    status_code=status.HTTP_201_CREATED,
    responses=problem_responses(
        *_OFFICER,
        KindNotRegistered,
        PlaceNotKnown,
        RegistrationCodeNotValid,
        TaxIdNotValid,
        TaxIdTaken,
        VatNeedsTaxId,
        ContactNotValid,
    ),
)
async def register_organisation(
    body: OrganisationCreate, caller: Caller, database: DatabaseDep
) -> RegisteredRead:
    """Enter a group that sits in the office (officer of its province).

    The officer may fill in its applications until its members claim it with the code.
    """
    return await service.register(database, caller=caller, organisation=body)


@router.post(
    "/organisations/{organisation_id}/claim-code",
    responses=problem_responses(*_OFFICER, OrganisationClaimed),
)
async def issue_claim_code(
    organisation_id: UUID, caller: Caller, database: DatabaseDep
) -> ClaimCodeRead:
    """A new code for a group that nobody has claimed yet; the former one is void."""
    return await service.renew_code(database, caller=caller, organisation_id=organisation_id)


@router.post(
    "/claims",
    status_code=status.HTTP_201_CREATED,
    responses=problem_responses(Unauthenticated, ClaimCodeNotValid),
)
async def claim_organisation(
    body: ClaimCreate, caller: Caller, session: Session
) -> OrganisationRead:
    """Take over the group whose code the office gave; one becomes its first owner."""
    return await service.claim(session, caller=caller, code=body.code)


@router.post(
    "/organisations/{organisation_id}/suspend",
    responses=problem_responses(*_OFFICER, OrganisationStatusConflict),
)
async def suspend_organisation(
    organisation_id: UUID, body: StandingChange, caller: Caller, database: DatabaseDep
) -> OrganisationRead:
    """Suspend an organisation (officer): it trades no more until it is reinstated."""
    return await service.change_standing(
        database,
        caller=caller,
        organisation_id=organisation_id,
        action=OrganisationAction.SUSPENDED,
        reason=body.reason,
    )


@router.post(
    "/organisations/{organisation_id}/reinstate",
    responses=problem_responses(*_OFFICER, OrganisationStatusConflict),
)
async def reinstate_organisation(
    organisation_id: UUID, body: StandingChange, caller: Caller, database: DatabaseDep
) -> OrganisationRead:
    """End a suspension (officer)."""
    return await service.change_standing(
        database,
        caller=caller,
        organisation_id=organisation_id,
        action=OrganisationAction.REINSTATED,
        reason=body.reason,
    )


@router.post(
    "/organisations/{organisation_id}/close",
    responses=problem_responses(*_OFFICER, OwnerNeeded, OrganisationStatusConflict),
)
async def close_organisation(
    organisation_id: UUID, body: StandingChange, caller: Caller, database: DatabaseDep
) -> OrganisationRead:
    """Close an organisation for good: its owner, or the officer of its province."""
    return await service.change_standing(
        database,
        caller=caller,
        organisation_id=organisation_id,
        action=OrganisationAction.CLOSED,
        reason=body.reason,
    )
