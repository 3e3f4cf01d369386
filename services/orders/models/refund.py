"""Money that goes back to shoppers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, DateTime, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from services.orders.models.base import Base


class Refund(Base):
    """An amount of one intent that goes back: of an order, or money that no order can use.

    It goes ``requested`` → (PromptPay: ``details_needed`` →) ``sent`` → ``settled``, and from
    each of them to ``failed``, whatever the order in which Stripe's events arrive.
    """

    __tablename__ = "refund"
    __table_args__ = (
        CheckConstraint(
            "status IN ('requested', 'details_needed', 'sent', 'settled', 'failed')",
            name="status_known",
        ),
        CheckConstraint("kind IN ('order', 'late', 'double', 'difference')", name="kind_known"),
        CheckConstraint("(kind = 'order') = (order_id IS NOT NULL)", name="order_where_its_own"),
        CheckConstraint("amount_satang > 0", name="amount_positive"),
        Index("ix_refund_payment_id", "payment_id"),
        Index("ix_refund_intent_id", "intent_id"),
        # A refund that failed may be asked for again.
        Index(
            "uq_refund_order",
            "order_id",
            unique=True,
            postgresql_where=text("status <> 'failed'"),
        ),
        Index(
            "uq_refund_unusable",
            "intent_id",
            unique=True,
            postgresql_where=text("kind <> 'order' AND status <> 'failed'"),
        ),
        Index(
            "ix_refund_unfinished",
            "next_check_at",
            postgresql_where=text("status IN ('requested', 'details_needed', 'sent')"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("shop_order.id"))
    payment_id: Mapped[UUID] = mapped_column(ForeignKey("payment.id"))
    intent_id: Mapped[str] = mapped_column(Text)
    method: Mapped[str] = mapped_column(String(16))
    amount_satang: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(String(32))
    note: Mapped[str | None] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text)
    """Where a PromptPay payer is asked for an account."""
    status: Mapped[str] = mapped_column(String(16))
    stripe_id: Mapped[str | None] = mapped_column(Text, unique=True)
    failure_reason: Mapped[str | None] = mapped_column(Text)
    requested_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    settled_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    next_check_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
