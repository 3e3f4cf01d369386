"""HTTP of invitations."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, status

from kit.errors import NotFound, Unauthenticated, Unprocessable, problem_responses
from kit.pagination import Page, Paged
from services.auth.account.errors import ContactNotValid
from services.auth.deps import Caller, ReadSession, Session, VaultDep
from services.auth.errors import MissingScope
from services.auth.invitation import service
from services.auth.invitation.errors import InvitationNotOpen, InvitationNotValid
from services.auth.invitation.schemas import (
    InvitationAccept,
    InvitationAccepted,
    InvitationCreate,
    InvitationRead,
)
from services.auth.membership.errors import AlreadyMember, OwnerNeeded

router = APIRouter(prefix="/auth/v1", tags=["organisation"])

_PARTY = (Unauthenticated, MissingScope, NotFound)


@router.post(
    "/organisations/{organisation_id}/invitations",
    status_code=status.HTTP_201_CREATED,
    responses=problem_responses(*_PARTY, OwnerNeeded, ContactNotValid),
)
async def create_invitation(
    organisation_id: UUID,
    body: InvitationCreate,
    caller: Caller,
    session: Session,
    vault: VaultDep,
) -> InvitationRead:
    """Ask somebody to join by e-mail or text message, whether or not they have an account."""
    return await service.invite(
        session, caller=caller, organisation_id=organisation_id, invitation=body, vault=vault
    )


@router.get(
    "/organisations/{organisation_id}/invitations",
    responses=problem_responses(*_PARTY, Unprocessable),
)
async def list_invitations(
    organisation_id: UUID, caller: Caller, session: ReadSession, page: Page
) -> Paged[InvitationRead]:
    """The organisation's invitations, newest first."""
    return await service.list_invitations(
        session, caller=caller, organisation_id=organisation_id, page=page
    )


@router.delete(
    "/organisations/{organisation_id}/invitations/{invitation_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problem_responses(*_PARTY, InvitationNotOpen),
)
async def withdraw_invitation(
    organisation_id: UUID, invitation_id: UUID, caller: Caller, session: Session
) -> None:
    """Take an open invitation back."""
    await service.withdraw(
        session, caller=caller, organisation_id=organisation_id, invitation_id=invitation_id
    )


@router.post(
    "/invitations/accept",
    responses=problem_responses(Unauthenticated, InvitationNotValid, AlreadyMember),
)
async def accept_invitation(
    body: InvitationAccept, caller: Caller, session: Session
) -> InvitationAccepted:
    """Become a member by the token of the message; it is good once and for seven days."""
    return await service.accept(session, caller=caller, token=body.token)
