"""Who is told of a requisition; auth holds the contacts and the wording."""

from __future__ import annotations

from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.events.notices import Recipient
from contracts.events.orders import OrdersNoticeRequested
from contracts.scopes import Role
from kit.events.outbox import publish
from kit.ids import uuid7
from services.orders.models.requisition import Requisition
from services.orders.purchase.rules import baht

_APPROVERS: Final = (Role.OWNER, Role.APPROVER)


async def waiting_approval(session: AsyncSession, requisition: Requisition) -> None:
    """Tell those who may approve that a requisition waits for them."""
    notice = OrdersNoticeRequested(
        version=1,
        notice_id=uuid7(),
        recipient=Recipient(organisation_id=requisition.buyer_id, roles=_APPROVERS),
        template="requisition_waiting_approval",
        data={
            "requisition_id": str(requisition.id),
            "number": requisition.number or "",
            "requester_name": requisition.requester_name,
            "need_by_on": requisition.need_by_on.isoformat(),
            "total_baht": baht(requisition.total_satang),
        },
        dedupe_key=f"requisition_waiting_approval:{requisition.id}",
    )
    await publish(session, notice)


async def decided(session: AsyncSession, requisition: Requisition) -> None:
    """Tell the requester that it was approved, or rejected and why."""
    template = f"requisition_{requisition.status}"
    notice = OrdersNoticeRequested(
        version=1,
        notice_id=uuid7(),
        recipient=Recipient(person_id=requisition.requester_id),
        template=template,
        data={
            "requisition_id": str(requisition.id),
            "number": requisition.number or "",
            "decided_by_name": requisition.decided_by_name or "",
            "reason": requisition.rejection_reason or "",
        },
        dedupe_key=f"{template}:{requisition.id}",
    )
    await publish(session, notice)
