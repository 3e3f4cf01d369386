"""Payments of order groups, and the events that Stripe sent about them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, DateTime, ForeignKey, Index, String, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.orders.models.base import Base


class Payment(Base):
    """The collection of a group's total. ``intent_id`` None: Stripe has not answered us yet.

    ``next_check_at`` is when the due loop looks at an unfinished payment again.
    """

    __tablename__ = "payment"
    __table_args__ = (
        CheckConstraint(
            "status IN ('requested', 'pending', 'succeeded', 'cancelled')", name="status_known"
        ),
        CheckConstraint("method IN ('card', 'promptpay')", name="method_known"),
        CheckConstraint("amount_satang > 0", name="amount_positive"),
        Index(
            "ix_payment_unfinished",
            "next_check_at",
            postgresql_where=text("status IN ('requested', 'pending')"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("order_group.id"), unique=True)
    method: Mapped[str] = mapped_column(String(16))
    amount_satang: Mapped[int] = mapped_column(BigInteger)
    status: Mapped[str] = mapped_column(String(16))
    intent_id: Mapped[str | None] = mapped_column(Text, unique=True)
    client_secret: Mapped[str | None] = mapped_column(Text)
    promptpay_qr: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    failure_code: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    succeeded_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    next_check_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class PaymentEvent(Base):
    """A webhook event whose signature was right, kept as it came; each is applied once."""

    __tablename__ = "payment_event"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    type: Mapped[str] = mapped_column(Text)
    intent_id: Mapped[str | None] = mapped_column(Text, index=True)
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    received_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    outcome: Mapped[str] = mapped_column(String(32))
