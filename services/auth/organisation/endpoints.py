"""HTTP of organisations."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response, status

from kit.errors import (
    NotFound,
    PreconditionFailed,
    PreconditionRequired,
    Unauthenticated,
    problem_responses,
)
from kit.http import IfMatch, etag
from services.auth.account.errors import ContactNotValid
from services.auth.deps import Caller, ReadSession, Session
from services.auth.errors import MissingScope
from services.auth.organisation import service
from services.auth.organisation.errors import (
    PlaceFixed,
    PlaceNotKnown,
    RegistrationCodeNotValid,
    TaxIdNotValid,
    TaxIdTaken,
    VatNeedsTaxId,
)
from services.auth.organisation.schemas import (
    OrganisationCreate,
    OrganisationHistory,
    OrganisationRead,
    OrganisationUpdate,
)

router = APIRouter(prefix="/auth/v1/organisations", tags=["organisation"])

_FACTS = (
    PlaceNotKnown,
    RegistrationCodeNotValid,
    TaxIdNotValid,
    VatNeedsTaxId,
    ContactNotValid,
    TaxIdTaken,
)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    responses=problem_responses(Unauthenticated, *_FACTS),
)
async def create_organisation(
    body: OrganisationCreate, caller: Caller, session: Session, response: Response
) -> OrganisationRead:
    """Make an organisation; the caller is its owner.

    To act for it, ask `POST /auth/v1/token` for a token with its `organisation_id`.
    """
    made = await service.create(session, by=caller.person_id, organisation=body)
    response.headers["ETag"] = etag(made.version)
    return made


@router.get(
    "/{organisation_id}", responses=problem_responses(Unauthenticated, MissingScope, NotFound)
)
async def read_organisation(
    organisation_id: UUID, caller: Caller, session: ReadSession, response: Response
) -> OrganisationRead:
    """The organisation that the token acts for; any other is 404."""
    found = await service.read(session, caller=caller, organisation_id=organisation_id)
    response.headers["ETag"] = etag(found.version)
    return found


@router.get(
    "/{organisation_id}/history",
    responses=problem_responses(Unauthenticated, MissingScope, NotFound),
)
async def read_organisation_history(
    organisation_id: UUID, caller: Caller, session: ReadSession
) -> OrganisationHistory:
    """Registered, claimed, suspended, merged, confirmed: what was done and why, oldest first."""
    return await service.history(session, caller=caller, organisation_id=organisation_id)


@router.patch(
    "/{organisation_id}",
    responses=problem_responses(
        Unauthenticated,
        MissingScope,
        NotFound,
        PlaceFixed,
        PreconditionFailed,
        PreconditionRequired,
        *_FACTS,
    ),
)
async def update_organisation(
    *,
    organisation_id: UUID,
    body: OrganisationUpdate,
    expected_version: IfMatch,
    caller: Caller,
    session: Session,
    response: Response,
) -> OrganisationRead:
    """Change the organisation's facts. The kind never changes."""
    changed = await service.update(
        session,
        caller=caller,
        organisation_id=organisation_id,
        expected_version=expected_version,
        update=body,
    )
    response.headers["ETag"] = etag(changed.version)
    return changed
