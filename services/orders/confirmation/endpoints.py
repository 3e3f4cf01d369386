"""Routes: confirm, decline, cancel."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from kit.errors import Forbidden, NotFound, Unauthenticated, Unprocessable, problem_responses
from kit.idempotency import (
    IdempotencyKeyInFlight,
    IdempotencyKeyRequired,
    IdempotencyKeyReused,
    RequiredIdempotencyKey,
)
from services.orders.confirmation import service as confirmation_service
from services.orders.confirmation.errors import (
    ConfirmedMoreThanOrdered,
    NothingConfirmed,
    PurchaseOrderNotWaiting,
    UnknownOrderLine,
)
from services.orders.confirmation.schemas import OrderConfirm, Reason
from services.orders.confirmation.service import Actor
from services.orders.credit.errors import CreditLimitExceeded
from services.orders.deps import Acting, BuyingMember, SellingMember, Session
from services.orders.purchase.schemas import PurchaseOrderRead

router = APIRouter(prefix="/orders/v1/purchase-orders", tags=["purchase orders · ใบสั่งซื้อ"])

_REFUSALS = (
    Unauthenticated,
    Forbidden,
    NotFound,
    PurchaseOrderNotWaiting,
    IdempotencyKeyInFlight,
    IdempotencyKeyReused,
    IdempotencyKeyRequired,
    Unprocessable,
)
_MOVE: dict[str, Any] = {
    "response_model": PurchaseOrderRead,
    "responses": problem_responses(*_REFUSALS),
}


def _actor(caller: Acting) -> Actor:
    return Actor(caller.person_id, caller.organisation_id)


def _caller(caller: Acting) -> str:
    return f"{caller.person_id}:{caller.organisation_id}"


@router.post(
    "/{order_id}/confirm",
    response_model=PurchaseOrderRead,
    responses=problem_responses(
        *_REFUSALS,
        UnknownOrderLine,
        ConfirmedMoreThanOrdered,
        NothingConfirmed,
        CreditLimitExceeded,
    ),
)
async def confirm_purchase_order(
    order_id: UUID,
    body: OrderConfirm,
    session: Session,
    caller: SellingMember,
    key: RequiredIdempotencyKey,
) -> Response:
    """Confirm an order that you received: whole, or name the lines that you can deliver less of.

    Until ``confirm_by_at``; after that both sides are told, and you may still confirm as long as
    the buyer has not cancelled.
    """
    return await key.run(
        session,
        caller=_caller(caller),
        body=body,
        action=lambda: confirmation_service.confirm(
            session, actor=_actor(caller), order_id=order_id, wanted=body
        ),
    )


@router.post("/{order_id}/decline", **_MOVE)
async def decline_purchase_order(
    order_id: UUID,
    body: Reason,
    session: Session,
    caller: SellingMember,
    key: RequiredIdempotencyKey,
) -> Response:
    """Refuse an order that you received, with a reason. It is final."""
    return await key.run(
        session,
        caller=_caller(caller),
        body=body,
        action=lambda: confirmation_service.decline(
            session, actor=_actor(caller), order_id=order_id, reason=body.reason
        ),
    )


@router.post("/{order_id}/cancel", **_MOVE)
async def cancel_purchase_order(
    order_id: UUID,
    body: Reason,
    session: Session,
    caller: BuyingMember,
    key: RequiredIdempotencyKey,
) -> Response:
    """Take an order of yours back while its seller has not confirmed it. It is final."""
    return await key.run(
        session,
        caller=_caller(caller),
        body=body,
        action=lambda: confirmation_service.cancel(
            session, actor=_actor(caller), order_id=order_id, reason=body.reason
        ),
    )
