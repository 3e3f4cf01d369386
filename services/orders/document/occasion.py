"""Occasions on which documents are issued, called by the features where they happen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kit.time import bangkok_date
from services.orders.document import buying, service, shop
from services.orders.document.schemas import Draft
from services.orders.membership import service as membership_service
from services.orders.models.document import Document
from services.orders.models.party import Membership, Party
from services.orders.models.purchase import PurchaseOrder
from services.orders.models.requisition import Requisition
from services.orders.order import service as order_service
from services.orders.party import service as party_service


async def group_paid(
    session: AsyncSession, *, group_id: UUID, method: str, at: datetime
) -> list[Document]:
    """Confirmation and receipt or tax invoice for each order of a group, in the transaction that
    posts its payment; once, however often it is asked for.

    A seller of whom auth has told nothing yet has no letterhead: its papers are left out here.
    """
    view = await order_service.find_group(session, group_id=group_id)
    sellers = await party_service.find_many(
        session, party_ids={order.seller_id for order in view.orders}
    )
    drafts: list[Draft] = []
    for order in view.orders:
        if order.seller_id not in sellers:
            continue
        drafts += shop.drafts(
            view.group,
            order,
            [line for line in view.lines if line.order_id == order.id],
            seller=sellers[order.seller_id],
            method=method,
            paid_on=bangkok_date(at),
        )
    return await service.issue_all(session, drafts, at=at)


async def requisition_approved(
    session: AsyncSession,
    *,
    requisition: Requisition,
    buyer: Party,
    sellers: Mapping[UUID, Party],
    orders: Sequence[PurchaseOrder],
    at: datetime,
) -> list[Document]:
    """The requisition report and the purchase orders, in the transaction of the approval."""
    approved = buying.Approved(
        requisition=requisition,
        buyer=buyer,
        sellers=sellers,
        method=await service.method_rule(session, method=requisition.method, on=bangkok_date(at)),
        requester=await _member(session, buyer.id, requisition.requester_id),
        approver=await _member(session, buyer.id, requisition.decided_by),
    )
    return await service.issue_all(session, buying.drafts(approved, orders), at=at)


async def _member(
    session: AsyncSession, organisation_id: UUID, person_id: UUID | None
) -> Membership | None:
    if person_id is None:
        return None
    return await membership_service.find(
        session, organisation_id=organisation_id, person_id=person_id
    )
