"""HTTP of mandates."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, status

from kit.errors import NotFound, Unauthenticated, Unprocessable, problem_responses
from kit.pagination import Page, Paged
from services.auth.deps import Caller, ReadSession, Session
from services.auth.errors import MissingScope
from services.auth.mandate import service
from services.auth.mandate.errors import (
    ConsentIsTheProducers,
    MandateLive,
    MandateStatusConflict,
    MarginChanged,
    NotAnIntermediary,
    ProducerNotSelling,
)
from services.auth.mandate.schemas import MandateConsent, MandateCreate, MandateEnd, MandateRead

router = APIRouter(prefix="/auth/v1/mandates", tags=["mandate"])

_PARTY = (Unauthenticated, MissingScope, NotFound)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    responses=problem_responses(*_PARTY, NotAnIntermediary, ProducerNotSelling, MandateLive),
)
async def propose_mandate(body: MandateCreate, caller: Caller, session: Session) -> MandateRead:
    """Ask a producer for the right to sell for it, with the margin disclosed (intermediary)."""
    return await service.propose(session, caller=caller, mandate=body)


@router.get("", responses=problem_responses(*_PARTY, Unprocessable))
async def list_mandates(caller: Caller, session: ReadSession, page: Page) -> Paged[MandateRead]:
    """One's organisation's mandates on either side, newest first."""
    return await service.list_own(session, caller=caller, page=page)


@router.get("/{mandate_id}", responses=problem_responses(*_PARTY))
async def read_mandate(mandate_id: UUID, caller: Caller, session: ReadSession) -> MandateRead:
    """A mandate, for its two sides."""
    return await service.read(session, caller=caller, mandate_id=mandate_id)


@router.post(
    "/{mandate_id}/consent",
    responses=problem_responses(
        *_PARTY, ConsentIsTheProducers, MandateStatusConflict, MarginChanged
    ),
)
async def consent_to_mandate(
    mandate_id: UUID, body: MandateConsent, caller: Caller, session: Session
) -> MandateRead:
    """Consent to the margin that one has seen (producer); the right holds from its first day."""
    return await service.consent(
        session,
        caller=caller,
        mandate_id=mandate_id,
        margin_basis_points=body.margin_basis_points,
    )


@router.post(
    "/{mandate_id}/decline",
    responses=problem_responses(*_PARTY, ConsentIsTheProducers, MandateStatusConflict),
)
async def decline_mandate(
    mandate_id: UUID, body: MandateEnd, caller: Caller, session: Session
) -> MandateRead:
    """Decline a proposal (producer)."""
    return await service.decline(session, caller=caller, mandate_id=mandate_id, reason=body.reason)


@router.post("/{mandate_id}/revoke", responses=problem_responses(*_PARTY, MandateStatusConflict))
async def revoke_mandate(
    mandate_id: UUID, body: MandateEnd, caller: Caller, session: Session
) -> MandateRead:
    """End the right at once, from either side; nobody's agreement is needed."""
    return await service.revoke(session, caller=caller, mandate_id=mandate_id, reason=body.reason)
