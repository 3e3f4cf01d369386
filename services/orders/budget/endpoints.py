"""Routes of budgets."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from contracts.scopes import Scope
from kit.errors import Forbidden, NotFound, Unauthenticated, Unprocessable, problem_responses
from kit.idempotency import (
    IdempotencyKeyInFlight,
    IdempotencyKeyRequired,
    IdempotencyKeyReused,
    RequiredIdempotencyKey,
)
from kit.pagination import Page, Paged
from services.orders.budget import service as budget_service
from services.orders.budget.errors import BudgetExceeded, BudgetExists
from services.orders.budget.schemas import (
    Allotment,
    BudgetCreate,
    BudgetEntryRead,
    BudgetRead,
    FiscalYear,
)
from services.orders.deps import Acting, FinanceMember, ReadSession, Session, acting

router = APIRouter(prefix="/orders/v1/budgets", tags=["budgets · งบประมาณ"])

BudgetReader = Annotated[
    Acting, Depends(acting(Scope.FINANCE, Scope.BUY, Scope.APPROVE, Scope.READ))
]
_KEY_REFUSALS = (IdempotencyKeyRequired, IdempotencyKeyInFlight, IdempotencyKeyReused)


def _caller(caller: Acting) -> str:
    return f"{caller.person_id}:{caller.organisation_id}"


@router.post(
    "",
    status_code=201,
    response_model=BudgetRead,
    responses=problem_responses(
        Unauthenticated, Forbidden, BudgetExists, Unprocessable, *_KEY_REFUSALS
    ),
)
async def create_budget(
    body: BudgetCreate, session: Session, caller: FinanceMember, key: RequiredIdempotencyKey
) -> Response:
    """Set up a unit's budget from a source for a fiscal year, with its first allotment.

    From then on a government buyer's requisitions of that year must each name a budget.
    """
    return await key.run(
        session,
        caller=_caller(caller),
        body=body,
        action=lambda: budget_service.create(
            session, buyer_id=caller.organisation_id, person_id=caller.person_id, wanted=body
        ),
        status=201,
    )


@router.get("", responses=problem_responses(Unauthenticated, Forbidden, Unprocessable))
async def list_budgets(
    session: ReadSession,
    caller: BudgetReader,
    page: Page,
    fiscal_year: Annotated[FiscalYear | None, Query()] = None,
) -> Paged[BudgetRead]:
    """Your organisation's budgets with their balances, newest first."""
    items, cursor = await budget_service.page_of(
        session, buyer_id=caller.organisation_id, fiscal_year=fiscal_year, page=page
    )
    return Paged[BudgetRead](items=items, next_cursor=cursor)


@router.get("/{budget_id}", responses=problem_responses(Unauthenticated, Forbidden, NotFound))
async def read_budget(budget_id: UUID, session: ReadSession, caller: BudgetReader) -> BudgetRead:
    """One of your organisation's budgets, with its balances as they are now."""
    return await budget_service.one(session, buyer_id=caller.organisation_id, budget_id=budget_id)


@router.get(
    "/{budget_id}/entries",
    responses=problem_responses(Unauthenticated, Forbidden, NotFound, Unprocessable),
)
async def list_budget_entries(
    budget_id: UUID, session: ReadSession, caller: BudgetReader, page: Page
) -> Paged[BudgetEntryRead]:
    """A budget's movements, newest first; their sums are its balances."""
    rows, cursor = await budget_service.entries(
        session, buyer_id=caller.organisation_id, budget_id=budget_id, page=page
    )
    return Paged[BudgetEntryRead](
        items=[BudgetEntryRead.model_validate(row) for row in rows], next_cursor=cursor
    )


@router.post(
    "/{budget_id}/allotments",
    status_code=201,
    response_model=BudgetRead,
    responses=problem_responses(
        Unauthenticated, Forbidden, NotFound, BudgetExceeded, Unprocessable, *_KEY_REFUSALS
    ),
)
async def allot(
    budget_id: UUID,
    body: Allotment,
    session: Session,
    caller: FinanceMember,
    key: RequiredIdempotencyKey,
) -> Response:
    """Allot more, or take away what is still available; with a reason."""
    return await key.run(
        session,
        caller=_caller(caller),
        body=body,
        action=lambda: budget_service.allot(
            session,
            buyer_id=caller.organisation_id,
            budget_id=budget_id,
            person_id=caller.person_id,
            amount_satang=body.amount_satang,
            reason=body.reason,
        ),
        status=201,
    )
