"""Routes of approval chains and of those who stand in for others."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from contracts.scopes import Scope
from kit.errors import Forbidden, NotFound, Unauthenticated, Unprocessable, problem_responses
from kit.pagination import Page, Paged
from services.orders.approval import service as approval_service
from services.orders.approval.errors import (
    AutomaticApprovalNotAllowed,
    ChainExists,
    DelegationAlreadyRevoked,
    DelegationNotYours,
    NotAMember,
)
from services.orders.approval.schemas import (
    ChainCreate,
    ChainRead,
    DelegationCreate,
    DelegationRead,
)
from services.orders.deps import Acting, ReadSession, Session, acting
from services.orders.party import service as party_service

router = APIRouter(prefix="/orders/v1", tags=["approvals · สายอนุมัติ"])

Manager = Annotated[Acting, Depends(acting(Scope.ORGANISATION))]
Delegating = Annotated[Acting, Depends(acting(Scope.APPROVE, Scope.ORGANISATION))]
BuyerReader = Annotated[
    Acting, Depends(acting(Scope.ORGANISATION, Scope.BUY, Scope.APPROVE, Scope.READ))
]


@router.post(
    "/approval-chains",
    status_code=201,
    responses=problem_responses(
        Unauthenticated,
        Forbidden,
        NotFound,
        ChainExists,
        AutomaticApprovalNotAllowed,
        NotAMember,
        Unprocessable,
    ),
)
async def create_approval_chain(body: ChainCreate, session: Session, caller: Manager) -> ChainRead:
    """Say who approves from a day on. What was submitted before keeps the steps that it got."""
    buyer = await party_service.find(session, party_id=caller.organisation_id)
    if buyer is None:
        raise NotFound
    return await approval_service.create_chain(
        session,
        buyer=buyer,
        person_id=caller.person_id,
        name=caller.principal.name,
        wanted=body,
    )


@router.get(
    "/approval-chains", responses=problem_responses(Unauthenticated, Forbidden, Unprocessable)
)
async def list_approval_chains(
    session: ReadSession, caller: BuyerReader, page: Page
) -> Paged[ChainRead]:
    """Your organisation's chains, past and future ones too, newest first."""
    rows, cursor = await approval_service.page_of_chains(
        session, buyer_id=caller.organisation_id, page=page
    )
    return Paged[ChainRead](
        items=[ChainRead.model_validate(row) for row in rows], next_cursor=cursor
    )


@router.post(
    "/approval-delegations",
    status_code=201,
    responses=problem_responses(Unauthenticated, DelegationNotYours, NotAMember, Unprocessable),
)
async def create_approval_delegation(
    body: DelegationCreate, session: Session, caller: Delegating
) -> DelegationRead:
    """Let somebody decide for you (มอบอำนาจ), or name who stands in for another (รักษาการแทน).

    Whoever stands in needs the role of an approver too, and never decides what they or the
    absent person asked for themselves.
    """
    made = await approval_service.delegate(
        session,
        buyer_id=caller.organisation_id,
        person_id=caller.person_id,
        manages=caller.principal.has(Scope.ORGANISATION),
        wanted=body,
    )
    return DelegationRead.model_validate(made)


@router.get(
    "/approval-delegations",
    responses=problem_responses(Unauthenticated, Forbidden, Unprocessable),
)
async def list_approval_delegations(
    session: ReadSession, caller: BuyerReader, page: Page
) -> Paged[DelegationRead]:
    """Who stands in for whom in your organisation, newest first."""
    rows, cursor = await approval_service.page_of_delegations(
        session, buyer_id=caller.organisation_id, page=page
    )
    return Paged[DelegationRead](
        items=[DelegationRead.model_validate(row) for row in rows], next_cursor=cursor
    )


@router.post(
    "/approval-delegations/{delegation_id}/revoke",
    responses=problem_responses(
        Unauthenticated, DelegationNotYours, NotFound, DelegationAlreadyRevoked
    ),
)
async def revoke_approval_delegation(
    delegation_id: UUID, session: Session, caller: Delegating
) -> DelegationRead:
    """End it at once; what was decided by it stands."""
    ended = await approval_service.revoke(
        session,
        buyer_id=caller.organisation_id,
        delegation_id=delegation_id,
        person_id=caller.person_id,
        manages=caller.principal.has(Scope.ORGANISATION),
    )
    return DelegationRead.model_validate(ended)
