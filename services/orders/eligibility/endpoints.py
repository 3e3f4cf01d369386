"""Routes of eligibility."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from contracts.scopes import Scope
from kit.errors import Forbidden, NotFound, Unauthenticated, Unprocessable, problem_responses
from kit.time import bangkok_today
from services.orders.deps import Acting, ReadSession, acting
from services.orders.eligibility import service as eligibility_service
from services.orders.eligibility.schemas import EligibilityRead

router = APIRouter(prefix="/orders/v1/eligibility", tags=["eligibility · เกณฑ์อาหารปลอดภัย"])

BuyerReader = Annotated[Acting, Depends(acting(Scope.BUY, Scope.APPROVE, Scope.READ))]


@router.get(
    "/{variant_id}",
    responses=problem_responses(Unauthenticated, Forbidden, NotFound, Unprocessable),
)
async def read_eligibility(
    variant_id: UUID,
    session: ReadSession,
    caller: BuyerReader,
    on: Annotated[
        date | None, Query(description="Delivery date in Thailand; today when left out.")
    ] = None,
) -> EligibilityRead:
    """Whether your organisation may have the offer delivered on a date, and because of what."""
    return await eligibility_service.explain(
        session, buyer_id=caller.organisation_id, variant_id=variant_id, on=on or bangkok_today()
    )
