"""Routes of weekly capacity."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from contracts.scopes import Scope
from kit.errors import Forbidden, NotFound, Unauthenticated, Unprocessable, problem_responses
from kit.time import bangkok_today
from services.orders.capacity import service as capacity_service
from services.orders.capacity.errors import CapacityBelowTaken
from services.orders.capacity.rules import parse
from services.orders.capacity.schemas import CapacityRead, CapacityWrite, Week, Weeks
from services.orders.deps import Acting, ReadSession, Session, SupplyMember, acting

router = APIRouter(prefix="/orders/v1/capacity", tags=["capacity · กำลังผลิตรายสัปดาห์"])

SupplyReader = Annotated[Acting, Depends(acting(Scope.SUPPLY, Scope.SELL, Scope.READ))]


@router.put(
    "/{variant_id}",
    responses=problem_responses(
        Unauthenticated, Forbidden, NotFound, CapacityBelowTaken, Unprocessable
    ),
)
async def state_capacity(
    variant_id: UUID, body: CapacityWrite, session: Session, caller: SupplyMember
) -> CapacityRead:
    """Say what you can deliver of a variant in a week, ordered or not.

    A statement like a count: no If-Match. It may not fall below what orders have taken.
    """
    return await capacity_service.state(
        session,
        seller_id=caller.organisation_id,
        variant_id=variant_id,
        week=body.week,
        quantity=body.quantity,
    )


@router.get(
    "/{variant_id}",
    responses=problem_responses(Unauthenticated, Forbidden, NotFound, Unprocessable),
)
async def read_capacity(
    variant_id: UUID,
    session: ReadSession,
    caller: SupplyReader,
    from_week: Annotated[
        Week | None, Query(description="First week; this one when left out.")
    ] = None,
    weeks: Annotated[int, Query(ge=1, le=104, description="How many weeks.")] = 12,
) -> Weeks:
    """The weeks of your variant that you stated or that are ordered for."""
    from_on = bangkok_today() if from_week is None else parse(from_week)
    items = await capacity_service.weeks(
        session,
        seller_id=caller.organisation_id,
        variant_id=variant_id,
        from_on=from_on,
        count=weeks,
    )
    return Weeks(items=items)
