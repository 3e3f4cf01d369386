"""Routes of deliveries."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from contracts.scopes import Scope
from kit.errors import Forbidden, NotFound, Unauthenticated, Unprocessable, problem_responses
from kit.http import etag
from kit.idempotency import (
    IdempotencyKeyInFlight,
    IdempotencyKeyRequired,
    IdempotencyKeyReused,
    RequiredIdempotencyKey,
)
from kit.pagination import Page, Paged
from services.orders.confirmation.errors import UnknownOrderLine
from services.orders.delivery import service as delivery_service
from services.orders.delivery.errors import (
    ArrivalTimeNotPlausible,
    ArrivedMoreThanShipped,
    DeliveriesUnderWay,
    DeliverOnPassed,
    DeliveryExceedsOrder,
    DeliveryNotInState,
    LinesDoNotMatch,
    LotOfAnotherProduct,
    PurchaseOrderNotConfirmed,
)
from services.orders.delivery.schemas import (
    Arrival,
    CancelDelivery,
    CloseOrder,
    DeliveryCreate,
    DeliveryRead,
    DeliveryStatus,
    DeliverySummary,
)
from services.orders.delivery.service import Actor
from services.orders.deps import (
    Acting,
    BuyingMember,
    ReadSession,
    SellingMember,
    Session,
    acting,
)
from services.orders.eligibility.errors import CategoryHasNoRule, CertificateNotValidOnDeliveryDate
from services.orders.lot.errors import LotBlocked, LotExhausted, LotNotYours
from services.orders.purchase.schemas import PurchaseOrderRead
from services.orders.receiving.errors import (
    ReceivingWindowFull,
    ReceivingWindowNotOpen,
    ReceivingWindowRequired,
)
from services.orders.school_day.errors import SchoolClosedOnDeliveryDate
from services.orders.stock.errors import OutOfStock

router = APIRouter(tags=["deliveries · การส่งของ"])

_ORDERS = "/orders/v1/purchase-orders"
_DELIVERIES = "/orders/v1/deliveries"
_KEY = (IdempotencyKeyInFlight, IdempotencyKeyReused, IdempotencyKeyRequired, Unprocessable)
ReceivingMember = Annotated[Acting, Depends(acting(Scope.BUY, Scope.INSPECT))]
PartyReader = Annotated[
    Acting,
    Depends(acting(Scope.BUY, Scope.APPROVE, Scope.INSPECT, Scope.FINANCE, Scope.SELL, Scope.READ)),
]


def _actor(caller: Acting) -> Actor:
    return Actor(caller.person_id, caller.principal.name, caller.organisation_id)


def _caller(caller: Acting) -> str:
    return f"{caller.person_id}:{caller.organisation_id}"


@router.post(
    _ORDERS + "/{order_id}/deliveries",
    status_code=201,
    response_model=DeliveryRead,
    responses=problem_responses(
        Unauthenticated,
        Forbidden,
        NotFound,
        PurchaseOrderNotConfirmed,
        DeliveryExceedsOrder,
        LotBlocked,
        LotExhausted,
        OutOfStock,
        ReceivingWindowFull,
        CertificateNotValidOnDeliveryDate,
        CategoryHasNoRule,
        DeliverOnPassed,
        SchoolClosedOnDeliveryDate,
        UnknownOrderLine,
        LotNotYours,
        LotOfAnotherProduct,
        ReceivingWindowRequired,
        ReceivingWindowNotOpen,
        *_KEY,
    ),
)
async def ship_delivery(
    order_id: UUID,
    body: DeliveryCreate,
    session: Session,
    caller: SellingMember,
    key: RequiredIdempotencyKey,
) -> Response:
    """A delivery note for an order that you confirmed: which lots go out for which lines.

    Certificates are checked again for the delivery date; lots and stock fall at once. Several
    deliveries may make up an order, together never more than was confirmed and may be delivered
    above it.
    """
    return await key.run(
        session,
        caller=_caller(caller),
        body=body,
        action=lambda: delivery_service.ship(
            session, actor=_actor(caller), order_id=order_id, wanted=body
        ),
        status=201,
    )


@router.post(
    _ORDERS + "/{order_id}/close",
    response_model=PurchaseOrderRead,
    responses=problem_responses(
        Unauthenticated,
        Forbidden,
        NotFound,
        PurchaseOrderNotConfirmed,
        DeliveriesUnderWay,
        *_KEY,
    ),
)
async def close_purchase_order(
    order_id: UUID,
    body: CloseOrder,
    session: Session,
    caller: BuyingMember,
    key: RequiredIdempotencyKey,
) -> Response:
    """Want no more of a confirmed order of yours: what was not accepted stays short. Final."""

    async def close() -> PurchaseOrderRead:
        closed = await delivery_service.close_order(
            session, actor=_actor(caller), order_id=order_id, reason=body.reason
        )
        return PurchaseOrderRead.model_validate(closed)

    return await key.run(session, caller=_caller(caller), body=body, action=close)


@router.get(_DELIVERIES, responses=problem_responses(Unauthenticated, Forbidden, Unprocessable))
async def list_deliveries(
    session: ReadSession,
    caller: PartyReader,
    page: Page,
    purchase_order_id: Annotated[UUID | None, Query(description="Only of this order.")] = None,
    status: Annotated[DeliveryStatus | None, Query()] = None,
) -> Paged[DeliverySummary]:
    """Deliveries that your organisation sent or is to receive, newest first."""
    return await delivery_service.page_of(
        session,
        party_id=caller.organisation_id,
        order_id=purchase_order_id,
        status=status,
        page=page,
    )


@router.get(
    _DELIVERIES + "/{delivery_id}",
    responses=problem_responses(Unauthenticated, Forbidden, NotFound),
)
async def read_delivery(
    delivery_id: UUID, session: ReadSession, caller: PartyReader, response: Response
) -> DeliveryRead:
    """A delivery of yours, as its buyer or its seller; anybody else's does not exist."""
    found = await delivery_service.find(
        session, delivery_id=delivery_id, party_id=caller.organisation_id
    )
    response.headers["ETag"] = etag(found.version)
    return found


