"""Routes of acceptance."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from contracts.scopes import Scope
from kit.errors import Forbidden, NotFound, Unauthenticated, Unprocessable, problem_responses
from kit.idempotency import (
    IdempotencyKeyInFlight,
    IdempotencyKeyRequired,
    IdempotencyKeyReused,
    RequiredIdempotencyKey,
)
from services.orders.acceptance import service as acceptance_service
from services.orders.acceptance.errors import (
    AcceptedAndRejectedDiffer,
    AcceptedWithoutCertificate,
    AlreadyInspected,
    AlreadySigned,
    ChairRequired,
    CommitteeTooSmall,
    HeadMayNotInspect,
    InspectionNotDisputed,
    InspectorsNotAppointed,
    NotAHead,
    NotAMember,
    NotAnAppointedInspector,
    OrderIsClosed,
    PanelMemberMayNotInspect,
)
from services.orders.acceptance.schemas import (
    CommitteeRead,
    CommitteeWrite,
    HeadDecision,
    InspectionRead,
    InspectionWrite,
    Signature,
)
from services.orders.acceptance.service import Actor
from services.orders.delivery.errors import DeliveryNotInState, LinesDoNotMatch
from services.orders.deps import Acting, ReadSession, Session, acting

router = APIRouter(tags=["acceptance · การตรวจรับพัสดุ"])

_COMMITTEE = "/orders/v1/purchase-orders/{order_id}/committee"
_INSPECTION = "/orders/v1/deliveries/{delivery_id}/inspection"
_KEY = (IdempotencyKeyInFlight, IdempotencyKeyReused, IdempotencyKeyRequired, Unprocessable)
AppointingMember = Annotated[Acting, Depends(acting(Scope.APPROVE))]
InspectingMember = Annotated[Acting, Depends(acting(Scope.INSPECT))]
BuyerReader = Annotated[
    Acting, Depends(acting(Scope.BUY, Scope.APPROVE, Scope.INSPECT, Scope.READ))
]
PartyReader = Annotated[
    Acting,
    Depends(acting(Scope.BUY, Scope.APPROVE, Scope.INSPECT, Scope.FINANCE, Scope.SELL, Scope.READ)),
]


def _actor(caller: Acting) -> Actor:
    return Actor(caller.person_id, caller.principal.name, caller.organisation_id)


def _caller(caller: Acting) -> str:
    return f"{caller.person_id}:{caller.organisation_id}"


@router.post(
    _COMMITTEE,
    response_model=CommitteeRead,
    responses=problem_responses(
        Unauthenticated,
        Forbidden,
        NotFound,
        OrderIsClosed,
        NotAMember,
        PanelMemberMayNotInspect,
        CommitteeTooSmall,
        ChairRequired,
        *_KEY,
    ),
)
async def appoint_committee(
    order_id: UUID,
    body: CommitteeWrite,
    session: Session,
    caller: AppointingMember,
    key: RequiredIdempotencyKey,
) -> Response:
    """Appoint who inspects the goods of an order of yours, in place of those before.

    Up to 100,000 baht one inspector will do; above it three with a chair (dated rules). Whoever
    was on the procurement panel may not inspect.
    """
    return await key.run(
        session,
        caller=_caller(caller),
        body=body,
        action=lambda: acceptance_service.appoint(
            session, actor=_actor(caller), order_id=order_id, wanted=body
        ),
    )


@router.get(_COMMITTEE, responses=problem_responses(Unauthenticated, Forbidden, NotFound))
async def read_committee(
    order_id: UUID, session: ReadSession, caller: BuyerReader
) -> CommitteeRead:
    """Who is appointed for an order of yours, and how many the rule in force asks for."""
    return await acceptance_service.appointed(
        session, order_id=order_id, buyer_id=caller.organisation_id
    )


@router.post(
    _INSPECTION,
    status_code=201,
    response_model=InspectionRead,
    responses=problem_responses(
        Unauthenticated,
        NotAnAppointedInspector,
        NotFound,
        AlreadyInspected,
        DeliveryNotInState,
        InspectorsNotAppointed,
        LinesDoNotMatch,
        AcceptedAndRejectedDiffer,
        AcceptedWithoutCertificate,
        *_KEY,
    ),
)
async def inspect_delivery(
    delivery_id: UUID,
    body: InspectionWrite,
    session: Session,
    caller: InspectingMember,
    key: RequiredIdempotencyKey,
) -> Response:
    """Record, once, what of a delivery is accepted and what rejected; then each inspector signs.

    The seller is told at once of what is wrong, within the three working days of ข้อ 175.
    """
    return await key.run(
        session,
        caller=_caller(caller),
        body=body,
        action=lambda: acceptance_service.record(
            session, actor=_actor(caller), delivery_id=delivery_id, wanted=body
        ),
        status=201,
    )


@router.get(_INSPECTION, responses=problem_responses(Unauthenticated, Forbidden, NotFound))
async def read_inspection(
    delivery_id: UUID, session: ReadSession, caller: PartyReader
) -> InspectionRead:
    """The inspection of a delivery of yours, with its signatures, as its buyer or seller."""
    return await acceptance_service.find(
        session, delivery_id=delivery_id, party_id=caller.organisation_id
    )


@router.post(
    "/orders/v1/inspections/{inspection_id}/signatures",
    response_model=InspectionRead,
    responses=problem_responses(
        Unauthenticated, NotAnAppointedInspector, NotFound, AlreadySigned, *_KEY
    ),
)
async def sign_inspection(
    inspection_id: UUID,
    body: Signature,
    session: Session,
    caller: InspectingMember,
    key: RequiredIdempotencyKey,
) -> Response:
    """Sign once that you agree with the record of an inspection, or why you do not.

    When all agree the acceptance is final and payment unlocked; a dissent goes to the head.
    """
    return await key.run(
        session,
        caller=_caller(caller),
        body=body,
        action=lambda: acceptance_service.sign(
            session, actor=_actor(caller), inspection_id=inspection_id, wanted=body
        ),
    )


@router.post(
    "/orders/v1/inspections/{inspection_id}/head-decision",
    response_model=InspectionRead,
    responses=problem_responses(
        Unauthenticated, HeadMayNotInspect, NotAHead, NotFound, InspectionNotDisputed, *_KEY
    ),
)
async def decide_inspection(
    inspection_id: UUID,
    body: HeadDecision,
    session: Session,
    caller: AppointingMember,
    key: RequiredIdempotencyKey,
) -> Response:
    """End a dissent between inspectors as head of the agency: accept as recorded, or refuse all."""
    return await key.run(
        session,
        caller=_caller(caller),
        body=body,
        action=lambda: acceptance_service.decide(
            session, actor=_actor(caller), inspection_id=inspection_id, wanted=body
        ),
    )
