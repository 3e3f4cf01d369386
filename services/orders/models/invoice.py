"""Invoices for what was accepted, their credit notes, and the buyers' payments."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
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

_OPEN = "outstanding_satang > 0"
_OUTSTANDING = (
    "total_satang - credited_net_satang - credited_vat_satang - fine_satang"
    " - withheld_satang - paid_satang"
)


class PromptPayBiller(Base):
    """The biller id under which a seller's bank collects bill payments."""

    __tablename__ = "promptpay_biller"
    __table_args__ = (CheckConstraint("biller_id ~ '^[0-9]{15}$'", name="fifteen_digits"),)

    seller_id: Mapped[UUID] = mapped_column(primary_key=True)
    biller_id: Mapped[str] = mapped_column(String(15))
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Invoice(Base):
    """One delivery's invoice.

    ``basis`` says what it was made from: ``accepted``, the signed receipt, or ``shipped``, the
    delivery note, before the inspection. ``accepted_at`` is None while payment is locked; once it
    is set, what was invoiced less what was credited is what was accepted. ``outstanding_satang``
    is what is still to be paid, tax to be withheld included.
    """

    __tablename__ = "invoice"
    # The database computes what is outstanding; it is read back with every change.
    __mapper_args__ = {"eager_defaults": True}  # noqa: RUF012  (SQLAlchemy's own form)
    __table_args__ = (
        UniqueConstraint("delivery_id"),
        UniqueConstraint("seller_id", "number"),
        UniqueConstraint("seller_id", "ref1"),
        CheckConstraint("basis IN ('accepted', 'shipped')", name="basis_known"),
        CheckConstraint("total_satang = net_satang + vat_satang", name="total_is_net_and_vat"),
        CheckConstraint(
            "net_satang >= 0 AND vat_satang >= 0 AND credited_net_satang >= 0"
            " AND credited_vat_satang >= 0 AND fine_satang >= 0 AND withheld_satang >= 0"
            " AND paid_satang >= 0",
            name="nothing_negative",
        ),
        CheckConstraint(f"{_OUTSTANDING} >= 0", name="never_overpaid"),
        CheckConstraint(
            "accepted_at IS NOT NULL OR (paid_satang = 0 AND withheld_satang = 0"
            " AND fine_satang = 0 AND credited_net_satang = 0 AND credited_vat_satang = 0)",
            name="locked_until_signed",
        ),
        CheckConstraint(
            "(accepted_at IS NULL) = (accepted_net_satang IS NULL)"
            " AND (accepted_at IS NULL) = (accepted_vat_satang IS NULL)"
            " AND (accepted_at IS NULL"
            " OR (net_satang - credited_net_satang = accepted_net_satang"
            " AND vat_satang - credited_vat_satang = accepted_vat_satang))",
            name="invoiced_less_credited_is_accepted",
        ),
        CheckConstraint("due_on >= issued_on", name="dates_in_order"),
        # Ageing and reminders read what is open and nothing else.
        Index(
            "ix_invoice_seller_open",
            "seller_id",
            "due_on",
            postgresql_include=["buyer_id", "outstanding_satang"],
            postgresql_where=text(_OPEN),
        ),
        Index(
            "ix_invoice_buyer_open",
            "buyer_id",
            "due_on",
            postgresql_include=["seller_id", "outstanding_satang"],
            postgresql_where=text(_OPEN),
        ),
        Index(
            "ix_invoice_to_remind",
            "remind_on",
            postgresql_where=text(f"{_OPEN} AND accepted_at IS NOT NULL"),
        ),
        Index(
            "ix_invoice_to_bill",
            "seller_id",
            "buyer_id",
            "issued_on",
            postgresql_where=text("billing_note_id IS NULL AND accepted_at IS NOT NULL"),
        ),
        Index("ix_invoice_seller_newest", "seller_id", text("id DESC")),
        Index("ix_invoice_buyer_newest", "buyer_id", text("id DESC")),
        Index("ix_invoice_purchase_order", "purchase_order_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    purchase_order_id: Mapped[UUID] = mapped_column(ForeignKey("purchase_order.id"))
    order_number: Mapped[str] = mapped_column(Text)
    delivery_id: Mapped[UUID] = mapped_column(ForeignKey("delivery.id"))
    delivery_number: Mapped[str] = mapped_column(Text)
    seller_id: Mapped[UUID]
    seller_name_th: Mapped[str] = mapped_column(Text)
    buyer_id: Mapped[UUID]
    buyer_kind: Mapped[str] = mapped_column(Text)
    buyer_name_th: Mapped[str] = mapped_column(Text)
    number: Mapped[str] = mapped_column(Text)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    basis: Mapped[str] = mapped_column(String(16))
    version: Mapped[int] = mapped_column(BigInteger, default=1)
    issued_on: Mapped[date] = mapped_column(Date)
    issued_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    credit_days: Mapped[int] = mapped_column(Integer)
    due_on: Mapped[date] = mapped_column(Date)
    remind_on: Mapped[date] = mapped_column(Date)
    net_satang: Mapped[int] = mapped_column(BigInteger)
    vat_satang: Mapped[int] = mapped_column(BigInteger)
    total_satang: Mapped[int] = mapped_column(BigInteger)
    credited_net_satang: Mapped[int] = mapped_column(BigInteger, default=0)
    credited_vat_satang: Mapped[int] = mapped_column(BigInteger, default=0)
    accepted_net_satang: Mapped[int | None] = mapped_column(BigInteger)
    accepted_vat_satang: Mapped[int | None] = mapped_column(BigInteger)
    accepted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    fine_satang: Mapped[int] = mapped_column(BigInteger, default=0)
    withheld_satang: Mapped[int] = mapped_column(BigInteger, default=0)
    paid_satang: Mapped[int] = mapped_column(BigInteger, default=0)
    outstanding_satang: Mapped[int] = mapped_column(
        BigInteger, Computed(_OUTSTANDING, persisted=True)
    )
    biller_id: Mapped[str | None] = mapped_column(String(15))
    ref1: Mapped[str] = mapped_column(String(20))
    ref2: Mapped[str] = mapped_column(String(20))
    billing_note_id: Mapped[UUID | None] = mapped_column(ForeignKey("billing_note.id"))

    lines: Mapped[list[InvoiceLine]] = relationship(order_by="InvoiceLine.line_no", lazy="raise")


class InvoiceLine(Base):
    """A delivery line's part of an invoice, at the frozen price before VAT.

    ``credited_*`` is what its credit note takes off; ``crop`` is how the catalogue judged the
    product on the day of the invoice (it decides whether tax is withheld).
    """

    __tablename__ = "invoice_line"
    __table_args__ = (
        UniqueConstraint("delivery_line_id"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint(
            "0 <= credited_quantity AND credited_quantity <= quantity"
            " AND 0 <= credited_net_satang AND credited_net_satang <= net_satang"
            " AND 0 <= credited_vat_satang AND credited_vat_satang <= vat_satang",
            name="credited_within_invoiced",
        ),
    )

    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoice.id"), primary_key=True)
    line_no: Mapped[int] = mapped_column(Integer, primary_key=True)
    delivery_line_id: Mapped[UUID] = mapped_column(ForeignKey("delivery_line.id"))
    product_name_th: Mapped[str] = mapped_column(Text)
    lot_code: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text)
    tax_class: Mapped[str] = mapped_column(Text)
    crop: Mapped[bool]
    unit_price_satang: Mapped[int] = mapped_column(BigInteger)
    vat_bps: Mapped[int] = mapped_column(Integer)
    quantity: Mapped[Decimal] = mapped_column(Numeric(12, 3))
    net_satang: Mapped[int] = mapped_column(BigInteger)
    vat_satang: Mapped[int] = mapped_column(BigInteger)
    credited_quantity: Mapped[Decimal] = mapped_column(Numeric(12, 3), default=Decimal(0))
    credited_net_satang: Mapped[int] = mapped_column(BigInteger, default=0)
    credited_vat_satang: Mapped[int] = mapped_column(BigInteger, default=0)


class CreditNote(Base):
    """What an invoice was too high by; one an invoice, when its acceptance is final."""

    __tablename__ = "credit_note"
    __table_args__ = (
        UniqueConstraint("invoice_id"),
        CheckConstraint("net_satang > 0 AND vat_satang >= 0", name="positive"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoice.id"))
    number: Mapped[str] = mapped_column(Text)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    issued_on: Mapped[date] = mapped_column(Date)
    net_satang: Mapped[int] = mapped_column(BigInteger)
    vat_satang: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(Text)


class Remittance(Base):
    """A buyer's payment of an invoice.

    ``announced`` by the buyer until the seller or the seller's bank statement says that the money
    is there; then ``received``, posted to the books once and for all.
    """

    __tablename__ = "remittance"
    __table_args__ = (
        CheckConstraint("method IN ('transfer', 'promptpay_bill', 'cheque')", name="method_known"),
        CheckConstraint("status IN ('announced', 'received', 'denied')", name="status_known"),
        CheckConstraint("amount_satang > 0 AND withheld_satang >= 0", name="positive"),
        CheckConstraint("(status = 'received') = (received_at IS NOT NULL)", name="received_whole"),
        CheckConstraint("(method = 'cheque') = (cheque_number IS NOT NULL)", name="cheque_named"),
        Index("ix_remittance_invoice", "invoice_id"),
        Index(
            "uq_remittance_announced_once",
            "invoice_id",
            unique=True,
            postgresql_where=text("status = 'announced'"),
        ),
        UniqueConstraint("bank_line_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoice.id"))
    seller_id: Mapped[UUID]
    buyer_id: Mapped[UUID]
    status: Mapped[str] = mapped_column(String(16))
    method: Mapped[str] = mapped_column(String(16))
    amount_satang: Mapped[int] = mapped_column(BigInteger)
    withheld_satang: Mapped[int] = mapped_column(BigInteger, default=0)
    paid_on: Mapped[date] = mapped_column(Date)
    reference: Mapped[str | None] = mapped_column(Text)
    cheque_bank: Mapped[str | None] = mapped_column(Text)
    cheque_number: Mapped[str | None] = mapped_column(Text)
    recorded_by: Mapped[UUID | None]
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    received_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    bank_line_id: Mapped[UUID | None] = mapped_column(ForeignKey("bank_line.id"))
    certificate_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    receipt_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
