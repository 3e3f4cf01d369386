"""SQL of the statutory steps."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import any_, delete, func, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.orders.acceptance.rules import Rule
from services.orders.models.acceptance import CommitteeMember, CommitteeRule
from services.orders.models.procurement import EgpNumber, RequisitionAppointee, UrgentReport
from services.orders.models.requisition import (
    ProcurementMethodRule,
    Requisition,
    RequisitionLine,
)
from services.orders.procurement.rules import Bought


async def committee_rules(session: AsyncSession) -> list[Rule]:
    """Every dated rule of committees."""
    names = Rule.__dataclass_fields__.keys() - {"buyer_kinds", "methods"}
    return [
        Rule(
            **{name: getattr(row, name) for name in names},
            buyer_kinds=frozenset(row.buyer_kinds),
            methods=frozenset(row.methods),
        )
        for row in await session.scalars(select(CommitteeRule))
    ]


async def name_persons(
    session: AsyncSession, *, requisition_id: UUID, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Put these persons in place of those that a draft named before."""
    await session.execute(
        delete(RequisitionAppointee).where(RequisitionAppointee.requisition_id == requisition_id)
    )
    if rows:
        await session.execute(insert(RequisitionAppointee), list(rows))


async def appointees(
    session: AsyncSession, *, requisition_id: UUID
) -> Sequence[RequisitionAppointee]:
    """Whom a requisition names, chairs first."""
    rows = await session.scalars(
        select(RequisitionAppointee)
        .where(RequisitionAppointee.requisition_id == requisition_id)
        .order_by(
            RequisitionAppointee.duty,
            RequisitionAppointee.chair.desc(),
            RequisitionAppointee.person_id,
        )
        .execution_options(populate_existing=True)
    )
    return rows.all()


async def appoint(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Appoint persons for purchase orders."""
    await session.execute(insert(CommitteeMember), list(rows))


async def ceiling(session: AsyncSession, *, method: str, buyer_kind: str, on: date) -> int | None:
    """The method's limit in force for the kind of buyer; None where there is none."""
    statement = (
        select(ProcurementMethodRule.ceiling_satang)
        .where(
            ProcurementMethodRule.method == method,
            literal(buyer_kind) == any_(ProcurementMethodRule.buyer_kinds),
            ProcurementMethodRule.from_on <= on,
            func.coalesce(ProcurementMethodRule.until_on, on) >= on,
        )
        .order_by(ProcurementMethodRule.from_on.desc())
        .limit(1)
    )
    found = await session.execute(statement)
    return found.scalar_one_or_none()


async def bought(
    session: AsyncSession,
    *,
    requisition: Requisition,
    categories: Collection[str],
    since: datetime,
    until: datetime,
) -> list[Bought]:
    """What the buyer's other requisitions of the same method come to by category, in a period."""
    category = func.split_part(RequisitionLine.category, ".", 1)
    rows = await session.execute(
        select(
            Requisition.number,
            category,
            func.sum(RequisitionLine.net_satang + RequisitionLine.vat_satang),
        )
        .join(RequisitionLine, RequisitionLine.requisition_id == Requisition.id)
        .where(
            Requisition.buyer_id == requisition.buyer_id,
            Requisition.id != requisition.id,
            Requisition.method == requisition.method,
            Requisition.status.in_(("submitted", "approved")),
            Requisition.submitted_at > since,
            Requisition.submitted_at <= until,
            category.in_(categories),
        )
        .group_by(Requisition.number, category)
    )
    return [Bought(number or "", code, int(total)) for number, code, total in rows]


async def report(
    session: AsyncSession, *, requisition_id: UUID, lock: bool = False
) -> UrgentReport | None:
    """A requisition's urgent report."""
    statement = (
        select(UrgentReport)
        .where(UrgentReport.requisition_id == requisition_id)
        .execution_options(populate_existing=True)
    )
    return await session.scalar(statement.with_for_update() if lock else statement)


async def overdue(session: AsyncSession, *, today: date) -> UrgentReport | None:
    """A report that is late and of which nobody was reminded; locked, others pass it by."""
    return await session.scalar(
        select(UrgentReport)
        .where(
            UrgentReport.reported_at.is_(None),
            UrgentReport.reminded_at.is_(None),
            UrgentReport.due_on < today,
        )
        .order_by(UrgentReport.due_on)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


async def egp_number(session: AsyncSession, *, requisition_id: UUID) -> str | None:
    """A purchase's number in e-GP."""
    return await session.scalar(
        select(EgpNumber.project_number).where(EgpNumber.requisition_id == requisition_id)
    )


async def note_egp(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Set a purchase's number in e-GP."""
    fresh = insert(EgpNumber).values(**values)
    await session.execute(
        fresh.on_conflict_do_update(
            index_elements=[EgpNumber.requisition_id],
            set_={
                name: fresh.excluded[name] for name in ("project_number", "noted_by", "noted_at")
            },
        )
    )


async def number_of(session: AsyncSession, *, requisition_id: UUID) -> str:
    """How the requisition is called within its buyer."""
    found = await session.scalar(select(Requisition.number).where(Requisition.id == requisition_id))
    return found or ""


async def own(session: AsyncSession, *, requisition_id: UUID, buyer_id: UUID) -> UUID | None:
    """The requisition's id, if it is the buyer's."""
    return await session.scalar(
        select(Requisition.id).where(
            Requisition.id == requisition_id, Requisition.buyer_id == buyer_id
        )
    )
