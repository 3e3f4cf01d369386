"""Who is told of a requisition; auth holds the contacts and the wording."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.scopes import Role
from services.orders.models.approval import ApprovalStep
from services.orders.models.requisition import Requisition
from services.orders.notice import service as notice_service
from services.orders.purchase.rules import baht

_APPROVERS: Final = (Role.OWNER, Role.APPROVER)


async def waiting_approval(
    session: AsyncSession, requisition: Requisition, step: ApprovalStep, deputies: Sequence[UUID]
) -> None:
    """Tell those who may decide the step, and who stands in for them today, that it waits."""
    dedupe_key = f"requisition_waiting_approval:{requisition.id}"
    if step.step_no > 1:
        dedupe_key += f":{step.step_no}"
    data = {
        "requisition_id": str(requisition.id),
        "number": requisition.number or "",
        "requester_name": requisition.requester_name,
        "need_by_on": requisition.need_by_on.isoformat(),
        "total_baht": baht(requisition.total_satang),
    }
    template = "requisition_waiting_approval"
    persons = {*deputies, *([step.person_id] if step.person_id else [])}
    if step.person_id is None:
        await notice_service.tell_organisation(
            session,
            organisation_id=requisition.buyer_id,
            roles=_APPROVERS if step.role is None else (Role(step.role),),
            template=template,
            data=data,
            dedupe_key=dedupe_key,
        )
    for person_id in sorted(persons):
        await notice_service.tell_person(
            session,
            person_id=person_id,
            template=template,
            data=data,
            dedupe_key=f"{dedupe_key}:{person_id}",
        )


async def decided(session: AsyncSession, requisition: Requisition) -> None:
    """Tell the requester that it was approved, or rejected and why."""
    template = f"requisition_{requisition.status}"
    await notice_service.tell_person(
        session,
        person_id=requisition.requester_id,
        template=template,
        data={
            "requisition_id": str(requisition.id),
            "number": requisition.number or "",
            "decided_by_name": requisition.decided_by_name or "",
            "reason": requisition.rejection_reason or "",
        },
        dedupe_key=f"{template}:{requisition.id}",
    )
