"""Routes of billing notes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from contracts.scopes import Scope
from kit.errors import Forbidden, Unauthenticated, Unprocessable, problem_responses
from kit.idempotency import (
    IdempotencyKeyInFlight,
    IdempotencyKeyRequired,
    IdempotencyKeyReused,
    RequiredIdempotencyKey,
)
from kit.pagination import Page, Paged
from services.orders.billing import service as billing_service
from services.orders.billing.errors import NothingToBill
from services.orders.billing.schemas import BillingNoteCreate, BillingNoteRead
from services.orders.deps import Acting, FinanceMember, ReadSession, Session, acting

router = APIRouter(prefix="/orders/v1/billing-notes", tags=["billing notes · ใบวางบิล"])

FinanceReader = Annotated[Acting, Depends(acting(Scope.FINANCE, Scope.READ))]


@router.post(
    "",
    status_code=201,
    response_model=BillingNoteRead,
    responses=problem_responses(
        Unauthenticated,
        Forbidden,
        NothingToBill,
        IdempotencyKeyInFlight,
        IdempotencyKeyReused,
        IdempotencyKeyRequired,
        Unprocessable,
    ),
)
async def issue_billing_note(
    body: BillingNoteCreate, session: Session, caller: FinanceMember, key: RequiredIdempotencyKey
) -> Response:
    """Bill a buyer's month now; what is left of it is billed by itself when the month is over."""
    return await key.run(
        session,
        caller=f"{caller.person_id}:{caller.organisation_id}",
        body=body,
        action=lambda: billing_service.issue(
            session, seller_id=caller.organisation_id, wanted=body
        ),
        status=201,
    )


@router.get("", responses=problem_responses(Unauthenticated, Forbidden, Unprocessable))
async def list_billing_notes(
    session: ReadSession, caller: FinanceReader, page: Page
) -> Paged[BillingNoteRead]:
    """Billing notes that your organisation issued or received, newest first."""
    return await billing_service.page_of(session, party_id=caller.organisation_id, page=page)
