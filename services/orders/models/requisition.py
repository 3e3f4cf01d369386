"""Requisitions with their lines, and the dated rows of the procurement methods."""

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
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.ids import uuid7
from services.orders.models.base import Base

_FROZEN_WITH_HASH = (
    "(status = 'draft') = (content_hash IS NULL)"
    " AND (content_hash IS NULL) = (submitted_at IS NULL)"
    " AND (content_hash IS NULL) = (number IS NULL)"
)
_DECIDED = (
    "(status IN ('approved', 'rejected')) = (decided_by IS NOT NULL)"
    " AND (decided_by IS NULL) = (decided_at IS NULL)"
    " AND (status = 'rejected') = (rejection_reason IS NOT NULL)"
)
# Private buyers alone may use the direct method, and only they order without a second person; ข้อ 79
# วรรคสอง lets an agency buy first, by the specific method, and report afterwards.
_BASIS = (
    "CASE approval_basis WHEN 'decision' THEN true WHEN 'rule' THEN method = 'direct'"
    " WHEN 'at_once' THEN method = 'direct' WHEN 'urgent' THEN urgent_reason IS NOT NULL"
    " ELSE false END"
)


class Requisition(Base):
    """What one institution asks to buy for one delivery date.

    From ``submitted`` on its lines and figures cannot change (a trigger of the migration refuses
    it) and ``content_hash`` names them. ``(id, status, content_hash)`` is the target of the
    purchase order's foreign key: only what was approved can be ordered.
    """

    __tablename__ = "requisition"
    __table_args__ = (
        UniqueConstraint("id", "status", "content_hash"),
        UniqueConstraint("buyer_id", "number"),
        CheckConstraint(
            "status IN ('draft', 'submitted', 'approved', 'rejected')", name="status_known"
        ),
        CheckConstraint(_FROZEN_WITH_HASH, name="frozen_when_submitted"),
        CheckConstraint(_DECIDED, name="decided_once"),
        CheckConstraint(
            "decided_by <> requester_id OR approval_basis <> 'decision'", name="no_self_approval"
        ),
        CheckConstraint(_BASIS, name="basis_allowed"),
        CheckConstraint(
            "urgent_reason IS NULL OR status = 'draft' OR method = 'specific'",
            name="urgent_by_specific_method",
        ),
        CheckConstraint("total_satang = net_satang + vat_satang", name="total_is_net_and_vat"),
        Index("ix_requisition_buyer_newest", "buyer_id", text("id DESC")),
        Index("ix_requisition_buyer_submitted", "buyer_id", "submitted_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    buyer_id: Mapped[UUID]
    number: Mapped[str | None] = mapped_column(Text)
    requester_id: Mapped[UUID]
    requester_name: Mapped[str] = mapped_column(Text)
    method: Mapped[str] = mapped_column(Text)
    need_by_on: Mapped[date] = mapped_column(Date)
    note: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text, default="draft", server_default="draft")
    version: Mapped[int] = mapped_column(BigInteger, default=1, server_default="1")
    content_hash: Mapped[str | None] = mapped_column(Text)
    net_satang: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    vat_satang: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    total_satang: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    submitted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    decided_by: Mapped[UUID | None]
    decided_by_name: Mapped[str | None] = mapped_column(Text)
    rejection_reason: Mapped[str | None] = mapped_column(Text)
    unit: Mapped[str | None] = mapped_column(Text)
    budget_id: Mapped[UUID | None] = mapped_column(ForeignKey("budget.id"))
    approval_basis: Mapped[str] = mapped_column(
        Text, default="decision", server_default=text("'decision'")
    )
    urgent_reason: Mapped[str | None] = mapped_column(Text)

    lines: Mapped[list[RequisitionLine]] = relationship(
        order_by="RequisitionLine.line_no",
        cascade="all, delete-orphan",
        passive_deletes=True,
        lazy="raise",
    )


class RequisitionLine(Base):
    """A variant and a quantity; the rest is frozen from the offer when it is submitted.

    ``unit_price_satang`` is before VAT. ``mark_*`` is the mark that made the line eligible on the
    delivery date (the one that ends first); none where the rule asks for none.
    """

    __tablename__ = "requisition_line"
    __table_args__ = (
        UniqueConstraint("requisition_id", "line_no"),
        UniqueConstraint("requisition_id", "variant_id"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint(
            "num_nulls(seller_id, product_id, product_name_th, variant_name_th, unit, category,"
            " tax_class, unit_price_satang, vat_bps, net_satang, vat_satang) IN (0, 11)",
            name="frozen_whole",
        ),
        CheckConstraint(
            "unit_price_satang >= 0 AND net_satang >= 0 AND vat_satang >= 0", name="no_minus"
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    requisition_id: Mapped[UUID] = mapped_column(ForeignKey("requisition.id", ondelete="CASCADE"))
    line_no: Mapped[int] = mapped_column(Integer)
    variant_id: Mapped[UUID]
    quantity: Mapped[Decimal] = mapped_column(Numeric(12, 3))
    seller_id: Mapped[UUID | None]
    product_id: Mapped[UUID | None]
    product_name_th: Mapped[str | None] = mapped_column(Text)
    variant_name_th: Mapped[str | None] = mapped_column(Text)
    unit: Mapped[str | None] = mapped_column(Text)
    category: Mapped[str | None] = mapped_column(Text)
    tax_class: Mapped[str | None] = mapped_column(Text)
    unit_price_satang: Mapped[int | None] = mapped_column(BigInteger)
    vat_bps: Mapped[int | None] = mapped_column(Integer)
    net_satang: Mapped[int | None] = mapped_column(BigInteger)
    vat_satang: Mapped[int | None] = mapped_column(BigInteger)
    mark_scheme: Mapped[str | None] = mapped_column(Text)
    mark_certificate_id: Mapped[UUID | None]
    mark_number: Mapped[str | None] = mapped_column(Text)
    mark_until_on: Mapped[date | None] = mapped_column(Date)


class ProcurementMethodRule(Base):
    """Who may buy by a method, up to which sum including VAT, from when, by which law."""

    __tablename__ = "procurement_method_rule"
    __table_args__ = (
        UniqueConstraint("method", "from_on"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="dates_in_order"),
        CheckConstraint("ceiling_satang > 0", name="ceiling_positive"),
    )

    id: Mapped[UUID] = mapped_column(
        primary_key=True, default=uuid7, server_default=text("uuidv7()")
    )
    method: Mapped[str] = mapped_column(Text)
    name_th: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    buyer_kinds: Mapped[list[str]] = mapped_column(ARRAY(Text))
    ceiling_satang: Mapped[int | None] = mapped_column(BigInteger)
    from_on: Mapped[date] = mapped_column(Date)
    until_on: Mapped[date | None] = mapped_column(Date)
    source_th: Mapped[str] = mapped_column(Text)
    source_en: Mapped[str] = mapped_column(Text)
