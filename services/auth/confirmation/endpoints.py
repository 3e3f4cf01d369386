"""HTTP of the yearly confirmation."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from kit.errors import NotFound, Unauthenticated, problem_responses
from services.auth.confirmation import service
from services.auth.confirmation.errors import AlreadyConfirmed, ConfirmationNotForKind
from services.auth.confirmation.schemas import ConfirmationRead
from services.auth.deps import Caller, ReadSession, Session
from services.auth.errors import MissingScope

router = APIRouter(
    prefix="/auth/v1/organisations/{organisation_id}/confirmation", tags=["organisation"]
)

_PARTY = (Unauthenticated, MissingScope, NotFound)


@router.get("", responses=problem_responses(*_PARTY))
async def read_confirmation(
    organisation_id: UUID, caller: Caller, session: ReadSession
) -> ConfirmationRead:
    """Where the organisation stands today with its yearly confirmation (1 to 30 January)."""
    return await service.read(session, caller=caller, organisation_id=organisation_id)


@router.post("", responses=problem_responses(*_PARTY, ConfirmationNotForKind, AlreadyConfirmed))
async def confirm_organisation(
    organisation_id: UUID, caller: Caller, session: Session
) -> ConfirmationRead:
    """Confirm that the community enterprise goes on this year; late is better than never."""
    return await service.confirm(session, caller=caller, organisation_id=organisation_id)
