"""Routes of lots."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from contracts.scopes import Scope
from kit.errors import Forbidden, NotFound, Unauthenticated, Unprocessable, problem_responses
from kit.idempotency import (
    IdempotencyKeyInFlight,
    IdempotencyKeyRequired,
    IdempotencyKeyReused,
    RequiredIdempotencyKey,
)
from kit.pagination import Page, Paged
from services.orders.deps import (
    CurrentPrincipal,
    MissingScope,
    NoOrganisation,
    ReadSession,
    Session,
    SupplyMember,
)
from services.orders.lot import service as lot_service
from services.orders.lot.errors import (
    LotAlreadyBlocked,
    LotBlocked,
    LotDateInFuture,
    LotExhausted,
    LotMassNotConserved,
    LotMassUnknown,
    LotNotYours,
    OfficerNotCompetent,
)
from services.orders.lot.schemas import LotBlock, LotCreate, LotRead
from services.orders.lot.service import Actor
from services.orders.stock.errors import OutOfStock, StockTooLarge

router = APIRouter(prefix="/orders/v1/lots", tags=["lots · ล็อตการผลิต"])


@router.post(
    "",
    status_code=201,
    response_model=LotRead,
    responses=problem_responses(
        Unauthenticated,
        Forbidden,
        NotFound,
        LotBlocked,
        LotExhausted,
        OutOfStock,
        StockTooLarge,
        LotNotYours,
        LotDateInFuture,
        LotMassUnknown,
        LotMassNotConserved,
        IdempotencyKeyInFlight,
        IdempotencyKeyReused,
        IdempotencyKeyRequired,
        Unprocessable,
    ),
)
async def record_lot(
    body: LotCreate, session: Session, caller: SupplyMember, key: RequiredIdempotencyKey
) -> Response:
    """Record what you harvested or made of a variant on one day; stock rises by it at once.

    Lots of yours that went in are used up by it, and their stock falls.
    """
    actor = Actor(caller.person_id, caller.organisation_id)
    return await key.run(
        session,
        caller=f"{caller.person_id}:{caller.organisation_id}",
        body=body,
        action=lambda: lot_service.record(session, actor=actor, wanted=body),
        status=201,
    )


@router.get("", responses=problem_responses(Unauthenticated, Forbidden, Unprocessable))
async def list_lots(
    session: ReadSession,
    caller: SupplyMember,
    page: Page,
    variant_id: Annotated[UUID | None, Query(description="Only lots of this variant.")] = None,
) -> Paged[LotRead]:
    """Your own lots, newest first."""
    return await lot_service.page_of(
        session, seller_id=caller.organisation_id, variant_id=variant_id, page=page
    )


@router.get("/{lot_id}", responses=problem_responses(Unauthenticated, Forbidden, NotFound))
async def read_lot(lot_id: UUID, session: ReadSession, caller: SupplyMember) -> LotRead:
    """One of your own lots, with what went into it and what is left."""
    return await lot_service.find(session, lot_id=lot_id, seller_id=caller.organisation_id)


@router.post(
    "/{lot_id}/block",
    responses=problem_responses(
        Unauthenticated, OfficerNotCompetent, NotFound, LotAlreadyBlocked, Unprocessable
    ),
)
async def block_lot(
    lot_id: UUID, body: LotBlock, session: Session, principal: CurrentPrincipal
) -> LotRead:
    """Let nothing more of a lot leave or be used: by its producer, or by an officer.

    An officer of public health, agriculture or fishery may block lots made in their province.
    """
    if principal.has(Scope.OFFICER) and principal.organisation_id is None:
        return await lot_service.block_as_officer(
            session,
            person_id=principal.person_id,
            rights=principal.officer,
            lot_id=lot_id,
            reason=body.reason,
        )
    if principal.organisation_id is None:
        raise NoOrganisation
    if not principal.has(Scope.SUPPLY):
        raise MissingScope(scope=Scope.SUPPLY.value)
    actor = Actor(principal.person_id, principal.organisation_id)
    return await lot_service.block(session, actor=actor, lot_id=lot_id, reason=body.reason)