@router.post(
    _DELIVERIES + "/{delivery_id}/arrive",
    response_model=DeliveryRead,
    responses=problem_responses(
        Unauthenticated,
        Forbidden,
        NotFound,
        DeliveryNotInState,
        LinesDoNotMatch,
        ArrivedMoreThanShipped,
        ArrivalTimeNotPlausible,
        *_KEY,
    ),
)
async def receive_delivery(
    delivery_id: UUID,
    body: Arrival,
    session: Session,
    caller: ReceivingMember,
    key: RequiredIdempotencyKey,
) -> Response:
    """Write down at the gate when a delivery to you arrived, what of it and how warm it was."""
    return await key.run(
        session,
        caller=_caller(caller),
        body=body,
        action=lambda: delivery_service.arrive(
            session, actor=_actor(caller), delivery_id=delivery_id, arrival=body
        ),
    )


@router.post(
    _DELIVERIES + "/{delivery_id}/cancel",
    response_model=DeliveryRead,
    responses=problem_responses(Unauthenticated, Forbidden, NotFound, DeliveryNotInState, *_KEY),
)
async def cancel_delivery(
    delivery_id: UUID,
    body: CancelDelivery,
    session: Session,
    caller: SellingMember,
    key: RequiredIdempotencyKey,
) -> Response:
    """Take back a delivery of yours that will not arrive: its lots and stock are there again."""
    return await key.run(
        session,
        caller=_caller(caller),
        body=body,
        action=lambda: delivery_service.cancel(
            session, actor=_actor(caller), delivery_id=delivery_id, reason=body.reason
        ),
    )
