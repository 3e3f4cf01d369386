"""Routes of what is owed: receivables for sellers, payables for buyers."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from contracts.scopes import Scope
from kit.errors import Forbidden, Unauthenticated, problem_responses
from services.orders.deps import Acting, ReadSession, acting
from services.orders.receivable import service as receivable_service
from services.orders.receivable.errors import PeriodNotPlausible
from services.orders.receivable.schemas import Ageing, Statement

router = APIRouter(prefix="/orders/v1", tags=["receivables · ลูกหนี้เจ้าหนี้"])

FinanceReader = Annotated[Acting, Depends(acting(Scope.FINANCE, Scope.READ))]
_AGEING = problem_responses(Unauthenticated, Forbidden)
_STATEMENT = problem_responses(Unauthenticated, Forbidden, PeriodNotPlausible)


@router.get("/receivables/ageing", responses=_AGEING)
async def read_receivables_ageing(session: ReadSession, caller: FinanceReader) -> Ageing:
    """What buyers owe you for invoices, by how many days it is late today."""
    return await receivable_service.ageing(session, party_id=caller.organisation_id, side="seller")


@router.get("/payables/ageing", responses=_AGEING)
async def read_payables_ageing(session: ReadSession, caller: FinanceReader) -> Ageing:
    """What you owe sellers for invoices, by how many days it is late today."""
    return await receivable_service.ageing(session, party_id=caller.organisation_id, side="buyer")


@router.get("/receivables/statement", responses=_STATEMENT)
async def read_receivables_statement(
    session: ReadSession, caller: FinanceReader, buyer_id: UUID, from_on: date, until_on: date
) -> Statement:
    """What moved the debt of one buyer to you, from one day to another."""
    return await receivable_service.statement(
        session,
        seller_id=caller.organisation_id,
        buyer_id=buyer_id,
        from_on=from_on,
        until_on=until_on,
    )


@router.get("/payables/statement", responses=_STATEMENT)
async def read_payables_statement(
    session: ReadSession, caller: FinanceReader, seller_id: UUID, from_on: date, until_on: date
) -> Statement:
    """What moved your debt to one seller, from one day to another."""
    return await receivable_service.statement(
        session,
        seller_id=seller_id,
        buyer_id=caller.organisation_id,
        from_on=from_on,
        until_on=until_on,
    )
