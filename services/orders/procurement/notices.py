"""Who is told of splitting and of urgent purchases; auth holds the contacts and the wording."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.scopes import Role
from services.orders.models.procurement import UrgentReport
from services.orders.models.requisition import Requisition
from services.orders.notice import service as notice_service
from services.orders.procurement.schemas import SplittingWarning
from services.orders.purchase.rules import baht

_APPROVERS: Final = (Role.OWNER, Role.APPROVER)


async def splitting(
    session: AsyncSession, requisition: Requisition, warnings: Sequence[SplittingWarning]
) -> None:
    """Warn the approvers before they decide."""
    await _approvers(
        session,
        requisition.buyer_id,
        "requisition_splitting_warning",
        {
            "requisition_id": str(requisition.id),
            "number": requisition.number or "",
            "warning_th": "\n".join(warning.message_th for warning in warnings),
            "warning_en": "\n".join(warning.message_en for warning in warnings),
        },
        f"requisition_splitting_warning:{requisition.id}",
    )


async def bought_urgently(
    session: AsyncSession, requisition: Requisition, report: UrgentReport
) -> None:
    """Tell the approvers that an order went out before anybody approved it."""
    await _approvers(
        session,
        requisition.buyer_id,
        "urgent_purchase_made",
        {
            "requisition_id": str(requisition.id),
            "number": requisition.number or "",
            "requester_name": requisition.requester_name,
            "total_baht": baht(requisition.total_satang),
            "reason": requisition.urgent_reason or "",
            "due_on": report.due_on.isoformat(),
        },
        f"urgent_purchase_made:{requisition.id}",
    )


async def reported(session: AsyncSession, report: UrgentReport, number: str) -> None:
    """Tell the approvers that the report waits for them."""
    await _approvers(
        session,
        report.buyer_id,
        "urgent_report_made",
        {
            "requisition_id": str(report.requisition_id),
            "number": number,
            "reported_by_name": report.reported_by_name or "",
        },
        f"urgent_report_made:{report.requisition_id}",
    )


async def overdue(session: AsyncSession, report: UrgentReport, number: str) -> None:
    """Remind the requester and the approvers that the report is late."""
    template = "urgent_report_overdue"
    data = {
        "requisition_id": str(report.requisition_id),
        "number": number,
        "due_on": report.due_on.isoformat(),
    }
    key = f"{template}:{report.requisition_id}"
    await _approvers(session, report.buyer_id, template, data, key)
    await notice_service.tell_person(
        session,
        person_id=report.requester_id,
        template=template,
        data=data,
        dedupe_key=f"{key}:requester",
    )


async def _approvers(
    session: AsyncSession, buyer_id: UUID, template: str, data: dict[str, str], dedupe_key: str
) -> None:
    await notice_service.tell_organisation(
        session,
        organisation_id=buyer_id,
        roles=_APPROVERS,
        template=template,
        data=data,
        dedupe_key=dedupe_key,
    )
