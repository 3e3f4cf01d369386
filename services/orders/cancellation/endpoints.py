"""Routes by which a seller gives an order's money back."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from fastapi import APIRouter, Response

from kit.errors import (
    AppError,
    Forbidden,
    NotFound,
    Unauthenticated,
    Unprocessable,
    problem_responses,
)
from kit.idempotency import (
    IdempotencyKeyInFlight,
    IdempotencyKeyRequired,
    IdempotencyKeyReused,
    RequiredIdempotencyKey,
)
from services.orders.cancellation import service
from services.orders.cancellation.errors import AlreadyRefunded, OnlyTheWhole, ReasonDoesNotFit
from services.orders.cancellation.schemas import CallOff, RefundCreate
from services.orders.deps import ResourcesDep, SellingMember
from services.orders.order.errors import OrderNotInState
from services.orders.order.schemas import OrderRead

router = APIRouter(prefix="/orders/v1/orders", tags=["seller's desk · โต๊ะผู้ขาย"])


def _route(*more: type[AppError]) -> dict[str, Any]:
    return {
        "response_model": OrderRead,
        "responses": problem_responses(
            Unauthenticated,
            Forbidden,
            NotFound,
            OrderNotInState,
            ReasonDoesNotFit,
            *more,
            IdempotencyKeyInFlight,
            IdempotencyKeyReused,
            IdempotencyKeyRequired,
            Unprocessable,
        ),
    }


@router.post("/{order_id}/decline", **_route())
async def decline_order(
    order_id: UUID,
    body: CallOff,
    resources: ResourcesDep,
    caller: SellingMember,
    key: RequiredIdempotencyKey,
) -> Response:
    """Decline a paid order that you have not accepted; all of its money goes back.

    What is still on the shelf is for sale again, unless the reason says that it is not there.
    """
    wish = service.Wish(order_id, caller.organisation_id, body, key)
    answer = await service.decline(resources.database, resources.payments, wish=wish)
    return cast(Response, answer)


@router.post("/{order_id}/cancel", **_route())
async def cancel_order(
    order_id: UUID,
    body: CallOff,
    resources: ResourcesDep,
    caller: SellingMember,
    key: RequiredIdempotencyKey,
) -> Response:
    """Cancel a paid order that has not left yet; all of its money goes back.

    A card is refunded at once. For PromptPay the shopper is asked for an account first:
    `refund.status` says where it stands.
    """
    wish = service.Wish(order_id, caller.organisation_id, body, key)
    answer = await service.cancel(resources.database, resources.payments, wish=wish)
    return cast(Response, answer)


@router.post("/{order_id}/refunds", **_route(OnlyTheWhole, AlreadyRefunded))
async def refund_order(
    order_id: UUID,
    body: RefundCreate,
    resources: ResourcesDep,
    caller: SellingMember,
    key: RequiredIdempotencyKey,
) -> Response:
    """Refund the whole of an order that has left, or try again after a refund that failed."""
    wish = service.Wish(order_id, caller.organisation_id, body, key)
    answer = await service.refund(resources.database, resources.payments, wish=wish)
    return cast(Response, answer)
