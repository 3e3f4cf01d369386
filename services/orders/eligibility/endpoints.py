"""Routes of eligibility."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from contracts.scopes import Scope
from kit.errors import Forbidden, NotFound, Unauthenticated, Unprocessable, problem_responses
from kit.pagination import Page, Paged
from kit.time import bangkok_today
from services.orders.deps import Acting, BuyingMember, ReadSession, Session, acting
from services.orders.eligibility import service as eligibility_service
from services.orders.eligibility.schemas import (
    BuyerRequirementCreate,
    BuyerRequirementEnd,
    BuyerRequirementRead,
    EligibilityRead,
)

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


own_router = APIRouter(
    prefix="/orders/v1/buyer-requirements", tags=["eligibility · เกณฑ์อาหารปลอดภัย"]
)


@own_router.post(
    "", status_code=201, responses=problem_responses(Unauthenticated, Forbidden, Unprocessable)
)
async def ask_for_more(
    body: BuyerRequirementCreate, session: Session, caller: BuyingMember
) -> BuyerRequirementRead:
    """Ask for a certificate beyond what the rules ask of your kind of organisation.

    It counts for deliveries from its first day on, in the assortment and for every requisition.
    """
    made = await eligibility_service.ask_for_more(
        session, buyer_id=caller.organisation_id, person_id=caller.person_id, wanted=body
    )
    return BuyerRequirementRead.model_validate(made)


@own_router.get("", responses=problem_responses(Unauthenticated, Forbidden, Unprocessable))
async def list_buyer_requirements(
    session: ReadSession, caller: BuyerReader, page: Page
) -> Paged[BuyerRequirementRead]:
    """What your organisation asks for, past and future too, newest first."""
    rows, cursor = await eligibility_service.page_of_own(
        session, buyer_id=caller.organisation_id, page=page
    )
    return Paged[BuyerRequirementRead](
        items=[BuyerRequirementRead.model_validate(row) for row in rows], next_cursor=cursor
    )


@own_router.post(
    "/{requirement_id}/end",
    responses=problem_responses(Unauthenticated, Forbidden, NotFound, Unprocessable),
)
async def end_buyer_requirement(
    requirement_id: UUID, body: BuyerRequirementEnd, session: Session, caller: BuyingMember
) -> BuyerRequirementRead:
    """Say until when you ask for it."""
    ended = await eligibility_service.end_own(
        session,
        buyer_id=caller.organisation_id,
        requirement_id=requirement_id,
        until_on=body.until_on,
    )
    return BuyerRequirementRead.model_validate(ended)
