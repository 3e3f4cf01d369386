"""Use cases: name committees, warn of splitting, report urgent purchases, note the e-GP number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.types import GOVERNMENT_BUYERS
from kit.db import Database
from kit.errors import NotFound
from kit.time import bangkok_date, bangkok_midnight, bangkok_today, now
from services.orders.acceptance import committee
from services.orders.acceptance import rules as acceptance_rules
from services.orders.acceptance.committee import Needs
from services.orders.acceptance.schemas import Appointee, CommitteeWrite, Duty
from services.orders.approval import service as approval_service
from services.orders.approval.errors import SelfApprovalNotAllowed
from services.orders.approval.service import Approver
from services.orders.membership import service as membership_service
from services.orders.models.party import Membership, Party
from services.orders.models.procurement import RequisitionAppointee, UrgentReport
from services.orders.models.purchase import PurchaseOrder
from services.orders.models.requisition import Requisition
from services.orders.procurement import notices, queries
from services.orders.procurement.errors import (
    NoUrgentReport,
    UrgentReportMade,
    UrgentReportNotWaiting,
)
from services.orders.procurement.rules import root, splitting
from services.orders.procurement.schemas import (
    AppointeeRead,
    ReportDecision,
    SplittingWarning,
    Statutory,
    UrgentReportRead,
)
from services.orders.term import service as term_service
from services.orders.term.service import TermName


async def name_committees(
    session: AsyncSession,
    *,
    requisition_id: UUID,
    inspectors: Sequence[Appointee],
    panel: Sequence[Appointee],
) -> None:
    """Write whom a draft names for its duties; whether they suffice is asked on submission."""
    duties = {Duty.INSPECTION: inspectors, Duty.PROCUREMENT: panel}
    rows = [
        {
            "requisition_id": requisition_id,
            "person_id": each.person_id,
            "duty": duty.value,
            "chair": each.chair,
        }
        for duty, persons in duties.items()
        for each in persons
    ]
    await queries.name_persons(session, requisition_id=requisition_id, rows=rows)


async def require_committees(
    session: AsyncSession, *, requisition: Requisition, buyer: Party
) -> None:
    """The persons named suffice for the requisition's total by the dated rules.

    Where one inspector may act alone he can be appointed later, for the order. Raises NotAMember,
    PanelMemberMayNotInspect, CommitteeTooSmall, ChairRequired.
    """
    wanted = await named(session, requisition_id=requisition.id)
    known = await queries.committee_rules(session)
    found = {
        duty: acceptance_rules.required(
            known,
            duty=duty.value,
            buyer_kind=buyer.kind,
            method=requisition.method,
            total=requisition.total_satang,
            on=bangkok_today(),
        )
        for duty in Duty
    }
    needs = Needs(requisition.total_satang, found)
    alone = all(needs.persons(duty) <= 1 for duty in Duty)
    if alone and not wanted.inspectors and not wanted.panel:
        return
    people = await _people(session, buyer.id, [*wanted.inspectors, *wanted.panel])
    committee.require_sufficient(wanted, needs, people)


async def appoint(
    session: AsyncSession,
    *,
    requisition: Requisition,
    orders: Iterable[PurchaseOrder],
    by: UUID,
) -> None:
    """Appoint whom the requisition names for each of its orders."""
    named = await queries.appointees(session, requisition_id=requisition.id)
    people = await _people(session, requisition.buyer_id, named)
    rows = [
        {
            "purchase_order_id": order.id,
            "person_id": each.person_id,
            "duty": each.duty,
            "chair": each.chair,
            "display_name": people[each.person_id].display_name,
            "position": people[each.person_id].position,
            "appointed_by": by,
            "appointed_at": now(),
        }
        for order in orders
        for each in named
        if each.person_id in people
    ]
    if rows:
        await queries.appoint(session, rows)


async def warn(session: AsyncSession, *, requisition: Requisition, buyer: Party) -> None:
    """Tell the approvers when the purchase looks like one that was split."""
    warnings = await _warnings(session, requisition, buyer.kind)
    if warnings:
        await notices.splitting(session, requisition, warnings)


async def open_report(
    session: AsyncSession, *, requisition: Requisition, buyer: Party, at: datetime
) -> None:
    """Begin the clock of an urgent purchase's report, and tell the approvers."""
    due_on = await term_service.last_working_day(
        session,
        name=TermName.URGENT_REPORT_WITHIN_WORKING_DAYS,
        buyer_kind=buyer.kind,
        on=bangkok_date(at),
    )
    report = UrgentReport(
        requisition_id=requisition.id,
        buyer_id=buyer.id,
        requester_id=requisition.requester_id,
        due_on=due_on,
    )
    session.add(report)
    await session.flush()
    await notices.bought_urgently(session, requisition, report)


async def make_report(
    session: AsyncSession,
    *,
    buyer_id: UUID,
    requisition_id: UUID,
    person_id: UUID,
    name: str,
    text: str,
) -> UrgentReportRead:
    """Report an urgent purchase to the head, once, late or not.

    Raises NotFound, NoUrgentReport, UrgentReportMade.
    """
    report = await _own_report(session, buyer_id, requisition_id)
    if report.reported_at is not None:
        raise UrgentReportMade(reported_at=report.reported_at.isoformat())
    report.report, report.reported_by, report.reported_by_name = text, person_id, name
    report.reported_at = now()
    await session.flush()
    number = await queries.number_of(session, requisition_id=requisition_id)
    await notices.reported(session, report, number)
    return _report(report)


