"""HTTP of consent."""

from __future__ import annotations

from fastapi import APIRouter, status

from kit.errors import Unauthenticated, problem_responses
from services.auth.consent import service
from services.auth.consent.errors import ConsentTextOutdated, PurposeNotKnown
from services.auth.consent.schemas import ConsentGiven, ConsentList, PurposeList
from services.auth.deps import AccountCaller, ReadSession, Session

router = APIRouter(prefix="/auth/v1", tags=["privacy"])


@router.get("/consent-purposes")
async def list_consent_purposes(session: ReadSession) -> PurposeList:
    """For what consent is asked, and the text in force. Public."""
    return await service.purposes(session)


@router.get("/me/consents", responses=problem_responses(Unauthenticated))
async def list_consents(caller: AccountCaller, session: ReadSession) -> ConsentList:
    """What you have agreed to."""
    return await service.own(session, caller=caller)


@router.post(
    "/me/consents",
    status_code=status.HTTP_201_CREATED,
    responses=problem_responses(Unauthenticated, PurposeNotKnown, ConsentTextOutdated),
)
async def give_or_withdraw_consent(
    body: ConsentGiven, caller: AccountCaller, session: Session
) -> ConsentList:
    """Give consent to the text in force, or withdraw it; every change is kept."""
    return await service.say(session, caller=caller, consent=body)
