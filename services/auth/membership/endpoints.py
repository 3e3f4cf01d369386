"""HTTP of an organisation's members."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response, status

from kit.errors import (
    NotFound,
    PreconditionFailed,
    PreconditionRequired,
    Unauthenticated,
    Unprocessable,
    problem_responses,
)
from kit.http import IfMatch, etag
from kit.pagination import Page, Paged
from services.auth.account.errors import ContactNotValid, PersonNotFound
from services.auth.deps import Caller, ReadSession, Session
from services.auth.errors import MissingScope
from services.auth.membership import service
from services.auth.membership.errors import AlreadyMember, LastOwner, OwnerNeeded
from services.auth.membership.schemas import MemberCreate, MemberRead, MemberUpdate

router = APIRouter(prefix="/auth/v1/organisations/{organisation_id}/members", tags=["organisation"])


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    responses=problem_responses(
        Unauthenticated,
        MissingScope,
        OwnerNeeded,
        NotFound,
        AlreadyMember,
        ContactNotValid,
        PersonNotFound,
    ),
)
async def add_member(
    organisation_id: UUID,
    body: MemberCreate,
    caller: Caller,
    session: Session,
    response: Response,
) -> MemberRead:
    """Add a person who has an account. Only an owner gives the roles owner and manager."""
    member = await service.add(session, caller=caller, organisation_id=organisation_id, member=body)
    response.headers["ETag"] = etag(member.version)
    return member


@router.get("", responses=problem_responses(Unauthenticated, MissingScope, NotFound, Unprocessable))
async def list_members(
    organisation_id: UUID, caller: Caller, session: ReadSession, page: Page
) -> Paged[MemberRead]:
    """Present members, in the order in which they first joined."""
    return await service.list_members(
        session, caller=caller, organisation_id=organisation_id, page=page
    )


@router.patch(
    "/{person_id}",
    responses=problem_responses(
        Unauthenticated,
        MissingScope,
        OwnerNeeded,
        NotFound,
        LastOwner,
        PreconditionFailed,
        PreconditionRequired,
    ),
)
async def change_member(
    *,
    organisation_id: UUID,
    person_id: UUID,
    body: MemberUpdate,
    expected_version: IfMatch,
    caller: Caller,
    session: Session,
    response: Response,
) -> MemberRead:
    """Set a member's roles and position; `If-Match` holds the member's `version`."""
    member = await service.change(
        session,
        caller=caller,
        organisation_id=organisation_id,
        person_id=person_id,
        expected_version=expected_version,
        update=body,
    )
    response.headers["ETag"] = etag(member.version)
    return member


@router.delete(
    "/{person_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problem_responses(Unauthenticated, MissingScope, OwnerNeeded, NotFound, LastOwner),
)
async def remove_member(
    organisation_id: UUID, person_id: UUID, caller: Caller, session: Session
) -> None:
    """Take a member out, or leave."""
    await service.remove(
        session, caller=caller, organisation_id=organisation_id, person_id=person_id
    )
