"""HTTP of reviewing applications."""

from __future__ import annotations

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Path, Response

from kit.errors import AppError, NotFound, Unauthenticated, problem_responses
from kit.http import etag
from services.auth.checklist.errors import RequirementNotVerified
from services.auth.deps import Caller, DatabaseDep
from services.auth.desk.errors import OfficerAssisted, OfficerIsMember
from services.auth.errors import MissingScope
from services.auth.officer.errors import (
    OfficerOutsideDates,
    OfficerWrongAgency,
    OfficerWrongProvince,
)
from services.auth.onboarding.errors import ApplicationNotSubmitted
from services.auth.onboarding.schemas import ApplicationRead, DecisionCreate, VerificationUpdate
from services.auth.review import service
from services.auth.review.errors import RemarkNotOnChecklist, RequirementsUnverified

router = APIRouter(prefix="/auth/v1/applications", tags=["onboarding"])

_OFFICER: Final[tuple[type[AppError], ...]] = (
    Unauthenticated,
    MissingScope,
    NotFound,
    OfficerWrongAgency,
    OfficerWrongProvince,
    OfficerOutsideDates,
    OfficerIsMember,
    OfficerAssisted,
)


@router.get("/{application_id}", responses=problem_responses(*_OFFICER))
async def read_application(
    application_id: UUID, caller: Caller, database: DatabaseDep, response: Response
) -> ApplicationRead:
    """An application with its checklist and history, for the applicant and its officers."""
    found = await service.read(database, caller=caller, application_id=application_id)
    response.headers["ETag"] = etag(found.version)
    return found


@router.post(
    "/{application_id}/requirements/{key}/verification",
    responses=problem_responses(*_OFFICER, ApplicationNotSubmitted, RequirementNotVerified),
)
async def verify_requirement(
    application_id: UUID,
    key: Annotated[str, Path(pattern=r"^[a-z_]{1,60}$", examples=["register_checked"])],
    body: VerificationUpdate,
    caller: Caller,
    database: DatabaseDep,
) -> ApplicationRead:
    """Tick a line that is the officer's to verify, or say that it is not met."""
    return await service.verify(
        database, caller=caller, application_id=application_id, key=key, found=body
    )


@router.post(
    "/{application_id}/decision",
    responses=problem_responses(
        *_OFFICER, ApplicationNotSubmitted, RequirementsUnverified, RemarkNotOnChecklist
    ),
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
    with the reason, and the attempt is logged. A return may say what is wrong with each line.
    """
    decided = await service.decide(
        database, caller=caller, application_id=application_id, decision=body
    )
    response.headers["ETag"] = etag(decided.version)
    return decided
