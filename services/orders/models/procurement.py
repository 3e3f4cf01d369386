"""What an agency's purchase carries besides its lines: committees, urgency, the e-GP number."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, DateTime, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from services.orders.models.base import Base


class RequisitionAppointee(Base):
    """A person named for a duty in a requisition; appointed for its orders when they go out.

    One duty a person: the key itself keeps a member of the procurement panel from inspecting.
    """

    __tablename__ = "requisition_appointee"
    __table_args__ = (
        CheckConstraint("duty IN ('inspection', 'procurement')", name="duty_known"),
        Index(
            "uq_requisition_appointee_one_chair",
            "requisition_id",
            "duty",
            unique=True,
            postgresql_where=text("chair"),
        ),
    )

    requisition_id: Mapped[UUID] = mapped_column(
        ForeignKey("requisition.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    duty: Mapped[str] = mapped_column(Text)
    chair: Mapped[bool]


class UrgentReport(Base):
    """The report that follows an urgent purchase (ข้อ 79 วรรคสอง), and the head's view of it."""

    __tablename__ = "urgent_report"
    __table_args__ = (
        CheckConstraint(
            "num_nulls(report, reported_by, reported_by_name, reported_at) IN (0, 4)",
            name="reported_whole",
        ),
        CheckConstraint("outcome IN ('agreed', 'not_agreed')", name="outcome_known"),
        CheckConstraint(
            "num_nulls(outcome, decided_by, decided_by_name, decided_at) IN (0, 4)"
            " AND (outcome IS NULL OR reported_at IS NOT NULL)"
            " AND (outcome IS DISTINCT FROM 'not_agreed' OR decision_reason IS NOT NULL)",
            name="decided_whole",
        ),
        CheckConstraint(
            "decided_by <> reported_by AND decided_by <> requester_id", name="no_self_approval"
        ),
        Index(
            "ix_urgent_report_overdue",
            "due_on",
            postgresql_where=text("reported_at IS NULL AND reminded_at IS NULL"),
        ),
    )

    requisition_id: Mapped[UUID] = mapped_column(ForeignKey("requisition.id"), primary_key=True)
    buyer_id: Mapped[UUID]
    requester_id: Mapped[UUID]
    due_on: Mapped[date] = mapped_column(Date)
    report: Mapped[str | None] = mapped_column(Text)
    reported_by: Mapped[UUID | None]
    reported_by_name: Mapped[str | None] = mapped_column(Text)
    reported_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    outcome: Mapped[str | None] = mapped_column(Text)
    decision_reason: Mapped[str | None] = mapped_column(Text)
    decided_by: Mapped[UUID | None]
    decided_by_name: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    reminded_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class EgpNumber(Base):
    """The purchase's number in e-GP, which Talat does not replace."""

    __tablename__ = "egp_number"

    requisition_id: Mapped[UUID] = mapped_column(ForeignKey("requisition.id"), primary_key=True)
    project_number: Mapped[str] = mapped_column(Text)
    noted_by: Mapped[UUID]
    noted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
