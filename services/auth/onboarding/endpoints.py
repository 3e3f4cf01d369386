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
from services.auth.checklist.errors import (
    RequirementComputed,
    RequirementNeedsDocument,
    RequirementValueNotValid,
)
from services.auth.deps import Caller, DatabaseDep, Session
from services.auth.desk import service as desk_service
from services.auth.errors import MissingScope
from services.auth.officer.errors import (
    OfficerOutsideDates,
    OfficerWrongAgency,
    OfficerWrongProvince,
)
from services.auth.onboarding import service
from services.auth.onboarding.errors import (
    ApplicationNotEditable,
    ApplicationOpen,
    CapabilityGranted,
    CapabilityNotForKind,
    RequirementsMissing,
)
from services.auth.onboarding.schemas import (
    ApplicationCreate,
    ApplicationRead,
    RequirementUpdate,
)

router = APIRouter(prefix="/auth/v1", tags=["onboarding"])

_PARTY = (Unauthenticated, MissingScope, NotFound)
_ASSISTING = (OfficerWrongAgency, OfficerWrongProvince, OfficerOutsideDates)
"""What an officer may be told who fills an application in for a group."""


@router.post(
    "/organisations/{organisation_id}/applications",
    status_code=status.HTTP_201_CREATED,
    responses=problem_responses(
        *_PARTY, *_ASSISTING, CapabilityNotForKind, CapabilityGranted, ApplicationOpen
    ),
)
async def create_application(
    organisation_id: UUID,
    body: ApplicationCreate,
    caller: Caller,
    database: DatabaseDep,
    response: Response,
) -> ApplicationRead:
    """Apply to sell, buy or aggregate. The answer lists what the checklist asks for."""
    made = await desk_service.committed(
        database,
        lambda session: service.apply(
            session, caller=caller, organisation_id=organisation_id, capability=body.capability
        ),
    )
    response.headers["ETag"] = etag(made.version)
    return made


@router.put(
    "/applications/{application_id}/requirements/{key}",
    responses=problem_responses(
        *_PARTY,
        *_ASSISTING,
        ApplicationNotEditable,
        RequirementComputed,
        RequirementNeedsDocument,
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
    database: DatabaseDep,
    response: Response,
) -> ApplicationRead:
    """State an attested requirement; `If-Match` holds the application's `version`."""
    changed = await desk_service.committed(
        database,
        lambda session: service.state(
            session,
            caller=caller,
            application_id=application_id,
            expected_version=expected_version,
            key=key,
            value=body.value,
        ),
    )
    response.headers["ETag"] = etag(changed.version)
    return changed


@router.post(
    "/applications/{application_id}/submit",
    responses=problem_responses(*_PARTY, *_ASSISTING, ApplicationNotEditable, RequirementsMissing),
)
async def submit_application(
    application_id: UUID, caller: Caller, database: DatabaseDep, response: Response
) -> ApplicationRead:
    """Hand the application in; the office of the organisation's province decides it."""
    submitted = await desk_service.committed(
        database,
        lambda session: service.submit(session, caller=caller, application_id=application_id),
    )
    response.headers["ETag"] = etag(submitted.version)
    return submitted


@router.post(
    "/applications/{application_id}/withdraw",
    responses=problem_responses(*_PARTY, ApplicationNotEditable),
)
async def withdraw_application(
    application_id: UUID, caller: Caller, session: Session
) -> ApplicationRead:
    """Take an undecided application back; one may apply again."""
    return await service.withdraw(session, caller=caller, application_id=application_id)
