"""What follows a submission and a decision: the budget held, the next step asked, orders placed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.types import GOVERNMENT_BUYERS, Mark
from kit.time import now
from services.orders.approval import service as approval_service
from services.orders.budget import service as budget_service
from services.orders.capacity import service as capacity_service
from services.orders.models.approval import ApprovalStep
from services.orders.models.party import Party
from services.orders.models.purchase import PurchaseOrder
from services.orders.models.requisition import Requisition
from services.orders.party import service as party_service
from services.orders.procurement import service as procurement_service
from services.orders.procurement.schemas import Statutory
from services.orders.purchase import service as purchase_service
from services.orders.requisition import freezing, notices
from services.orders.requisition.rules import basis_for
from services.orders.requisition.schemas import (
    ApprovalBasis,
    PlacedOrder,
    RequisitionLineRead,
    RequisitionRead,
)

Marks = Mapping[UUID, Mark | None]


@dataclass(frozen=True)
class Actor:
    """A person who acts for a buyer."""

    person_id: UUID
    name: str
    buyer_id: UUID
    approves: bool = False
    """Whether the token bears the scope of approvers."""


async def reserve(
    session: AsyncSession, requisition: Requisition, buyer: Party, actor: Actor
) -> None:
    """Hold the total, VAT included, of the budget that is named or must be."""
    await budget_service.require_named(
        session, buyer_id=buyer.id, buyer_kind=buyer.kind, budget_id=requisition.budget_id
    )
    if requisition.budget_id is not None:
        requisition.unit = await budget_service.reserve(
            session,
            buyer_id=buyer.id,
            budget_id=requisition.budget_id,
            requisition_id=requisition.id,
            unit=requisition.unit,
            by_seller=freezing.totals_by_seller(requisition),
            person_id=actor.person_id,
        )


async def route(
    session: AsyncSession, requisition: Requisition, buyer: Party, actor: Actor, marks: Marks
) -> RequisitionRead:
    """Order at once where no decision is needed, else open the steps and ask for the first."""
    chain = await approval_service.chain_in_force(session, buyer_id=buyer.id, unit=requisition.unit)
    basis, by = basis_for(
        government=buyer.kind in GOVERNMENT_BUYERS,
        urgent=requisition.urgent_reason is not None,
        total_satang=requisition.total_satang,
        chain=chain,
        requester=(actor.person_id, actor.name),
        approves=actor.approves,
    )
    if by is None:
        await procurement_service.warn(session, requisition=requisition, buyer=buyer)
        step = await approval_service.open_steps(session, requisition=requisition, chain=chain)
        await ask(session, requisition, step)
        return await read(session, requisition, [])
    requisition.approval_basis = basis
    return await order(session, requisition, buyer, marks, by=by, at=now())


async def order(
    session: AsyncSession,
    requisition: Requisition,
    buyer: Party,
    marks: Marks,
    *,
    by: tuple[UUID, str],
    at: datetime,
) -> RequisitionRead:
    """Approve, place an order per seller, commit the budget, take the weeks' capacity."""
    await decide(session, requisition, by=by, status="approved", at=at)
    orders = await purchase_service.place(
        session, requisition=requisition, buyer=buyer, marks=marks, at=at
    )
    await budget_service.commit_to_orders(
        session,
        requisition_id=requisition.id,
        orders={order.seller_id: order.id for order in orders},
        person_id=by[0],
    )
    await capacity_service.take(session, needs=freezing.needs_of_orders(orders))
    await procurement_service.appoint(session, requisition=requisition, orders=orders, by=by[0])
    if requisition.approval_basis == ApprovalBasis.URGENT:
        await procurement_service.open_report(session, requisition=requisition, buyer=buyer, at=at)
    await notices.decided(session, requisition)
    return await read(session, requisition, orders)


async def ask(session: AsyncSession, requisition: Requisition, step: ApprovalStep) -> None:
    """Tell those who may decide the step that it waits."""
    deputies = await approval_service.standing_in(session, requisition=requisition, step=step)
    await notices.waiting_approval(session, requisition, step, deputies)


async def decide(
    session: AsyncSession,
    requisition: Requisition,
    *,
    by: tuple[UUID, str],
    status: str,
    at: datetime,
) -> None:
    """Write the final decision into the requisition."""
    requisition.status = status
    requisition.decided_at = at
    requisition.decided_by, requisition.decided_by_name = by
    requisition.version += 1
    await session.flush()


async def read(
    session: AsyncSession, requisition: Requisition, orders: Sequence[PurchaseOrder]
) -> RequisitionRead:
    """The requisition as its buyer sees it."""
    buyer = await party_service.find(session, party_id=requisition.buyer_id)
    statutory = await procurement_service.of_requisition(
        session, requisition=requisition, buyer_kind="" if buyer is None else buyer.kind
    )
    own = (
        RequisitionRead.model_fields.keys()
        - Statutory.model_fields.keys()
        - {"lines", "purchase_orders", "approvals"}
    )
    return RequisitionRead(
        **{name: getattr(requisition, name) for name in own},
        approvals=await approval_service.of_requisition(session, requisition_id=requisition.id),
        lines=[RequisitionLineRead.model_validate(line) for line in requisition.lines],
        **dict(statutory),
        purchase_orders=[PlacedOrder.model_validate(order) for order in orders],
    )
