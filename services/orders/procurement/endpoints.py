"""Routes of the statutory steps of a requisition."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from contracts.scopes import Scope
from kit.errors import Forbidden, NotFound, Unauthenticated, Unprocessable, problem_responses
from services.orders.approval.errors import NotAnApprover, SelfApprovalNotAllowed
from services.orders.approval.service import Approver
from services.orders.deps import Acting, BuyingMember, Session, acting
from services.orders.procurement import service as procurement_service
from services.orders.procurement.errors import (
    NoUrgentReport,
    UrgentReportMade,
    UrgentReportNotWaiting,
)
from services.orders.procurement.schemas import (
    EgpWrite,
    ReportDecision,
    ReportWrite,
    UrgentReportRead,
)

router = APIRouter(
    prefix="/orders/v1/requisitions/{requisition_id}", tags=["procurement · ระเบียบพัสดุ"]
)

ApprovingMember = Annotated[Acting, Depends(acting(Scope.APPROVE))]


@router.put(
    "/egp",
    status_code=204,
    responses=problem_responses(Unauthenticated, Forbidden, NotFound, Unprocessable),
)
async def note_egp_number(
    requisition_id: UUID, body: EgpWrite, session: Session, caller: BuyingMember
) -> None:
    """Keep the number of the purchase in e-GP, which Talat does not replace."""
    await procurement_service.note_egp(
        session,
        buyer_id=caller.organisation_id,
        requisition_id=requisition_id,
        person_id=caller.person_id,
        project_number=body.project_number,
    )


@router.post(
    "/urgent-report",
    status_code=201,
    responses=problem_responses(
        Unauthenticated, Forbidden, NoUrgentReport, UrgentReportMade, Unprocessable
    ),
)
async def report_urgent_purchase(
    requisition_id: UUID, body: ReportWrite, session: Session, caller: BuyingMember
) -> UrgentReportRead:
    """Report to the head of the agency what was bought first (ข้อ 79 วรรคสอง); also when late."""
    return await procurement_service.make_report(
        session,
        buyer_id=caller.organisation_id,
        requisition_id=requisition_id,
        person_id=caller.person_id,
        name=caller.principal.name,
        text=body.report,
    )


@router.post(
    "/urgent-report/decision",
    responses=problem_responses(
        Unauthenticated,
        SelfApprovalNotAllowed,
        NotAnApprover,
        NoUrgentReport,
        UrgentReportNotWaiting,
        Unprocessable,
    ),
)
async def decide_urgent_report(
    requisition_id: UUID, body: ReportDecision, session: Session, caller: ApprovingMember
) -> UrgentReportRead:
    """Agree or not with an urgent purchase. The order stands either way; the record says so."""
    return await procurement_service.decide_report(
        session,
        buyer_id=caller.organisation_id,
        requisition_id=requisition_id,
        approver=Approver(caller.person_id, caller.principal.name, approves=True),
        decision=body,
    )
