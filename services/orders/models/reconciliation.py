"""What Stripe's lists and our rows do not agree about."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from services.orders.models.base import Base


class ReconciliationRun(Base):
    """When Stripe's lists were compared last, and when they will be next; one row."""

    __tablename__ = "reconciliation_run"
    __table_args__ = (CheckConstraint("name = 'stripe'", name="single_row"),)

    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    next_run_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    compared_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class ReconciliationFinding(Base):
    """A difference that a person has to look at; ``resolved_at`` when it was gone or settled."""

    __tablename__ = "reconciliation_finding"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('unknown_intent', 'unknown_refund', 'missing_intent', 'missing_refund',"
            " 'amount_differs', 'state_differs', 'refund_failed')",
            name="kind_known",
        ),
        Index("uq_reconciliation_finding", "kind", "subject", unique=True),
        Index(
            "ix_reconciliation_finding_open",
            "first_seen_at",
            postgresql_where=text("resolved_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    subject: Mapped[str] = mapped_column(Text)
    """Stripe's id of the intent or refund, or ours where Stripe has none."""
    expected_satang: Mapped[int | None] = mapped_column(BigInteger)
    actual_satang: Mapped[int | None] = mapped_column(BigInteger)
    first_seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    last_seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    resolved_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