async def decide_report(
    session: AsyncSession,
    *,
    buyer_id: UUID,
    requisition_id: UUID,
    approver: Approver,
    decision: ReportDecision,
) -> UrgentReportRead:
    """The head's view of a report, once; neither the requester's nor the reporter's.

    Raises NotFound, NoUrgentReport, UrgentReportNotWaiting, SelfApprovalNotAllowed, NotAnApprover.
    """
    report = await _own_report(session, buyer_id, requisition_id)
    if report.reported_at is None or report.outcome is not None:
        raise UrgentReportNotWaiting
    if approver.person_id in (report.reported_by, report.requester_id):
        raise SelfApprovalNotAllowed
    await approval_service.require_approver(session, buyer_id=buyer_id, approver=approver)
    report.outcome, report.decision_reason = decision.outcome.value, decision.reason
    report.decided_by, report.decided_by_name = approver.person_id, approver.name
    report.decided_at = now()
    await session.flush()
    return _report(report)


async def remind_overdue(database: Database) -> bool:
    """Remind of one late report, once. False: there is none."""
    async with database.transaction() as session:
        report = await queries.overdue(session, today=bangkok_today())
        if report is None:
            return False
        report.reminded_at = now()
        await session.flush()
        number = await queries.number_of(session, requisition_id=report.requisition_id)
        await notices.overdue(session, report, number)
    return True


async def note_egp(
    session: AsyncSession,
    *,
    buyer_id: UUID,
    requisition_id: UUID,
    person_id: UUID,
    project_number: str,
) -> None:
    """Keep the purchase's number in e-GP beside it. Raises NotFound."""
    if await queries.own(session, requisition_id=requisition_id, buyer_id=buyer_id) is None:
        raise NotFound
    await queries.note_egp(
        session,
        {
            "requisition_id": requisition_id,
            "project_number": project_number,
            "noted_by": person_id,
            "noted_at": now(),
        },
    )


async def of_requisition(
    session: AsyncSession, *, requisition: Requisition, buyer_kind: str
) -> Statutory:
    """What the requisition carries besides its lines, the warnings as they are now."""
    named = await queries.appointees(session, requisition_id=requisition.id)
    report = await queries.report(session, requisition_id=requisition.id)
    return Statutory(
        appointees=[AppointeeRead.model_validate(each) for each in named],
        warnings=await _warnings(session, requisition, buyer_kind),
        urgent_report=None if report is None else _report(report),
        egp_project_number=await queries.egp_number(session, requisition_id=requisition.id),
    )


async def _warnings(
    session: AsyncSession, requisition: Requisition, buyer_kind: str
) -> list[SplittingWarning]:
    at = requisition.submitted_at
    if at is None or buyer_kind not in GOVERNMENT_BUYERS:
        return []
    own: dict[str, int] = {}
    for line in requisition.lines:
        category = root(line.category or "")
        amount = (line.net_satang or 0) + (line.vat_satang or 0)
        own[category] = own.get(category, 0) + amount
    on = bangkok_date(at)
    days = await term_service.value(
        session, name=TermName.SPLITTING_PERIOD_DAYS, buyer_kind=buyer_kind, on=on
    )
    others = await queries.bought(
        session,
        requisition=requisition,
        categories=own,
        since=bangkok_midnight(on - timedelta(days=days)),
        until=at,
    )
    ceiling = await queries.ceiling(
        session, method=requisition.method, buyer_kind=buyer_kind, on=on
    )
    return splitting(own, others, ceiling_satang=ceiling, period_days=days)


async def named(session: AsyncSession, *, requisition_id: UUID) -> CommitteeWrite:
    """Whom a requisition names; not validated: a panel may stand there without an inspector."""
    found = await queries.appointees(session, requisition_id=requisition_id)

    def of(duty: Duty) -> list[Appointee]:
        return [
            Appointee(person_id=each.person_id, chair=each.chair)
            for each in found
            if each.duty == duty.value
        ]

    return CommitteeWrite.model_construct(
        inspectors=of(Duty.INSPECTION), panel=of(Duty.PROCUREMENT)
    )


async def _people(
    session: AsyncSession,
    buyer_id: UUID,
    named: Sequence[Appointee] | Sequence[RequisitionAppointee],
) -> dict[UUID, Membership]:
    found = {}
    for each in named:
        member = await membership_service.find(
            session, organisation_id=buyer_id, person_id=each.person_id
        )
        if member is not None:
            found[each.person_id] = member
    return found


async def _own_report(session: AsyncSession, buyer_id: UUID, requisition_id: UUID) -> UrgentReport:
    if await queries.own(session, requisition_id=requisition_id, buyer_id=buyer_id) is None:
        raise NotFound
    report = await queries.report(session, requisition_id=requisition_id, lock=True)
    if report is None:
        raise NoUrgentReport
    return report


def _report(report: UrgentReport) -> UrgentReportRead:
    own = UrgentReportRead.model_fields.keys() - {"overdue"}
    late = report.reported_at is None and report.due_on < bangkok_today()
    return UrgentReportRead(**{name: getattr(report, name) for name in own}, overdue=late)
