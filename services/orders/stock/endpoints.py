"""Routes of the stock feature."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response

from kit.errors import Forbidden, NotFound, Unauthenticated, Unprocessable, problem_responses
from kit.idempotency import (
    IdempotencyKeyInFlight,
    IdempotencyKeyRequired,
    IdempotencyKeyReused,
    RequiredIdempotencyKey,
)
from services.orders.deps import ReadSession, Session, SupplyMember
from services.orders.stock import service
from services.orders.stock.errors import OutOfStock, StockBelowReserved, StockTooLarge
from services.orders.stock.schemas import StockAdjust, StockCount, StockRead

router = APIRouter(prefix="/orders/v1/stock", tags=["stock · สต็อก"])


@router.put(
    "/{variant_id}",
    responses=problem_responses(
        Unauthenticated, Forbidden, NotFound, StockBelowReserved, Unprocessable
    ),
)
async def count_stock(
    variant_id: UUID, body: StockCount, session: Session, caller: SupplyMember
) -> StockRead:
    """State how much of your own variant is on hand, counted on the shelf.

    A count, not an edit: no If-Match. It never loses a sale that happens meanwhile: a count below
    what is held for shoppers is refused. A variant is known here a moment after it was saved in
    the catalogue; until then it is 404.
    """
    return await service.count(
        session,
        seller_id=caller.organisation_id,
        variant_id=variant_id,
        on_hand=body.on_hand,
    )


@router.post(
    "/{variant_id}/adjustments",
    response_model=StockRead,
    responses=problem_responses(
        Unauthenticated,
        Forbidden,
        NotFound,
        OutOfStock,
        StockTooLarge,
        IdempotencyKeyInFlight,
        IdempotencyKeyReused,
        IdempotencyKeyRequired,
        Unprocessable,
    ),
)
async def adjust_stock(
    variant_id: UUID,
    body: StockAdjust,
    session: Session,
    caller: SupplyMember,
    key: RequiredIdempotencyKey,
) -> Response:
    """Add to what is on hand of your own variant, or take from it, and say why.

    What is held for shoppers who are paying is never taken.
    """

    async def action() -> StockRead:
        return await service.adjust(
            session,
            seller_id=caller.organisation_id,
            person_id=caller.person_id,
            variant_id=variant_id,
            body=body,
        )

    return await key.run(
        session, caller=f"organisation:{caller.organisation_id}", body=body, action=action
    )


@router.get("/{variant_id}", responses=problem_responses(Unauthenticated, Forbidden, NotFound))
async def read_stock(variant_id: UUID, session: ReadSession, caller: SupplyMember) -> StockRead:
    """What is on hand, held and available of your own variant."""
    return await service.find(session, seller_id=caller.organisation_id, variant_id=variant_id)
