"""HTTP of onboarding."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Response, status

from kit.errors import (
    NotFound,
    PreconditionFailed,
    PreconditionRequired,
    Unauthenticated,
    problem_responses,
)
from kit.http import IfMatch, etag
from services.auth.checklist.errors import RequirementComputed, RequirementValueNotValid
from services.auth.deps import Caller, DatabaseDep, Session
from services.auth.errors import MissingScope
from services.auth.officer.errors import (
    OfficerOutsideDates,
    OfficerWrongAgency,
    OfficerWrongProvince,
)
from services.auth.onboarding import service
from services.auth.onboarding.errors import (
    ApplicationNotEditable,
    ApplicationNotSubmitted,
    ApplicationOpen,
    CapabilityGranted,
    CapabilityNotForKind,
    OfficerIsMember,
    RequirementsMissing,
)
from services.auth.onboarding.schemas import (
    ApplicationCreate,
    ApplicationRead,
    DecisionCreate,
    RequirementUpdate,
)

router = APIRouter(prefix="/auth/v1", tags=["onboarding"])

_PARTY = (Unauthenticated, MissingScope, NotFound)
_OFFICER = (OfficerWrongAgency, OfficerWrongProvince, OfficerOutsideDates, OfficerIsMember)


@router.post(
    "/organisations/{organisation_id}/applications",
    status_code=status.HTTP_201_CREATED,
    responses=problem_responses(*_PARTY, CapabilityNotForKind, CapabilityGranted, ApplicationOpen),
)
async def create_application(
    organisation_id: UUID,
    body: ApplicationCreate,
    caller: Caller,
    session: Session,
    response: Response,
) -> ApplicationRead:
    """Apply to sell, buy or aggregate. The answer lists what the checklist asks for."""
    made = await service.apply(
        session, caller=caller, organisation_id=organisation_id, capability=body.capability
    )
    response.headers["ETag"] = etag(made.version)
    return made


@router.get("/applications/{application_id}", responses=problem_responses(*_PARTY, *_OFFICER))
async def read_application(
    application_id: UUID, caller: Caller, database: DatabaseDep, response: Response
) -> ApplicationRead:
    """An application with its checklist and history, for the applicant and its officers."""
    found = await service.read(database, caller=caller, application_id=application_id)
    response.headers["ETag"] = etag(found.version)
    return found


@router.put(
    "/applications/{application_id}/requirements/{key}",
    responses=problem_responses(
        *_PARTY,
        ApplicationNotEditable,
        RequirementComputed,
        RequirementValueNotValid,
        PreconditionFailed,
        PreconditionRequired,
    ),
)
async def put_requirement(
    *,
    application_id: UUID,
    key: Annotated[str, Path(pattern=r"^[a-z_]{1,60}$", examples=["member_count"])],
    body: RequirementUpdate,
    expected_version: IfMatch,
    caller: Caller,
    session: Session,
    response: Response,
) -> ApplicationRead:
    """State an attested requirement; `If-Match` holds the application's `version`."""
    changed = await service.state(
        session,
        caller=caller,
        application_id=application_id,
        expected_version=expected_version,
        key=key,
        value=body.value,
    )
    response.headers["ETag"] = etag(changed.version)
    return changed


@router.post(
    "/applications/{application_id}/submit",
    responses=problem_responses(*_PARTY, ApplicationNotEditable, RequirementsMissing),
)
async def submit_application(
    application_id: UUID, caller: Caller, session: Session, response: Response
) -> ApplicationRead:
    """Hand the application in; the office of the organisation's province decides it."""
    submitted = await service.submit(session, caller=caller, application_id=application_id)
    response.headers["ETag"] = etag(submitted.version)
    return submitted


@router.post(
    "/applications/{application_id}/decision",
    responses=problem_responses(*_PARTY, *_OFFICER, ApplicationNotSubmitted),
)
async def decide_application(
    application_id: UUID,
    body: DecisionCreate,
    caller: Caller,
    database: DatabaseDep,
    response: Response,
) -> ApplicationRead:
    """Approve, reject or return (officer). Of two decisions at once the second gets 409.

    An officer of another agency or province, or outside the dates of the appointment, gets 403
    with the reason, and the attempt is logged.
    """
    decided = await service.decide(
        database, caller=caller, application_id=application_id, decision=body
    )
    response.headers["ETag"] = etag(decided.version)
    return decided
