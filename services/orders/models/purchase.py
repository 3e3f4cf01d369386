"""Purchase orders, their lines and their numbers."""

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
    ForeignKeyConstraint,
    Index,
    Integer,
    Numeric,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.ids import uuid7
from services.orders.models.base import Base


class PurchaseOrder(Base):
    """One seller's part of an approved requisition.

    The foreign key names the requisition together with its status and the hash of its content,
    and the status is always ``approved``: the database itself refuses an order from a requisition
    that is a draft, was rejected, or holds something else than what was approved; and it refuses
    to change such a requisition afterwards.
    """

    __tablename__ = "purchase_order"
    __table_args__ = (
        ForeignKeyConstraint(
            ["requisition_id", "requisition_status", "content_hash"],
            ["requisition.id", "requisition.status", "requisition.content_hash"],
            name="fk_purchase_order_approved_requisition",
        ),
        CheckConstraint("requisition_status = 'approved'", name="approved_only"),
        CheckConstraint(
            "status IN ('placed', 'confirmed', 'declined', 'cancelled', 'completed')",
            name="status_known",
        ),
        CheckConstraint(
            "(status IN ('confirmed', 'completed')) = (confirmed_at IS NOT NULL)"
            " AND (confirmed_at IS NULL) = (confirmed_by IS NULL)",
            name="confirmed_whole",
        ),
        CheckConstraint(
            "(status IN ('declined', 'cancelled', 'completed')) = (closed_at IS NOT NULL)"
            " AND (status NOT IN ('declined', 'cancelled') OR closing_reason IS NOT NULL)",
            name="closed_whole",
        ),
        CheckConstraint("total_satang = net_satang + vat_satang", name="total_is_net_and_vat"),
        UniqueConstraint("requisition_id", "seller_id"),
        UniqueConstraint("buyer_id", "fiscal_year", "sequence"),
        Index("ix_purchase_order_buyer_newest", "buyer_id", text("id DESC")),
        Index("ix_purchase_order_seller_newest", "seller_id", text("id DESC")),
        Index(
            "ix_purchase_order_unconfirmed",
            "confirm_by_at",
            postgresql_where=text("status = 'placed' AND deadline_told_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    requisition_id: Mapped[UUID]
    requisition_status: Mapped[str] = mapped_column(
        Text, default="approved", server_default="approved"
    )
    content_hash: Mapped[str] = mapped_column(Text)
    buyer_id: Mapped[UUID]
    buyer_kind: Mapped[str] = mapped_column(Text)
    buyer_name_th: Mapped[str] = mapped_column(Text)
    seller_id: Mapped[UUID]
    seller_name_th: Mapped[str] = mapped_column(Text)
    fiscal_year: Mapped[int] = mapped_column(Integer)
    sequence: Mapped[int] = mapped_column(Integer)
    number: Mapped[str] = mapped_column(Text)
    method: Mapped[str] = mapped_column(Text)
    need_by_on: Mapped[date] = mapped_column(Date)
    status: Mapped[str] = mapped_column(Text, default="placed", server_default="placed")
    version: Mapped[int] = mapped_column(BigInteger, default=1, server_default="1")
    net_satang: Mapped[int] = mapped_column(BigInteger)
    vat_satang: Mapped[int] = mapped_column(BigInteger)
    total_satang: Mapped[int] = mapped_column(BigInteger)
    placed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    confirm_by_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    deadline_told_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    confirmed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    confirmed_by: Mapped[UUID | None]
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    closed_by: Mapped[UUID | None]
    closing_reason: Mapped[str | None] = mapped_column(Text)

    lines: Mapped[list[PurchaseOrderLine]] = relationship(
        order_by="PurchaseOrderLine.line_no", lazy="raise"
    )


class PurchaseOrderLine(Base):
    """A line as approved; ``eligibility_lost_at`` is set while no mark covers the delivery.

    The seller confirmed ``confirmed_quantity`` of it, and may deliver ``over_quantity`` more.
    ``delivered_quantity`` is on its way, waits for its inspection or was accepted: what did not
    arrive or was rejected is taken off, so that it may be delivered again.
    """

    __tablename__ = "purchase_order_line"
    __table_args__ = (
        UniqueConstraint("purchase_order_id", "line_no"),
        UniqueConstraint("requisition_line_id"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint(
            "confirmed_quantity BETWEEN 0 AND quantity AND over_quantity >= 0",
            name="confirmed_within_ordered",
        ),
        CheckConstraint(
            "0 <= accepted_quantity AND accepted_quantity <= delivered_quantity"
            " AND (delivered_quantity = 0"
            " OR delivered_quantity <= coalesce(confirmed_quantity, 0) + over_quantity)",
            name="delivered_within_confirmed",
        ),
        Index("ix_purchase_order_line_product", "product_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    purchase_order_id: Mapped[UUID] = mapped_column(ForeignKey("purchase_order.id"))
    requisition_line_id: Mapped[UUID] = mapped_column(ForeignKey("requisition_line.id"))
    line_no: Mapped[int] = mapped_column(Integer)
    variant_id: Mapped[UUID]
    product_id: Mapped[UUID]
    product_name_th: Mapped[str] = mapped_column(Text)
    variant_name_th: Mapped[str] = mapped_column(Text)
    category: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text)
    quantity: Mapped[Decimal] = mapped_column(Numeric(12, 3))
    tax_class: Mapped[str] = mapped_column(Text)
    unit_price_satang: Mapped[int] = mapped_column(BigInteger)
    vat_bps: Mapped[int] = mapped_column(Integer)
    net_satang: Mapped[int] = mapped_column(BigInteger)
    vat_satang: Mapped[int] = mapped_column(BigInteger)
    mark_scheme: Mapped[str | None] = mapped_column(Text)
    mark_certificate_id: Mapped[UUID | None]
    mark_number: Mapped[str | None] = mapped_column(Text)
    mark_until_on: Mapped[date | None] = mapped_column(Date)
    eligibility_lost_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    confirmed_quantity: Mapped[Decimal | None] = mapped_column(Numeric(12, 3))
    confirmation_reason: Mapped[str | None] = mapped_column(Text)
    over_quantity: Mapped[Decimal] = mapped_column(
        Numeric(12, 3), default=Decimal(0), server_default=text("0")
    )
    delivered_quantity: Mapped[Decimal] = mapped_column(
        Numeric(12, 3), default=Decimal(0), server_default=text("0")
    )
    accepted_quantity: Mapped[Decimal] = mapped_column(
        Numeric(12, 3), default=Decimal(0), server_default=text("0")
    )


class DocumentCounter(Base):
    """The last number given per buyer, document and fiscal year; its row lock leaves no gaps."""

    __tablename__ = "document_counter"

    buyer_id: Mapped[UUID] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(Text, primary_key=True)
    fiscal_year: Mapped[int] = mapped_column(Integer, primary_key=True)
    last: Mapped[int] = mapped_column(Integer)
