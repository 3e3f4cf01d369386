"""HTTP of sign-ins that go on."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, status

from kit.errors import NotFound, Unauthenticated, problem_responses
from services.auth.deps import AccountCaller, ReadSession, Session
from services.auth.session import service
from services.auth.session.schemas import SessionList

router = APIRouter(prefix="/auth/v1/me/sessions", tags=["account"])


@router.get("", responses=problem_responses(Unauthenticated))
async def list_sessions(caller: AccountCaller, session: ReadSession) -> SessionList:
    """Where you are signed in."""
    return await service.own(session, caller=caller)


@router.delete(
    "/{session_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problem_responses(Unauthenticated, NotFound),
)
async def end_session(session_id: UUID, caller: AccountCaller, session: Session) -> None:
    """Sign out there. An access token of it ends within 10 minutes by itself."""
    await service.sign_out(session, caller=caller, session_id=session_id)


@router.delete(
    "",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problem_responses(Unauthenticated),
)
async def end_other_sessions(caller: AccountCaller, session: Session) -> None:
    """Sign out everywhere but here."""
    await service.sign_out_elsewhere(session, caller=caller)
