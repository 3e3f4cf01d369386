"""Routes of the ledger feature."""

from __future__ import annotations

from fastapi import APIRouter

from kit.errors import Forbidden, Unauthenticated, problem_responses
from services.orders.deps import FinanceMember, ReadSession
from services.orders.ledger import service
from services.orders.ledger.schemas import Balances

router = APIRouter(prefix="/orders/v1/ledger", tags=["ledger · บัญชี"])


@router.get("/balances", responses=problem_responses(Unauthenticated, Forbidden))
async def read_balances(session: ReadSession, caller: FinanceMember) -> Balances:
    """Your organisation's balances in satang; below nought is what the operator owes you."""
    return await service.balances(session, party_id=caller.organisation_id)
