"""Delivery notes: which lots a seller sent for which lines, and what arrived of them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.ids import uuid7
from services.orders.models.base import Base

STATUSES = ("shipped", "arrived", "inspected", "accepted", "refused", "cancelled")


class Delivery(Base):
    """One delivery of a purchase order.

    ``window_*`` are the booked receiving window's instants. How late it was is computed from
    ``arrived_at``; it is not stored.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("purchase_order_id", "sequence"),
        CheckConstraint(
            "status IN ('shipped', 'arrived', 'inspected', 'accepted', 'refused', 'cancelled')",
            name="status_known",
        ),
        CheckConstraint(
            "(status IN ('shipped', 'cancelled')) = (arrived_at IS NULL)"
            " AND (arrived_at IS NULL) = (received_by IS NULL)",
            name="arrived_whole",
        ),
        CheckConstraint(
            "(status = 'cancelled') = (cancel_reason IS NOT NULL)", name="cancelled_with_reason"
        ),
        Index("ix_delivery_buyer_newest", "buyer_id", text("id DESC")),
        Index("ix_delivery_seller_newest", "seller_id", text("id DESC")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    purchase_order_id: Mapped[UUID] = mapped_column(ForeignKey("purchase_order.id"))
    buyer_id: Mapped[UUID]
    seller_id: Mapped[UUID]
    sequence: Mapped[int] = mapped_column(Integer)
    number: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(16), server_default=text("'shipped'"))
    version: Mapped[int] = mapped_column(BigInteger, server_default=text("1"))
    deliver_on: Mapped[date] = mapped_column(Date)
    window_id: Mapped[UUID | None] = mapped_column(ForeignKey("receiving_window.id"))
    window_opens_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    window_closes_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    site_name_th: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    shipped_by: Mapped[UUID]
    shipped_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    arrived_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    received_by: Mapped[UUID | None]
    received_by_name: Mapped[str | None] = mapped_column(Text)
    cancel_reason: Mapped[str | None] = mapped_column(Text)

    lines: Mapped[list[DeliveryLine]] = relationship(order_by="DeliveryLine.line_no", lazy="raise")


class DeliveryLine(Base):
    """A lot's part of a delivery; ``arrived``, ``accepted`` and ``rejected`` come one by one.

    ``certified`` says whether a certificate covered the day of arrival. The amounts are set when
    the acceptance is final and count the whole order line: over its deliveries they sum to what
    the accepted quantity costs, to the satang.
    """

    __tablename__ = "delivery_line"
    __table_args__ = (
        UniqueConstraint("delivery_id", "line_no"),
        UniqueConstraint("delivery_id", "order_line_id", "lot_id"),
        CheckConstraint("shipped > 0", name="shipped_positive"),
        CheckConstraint("arrived BETWEEN 0 AND shipped", name="arrived_no_more_than_shipped"),
        CheckConstraint(
            "(accepted IS NULL) = (rejected IS NULL)"
            " AND (accepted IS NULL OR accepted + rejected = arrived)",
            name="accepted_and_rejected_are_arrived",
        ),
        CheckConstraint("accepted >= 0 AND rejected >= 0", name="nothing_negative"),
        CheckConstraint("rejected = 0 OR reason IS NOT NULL", name="rejected_with_reason"),
        CheckConstraint(
            "(net_satang IS NULL) = (vat_satang IS NULL) AND net_satang >= 0", name="payable_whole"
        ),
        Index("ix_delivery_line_order_line", "order_line_id"),
        Index("ix_delivery_line_lot", "lot_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    delivery_id: Mapped[UUID] = mapped_column(ForeignKey("delivery.id"))
    order_line_id: Mapped[UUID] = mapped_column(ForeignKey("purchase_order_line.id"))
    lot_id: Mapped[UUID] = mapped_column(ForeignKey("lot.id"))
    line_no: Mapped[int] = mapped_column(Integer)
    lot_code: Mapped[str] = mapped_column(String(32))
    variant_id: Mapped[UUID]
    product_name_th: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text)
    unit_price_satang: Mapped[int] = mapped_column(BigInteger)
    vat_bps: Mapped[int] = mapped_column(Integer)
    shipped: Mapped[Decimal] = mapped_column(Numeric(12, 3))
    warmest_c: Mapped[Decimal | None] = mapped_column(Numeric(4, 1))
    arrived: Mapped[Decimal | None] = mapped_column(Numeric(12, 3))
    temperature_c: Mapped[Decimal | None] = mapped_column(Numeric(4, 1))
    certified: Mapped[bool | None]
    accepted: Mapped[Decimal | None] = mapped_column(Numeric(12, 3))
    rejected: Mapped[Decimal | None] = mapped_column(Numeric(12, 3))
    reason: Mapped[str | None] = mapped_column(Text)
    photo_upload: Mapped[str | None] = mapped_column(Text)
    net_satang: Mapped[int | None] = mapped_column(BigInteger)
    vat_satang: Mapped[int | None] = mapped_column(BigInteger)
