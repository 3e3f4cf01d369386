"""Routes of the seller's desk."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from kit.errors import (
    Forbidden,
    NotFound,
    Unauthenticated,
    Unprocessable,
    problem_responses,
)
from kit.http import etag
from kit.idempotency import (
    IdempotencyKey,
    IdempotencyKeyInFlight,
    IdempotencyKeyRequired,
    IdempotencyKeyReused,
    RequiredIdempotencyKey,
)
from kit.pagination import Page, Paged
from services.orders.deps import Acting, ReadSession, SellingMember, Session
from services.orders.models.order import OrderStatus
from services.orders.order import service
from services.orders.order.errors import OrderNotInState
from services.orders.order.rules import Move
from services.orders.order.schemas import OrderRead, OrderSummary, Shipment

router = APIRouter(prefix="/orders/v1/orders", tags=["seller's desk · โต๊ะผู้ขาย"])

_READ = problem_responses(Unauthenticated, Forbidden, NotFound, Unprocessable)
_MOVE: dict[str, Any] = {
    "response_model": OrderRead,
    "responses": problem_responses(
        Unauthenticated,
        Forbidden,
        NotFound,
        OrderNotInState,
        IdempotencyKeyInFlight,
        IdempotencyKeyReused,
        IdempotencyKeyRequired,
        Unprocessable,
    ),
}


@router.get("", responses=problem_responses(Unauthenticated, Forbidden, Unprocessable))
async def list_orders(
    session: ReadSession,
    caller: SellingMember,
    page: Page,
    status: Annotated[OrderStatus | None, Query(description="Only orders that stand here")] = None,
) -> Paged[OrderSummary]:
    """Your own orders, newest first."""
    return await service.list_orders(
        session, seller_id=caller.organisation_id, status=status, page=page
    )


@router.get("/{order_id}", responses=_READ)
async def read_order(
    order_id: UUID, session: ReadSession, caller: SellingMember, response: Response
) -> OrderRead:
    """One of your own orders, with its lines and, once paid, where to send it."""
    order = await service.read_order(session, order_id=order_id, seller_id=caller.organisation_id)
    response.headers["ETag"] = etag(order.version)
    return order


@router.post("/{order_id}/accept", **_MOVE)
async def accept_order(
    order_id: UUID, session: Session, caller: SellingMember, key: RequiredIdempotencyKey
) -> Response:
    """Take on a paid order."""
    return await _move(session, caller, key, order_id=order_id, move=Move.ACCEPT)


@router.post("/{order_id}/pack", **_MOVE)
async def pack_order(
    order_id: UUID, session: Session, caller: SellingMember, key: RequiredIdempotencyKey
) -> Response:
    """The goods are in the box."""
    return await _move(session, caller, key, order_id=order_id, move=Move.PACK)


@router.post("/{order_id}/ship", **_MOVE)
async def ship_order(
    order_id: UUID,
    body: Shipment,
    session: Session,
    caller: SellingMember,
    key: RequiredIdempotencyKey,
) -> Response:
    """The parcel is with the carrier."""
    return await _move(session, caller, key, order_id=order_id, move=Move.SHIP, shipment=body)


@router.post("/{order_id}/deliver", **_MOVE)
async def deliver_order(
    order_id: UUID, session: Session, caller: SellingMember, key: RequiredIdempotencyKey
) -> Response:
    """The goods reached the shopper."""
    return await _move(session, caller, key, order_id=order_id, move=Move.DELIVER)


async def _move(
    session: Session,
    caller: Acting,
    key: IdempotencyKey,
    *,
    order_id: UUID,
    move: Move,
    shipment: Shipment | None = None,
) -> Response:
    async def action() -> OrderRead:
        return await service.move(
            session,
            order_id=order_id,
            seller_id=caller.organisation_id,
            move=move,
            shipment=shipment,
        )

    return await key.run(
        session, caller=f"organisation:{caller.organisation_id}", body=shipment, action=action
    )
