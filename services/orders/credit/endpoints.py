"""Routes of credit."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from contracts.scopes import Scope
from kit.errors import Forbidden, NotFound, Unauthenticated, Unprocessable, problem_responses
from kit.idempotency import (
    IdempotencyKeyInFlight,
    IdempotencyKeyRequired,
    IdempotencyKeyReused,
    RequiredIdempotencyKey,
)
from services.orders.credit import service as credit_service
from services.orders.credit.errors import LimitBelowUse, TermAlreadySet
from services.orders.credit.schemas import (
    CreditLimitWrite,
    CreditLineRead,
    CreditTermCreate,
    CreditTermList,
    CreditTermRead,
)
from services.orders.deps import Acting, FinanceMember, ReadSession, Session, acting
from services.orders.purchase.schemas import Side

router = APIRouter(prefix="/orders/v1", tags=["credit · เครดิต"])

FinanceReader = Annotated[Acting, Depends(acting(Scope.FINANCE, Scope.READ))]


@router.post(
    "/credit-terms",
    status_code=201,
    response_model=CreditTermRead,
    responses=problem_responses(
        Unauthenticated,
        Forbidden,
        NotFound,
        TermAlreadySet,
        IdempotencyKeyInFlight,
        IdempotencyKeyReused,
        IdempotencyKeyRequired,
        Unprocessable,
    ),
)
async def add_credit_term(
    body: CreditTermCreate, session: Session, caller: FinanceMember, key: RequiredIdempotencyKey
) -> Response:
    """Give a buyer 15 to 60 days to pay your invoices, from a day on."""
    return await key.run(
        session,
        caller=f"{caller.person_id}:{caller.organisation_id}",
        body=body,
        action=lambda: credit_service.add_term(
            session, seller_id=caller.organisation_id, wanted=body
        ),
        status=201,
    )


@router.get("/credit-terms", responses=problem_responses(Unauthenticated, Forbidden))
async def list_credit_terms(session: ReadSession, caller: FinanceReader) -> CreditTermList:
    """The terms that you give or are given, the closest first: for an invoice the first counts."""
    return await credit_service.terms(session, party_id=caller.organisation_id)


@router.put(
    "/credit-limits/{buyer_id}",
    responses=problem_responses(Unauthenticated, Forbidden, NotFound, LimitBelowUse, Unprocessable),
)
async def set_credit_limit(
    buyer_id: UUID, body: CreditLimitWrite, session: Session, caller: FinanceMember
) -> CreditLineRead:
    """State the most that a buyer may owe you; an order above it cannot be confirmed.

    Not an edit: no If-Match. A limit below what is in use is refused.
    """
    return await credit_service.set_limit(
        session,
        seller_id=caller.organisation_id,
        buyer_id=buyer_id,
        limit_satang=body.limit_satang,
    )


@router.get(
    "/credit-limits/{party_id}", responses=problem_responses(Unauthenticated, Forbidden, NotFound)
)
async def read_credit_limit(
    party_id: UUID, session: ReadSession, caller: FinanceReader, side: Side = "seller"
) -> CreditLineRead:
    """The limit between you and another party, and what is used of it now."""
    mine, other = caller.organisation_id, party_id
    seller_id, buyer_id = (mine, other) if side == "seller" else (other, mine)
    return await credit_service.find(session, seller_id=seller_id, buyer_id=buyer_id)
