"""Payments of order groups, and the events that Stripe sent about them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.orders.models.base import Base


class Payment(Base):
    """The collection of a group's total. ``intent_id`` None: Stripe has not answered us yet.

    The row shows the present ``attempt``; earlier ones that another replaced are in
    ``payment_attempt``. ``next_check_at`` is when the due loop looks at an unfinished one again.
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
    attempt: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    intent_id: Mapped[str | None] = mapped_column(Text, unique=True)
    client_secret: Mapped[str | None] = mapped_column(Text)
    promptpay_qr: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    failure_code: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    succeeded_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    next_check_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class PaymentAttempt(Base):
    """An attempt that the shopper replaced: no new intent is made until this one is closed."""

    __tablename__ = "payment_attempt"
    __table_args__ = (
        UniqueConstraint("payment_id", "number", name="uq_payment_attempt_number"),
        Index(
            "ix_payment_attempt_open",
            "next_check_at",
            postgresql_where=text("closed_at IS NULL"),
        ),
        CheckConstraint("method IN ('card', 'promptpay')", name="method_known"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    payment_id: Mapped[UUID] = mapped_column(ForeignKey("payment.id"))
    number: Mapped[int] = mapped_column(Integer)
    method: Mapped[str] = mapped_column(String(16))
    intent_id: Mapped[str] = mapped_column(Text, unique=True)
    replaced_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    next_check_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """When Stripe said that it can no longer be paid, or that it was."""


class MoneyIn(Base):
    """Money that Stripe took for one of our intents, whatever became of the order.

    ``use`` is what it was good for: a sale, or nothing, and then it is sent back by itself.
    ``fee_satang`` is what Stripe kept, without the VAT on it; None until that is known.
    """

    __tablename__ = "money_in"
    __table_args__ = (
        CheckConstraint("use IN ('sale', 'late', 'double', 'difference')", name="use_known"),
        CheckConstraint("amount_satang > 0", name="amount_positive"),
        CheckConstraint("(fee_satang IS NULL) = (fee_vat_satang IS NULL)", name="fee_whole"),
        Index("ix_money_in_payment_id", "payment_id"),
        Index(
            "ix_money_in_fee_unknown",
            "next_check_at",
            postgresql_where=text("fee_satang IS NULL"),
        ),
        Index(
            "uq_money_in_sale",
            "payment_id",
            unique=True,
            postgresql_where=text("use = 'sale'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    payment_id: Mapped[UUID] = mapped_column(ForeignKey("payment.id"))
    intent_id: Mapped[str] = mapped_column(Text, unique=True)
    amount_satang: Mapped[int] = mapped_column(BigInteger)
    use: Mapped[str] = mapped_column(String(16))
    received_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    fee_satang: Mapped[int | None] = mapped_column(BigInteger)
    fee_vat_satang: Mapped[int | None] = mapped_column(BigInteger)
    next_check_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class PaymentEvent(Base):
    """A webhook event whose signature was right, kept as it came; each is applied once."""

    __tablename__ = "payment_event"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    type: Mapped[str] = mapped_column(Text)
    intent_id: Mapped[str | None] = mapped_column(Text, index=True)
    """The intent or the refund that it is about."""
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    received_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    outcome: Mapped[str] = mapped_column(String(32))
