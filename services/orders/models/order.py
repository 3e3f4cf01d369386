"""What a shopper bought at once, one order for each seller in it, and their lines."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    String,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.orders.models.base import Base


class OrderStatus(StrEnum):
    """Where a seller's order stands."""

    AWAITING_PAYMENT = "awaiting_payment"
    PAID = "paid"
    ACCEPTED = "accepted"
    PACKED = "packed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


class OrderGroup(Base):
    """What one shopper pays at once: its orders, contact and address. Amounts include VAT."""

    __tablename__ = "order_group"
    __table_args__ = (
        CheckConstraint("status IN ('awaiting_payment', 'paid', 'cancelled')", name="status_known"),
        CheckConstraint("total_satang > 0", name="total_positive"),
        Index(
            "ix_order_group_held",
            "expires_at",
            postgresql_where=text("status = 'awaiting_payment'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    cart_id: Mapped[UUID] = mapped_column(ForeignKey("cart.id"), unique=True)
    status: Mapped[str] = mapped_column(String(24))
    total_satang: Mapped[int] = mapped_column(BigInteger)
    vat_satang: Mapped[int] = mapped_column(BigInteger)
    contact: Mapped[dict[str, Any]] = mapped_column(JSONB)
    address: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    """End of the hold: from then on the stock goes back unless Stripe says it was paid."""
    paid_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    cancelled_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    cancel_reason: Mapped[str | None] = mapped_column(String(32))


class Order(Base):
    """One seller's part of a group. Prices, VAT and commission are frozen at the sale.

    total = net + vat = seller + commission + commission_vat, all in satang.
    """

    __tablename__ = "shop_order"
    __table_args__ = (
        CheckConstraint(
            "status IN ('awaiting_payment', 'paid', 'accepted', 'packed', 'shipped',"
            " 'delivered', 'cancelled')",
            name="status_known",
        ),
        CheckConstraint("net_satang + vat_satang = total_satang", name="vat_adds_up"),
        CheckConstraint(
            "seller_satang + commission_satang + commission_vat_satang = total_satang",
            name="split_adds_up",
        ),
        Index("ix_shop_order_group_id", "group_id"),
        Index("ix_shop_order_seller", "seller_id", "id"),
        Index("ix_shop_order_seller_status", "seller_id", "status", "id"),
        Index(
            "ix_shop_order_to_accept",
            "next_reminder_at",
            postgresql_where=text("status = 'paid'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("order_group.id"))
    number: Mapped[str] = mapped_column(String(24), unique=True)
    seller_id: Mapped[UUID]
    seller_name_th: Mapped[str] = mapped_column(Text)
    seller_vat_registered: Mapped[bool]
    status: Mapped[str] = mapped_column(String(24))
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    total_satang: Mapped[int] = mapped_column(BigInteger)
    net_satang: Mapped[int] = mapped_column(BigInteger)
    vat_satang: Mapped[int] = mapped_column(BigInteger)
    commission_bps: Mapped[int] = mapped_column(Integer)
    commission_satang: Mapped[int] = mapped_column(BigInteger)
    commission_vat_satang: Mapped[int] = mapped_column(BigInteger)
    seller_satang: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    carrier: Mapped[str | None] = mapped_column(Text)
    tracking: Mapped[str | None] = mapped_column(Text)
    accept_by: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """A paid order that nobody has accepted by then is cancelled and paid back."""
    next_reminder_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """When the due loop looks at an order that waits for its seller: to remind, then to cancel."""
    cancelled_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    cancel_reason: Mapped[str | None] = mapped_column(String(32))
    cancel_note: Mapped[str | None] = mapped_column(Text)


class OrderLine(Base):
    """A variant as it was sold: name, price, tax, commission and marks of that moment."""

    __tablename__ = "order_line"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("net_satang + vat_satang = total_satang", name="vat_adds_up"),
        Index("ix_order_line_order_id", "order_id"),
        Index("ix_order_line_variant_id", "variant_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("shop_order.id"))
    variant_id: Mapped[UUID]
    product_id: Mapped[UUID]
    name_th: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str | None] = mapped_column(Text)
    sku: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(String(64))
    quantity: Mapped[Decimal] = mapped_column(Numeric(12, 3))
    unit_price_satang: Mapped[int] = mapped_column(BigInteger)
    tax_class: Mapped[str] = mapped_column(String(16))
    vat_bps: Mapped[int] = mapped_column(Integer)
    total_satang: Mapped[int] = mapped_column(BigInteger)
    net_satang: Mapped[int] = mapped_column(BigInteger)
    vat_satang: Mapped[int] = mapped_column(BigInteger)
    commission_satang: Mapped[int] = mapped_column(BigInteger)
    commission_vat_satang: Mapped[int] = mapped_column(BigInteger)
    marks: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    income_shares: Mapped[list[dict[str, Any]]] = mapped_column(
        JSONB, server_default=text("'[]'::jsonb")
    )
    """What of the line's income goes to which producer, frozen at the sale:
    ``{"organisation_id", "basis_points", "amount_satang"}``."""
