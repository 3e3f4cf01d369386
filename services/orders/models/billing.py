"""Billing notes, imported bank statements, and dated rules of withholding and fines."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from kit.ids import uuid7
from services.orders.models.base import Base


class BillingNote(Base):
    """A month's accepted invoices of a seller to a buyer, less their credit notes."""

    __tablename__ = "billing_note"
    __table_args__ = (
        UniqueConstraint("seller_id", "buyer_id", "month_on", "sequence"),
        UniqueConstraint("seller_id", "number"),
        CheckConstraint("extract(day FROM month_on) = 1", name="month_begins"),
        CheckConstraint("total_satang > 0", name="total_positive"),
        Index("ix_billing_note_buyer_newest", "buyer_id", text("id DESC")),
        Index("ix_billing_note_seller_newest", "seller_id", text("id DESC")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    seller_id: Mapped[UUID]
    buyer_id: Mapped[UUID]
    month_on: Mapped[date] = mapped_column(Date)
    sequence: Mapped[int] = mapped_column(Integer)
    number: Mapped[str] = mapped_column(Text)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    total_satang: Mapped[int] = mapped_column(BigInteger)
    issued_on: Mapped[date] = mapped_column(Date)
    pay_on: Mapped[date] = mapped_column(Date)


class WithholdingRule(Base):
    """Who withholds what from whom: dated, in hundredths of a per cent of the price before VAT.

    ``payee_kind`` is ``juristic`` or ``individual``. Of the rows in force the one that began last
    counts. Nothing is withheld below the floor; ``crops_excluded`` leaves crops out of the base.
    """

    __tablename__ = "withholding_rule"
    __table_args__ = (
        UniqueConstraint("payee_kind", "payer_kinds", "from_on"),
        CheckConstraint("payee_kind IN ('individual', 'juristic')", name="payee_kind_known"),
        CheckConstraint("bps BETWEEN 0 AND 10000 AND floor_satang >= 0", name="in_range"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="dates_in_order"),
    )

    id: Mapped[UUID] = mapped_column(
        primary_key=True, default=uuid7, server_default=text("uuidv7()")
    )
    payer_kinds: Mapped[list[str]] = mapped_column(ARRAY(Text))
    payee_kind: Mapped[str] = mapped_column(String(16))
    crops_excluded: Mapped[bool]
    bps: Mapped[int] = mapped_column(Integer)
    floor_satang: Mapped[int] = mapped_column(BigInteger)
    from_on: Mapped[date] = mapped_column(Date)
    until_on: Mapped[date | None] = mapped_column(Date)
    source_th: Mapped[str] = mapped_column(Text)
    source_en: Mapped[str] = mapped_column(Text)


class BankStatement(Base):
    """A file that a seller imported."""

    __tablename__ = "bank_statement"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    seller_id: Mapped[UUID]
    imported_by: Mapped[UUID]
    imported_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    lines: Mapped[int] = mapped_column(Integer)
    known_lines: Mapped[int] = mapped_column(Integer)


class BankLine(Base):
    """Money that came in, and what became of it.

    ``outcome`` None waits to be matched. ``difference_satang`` is what came beyond what was to be
    paid (over, double) or is still missing (short, below nought). What is not ``exact`` waits for
    a person until ``resolved_at``. ``fingerprint`` keeps a line that comes in two files single.
    """

    __tablename__ = "bank_line"
    __table_args__ = (
        UniqueConstraint("seller_id", "fingerprint"),
        CheckConstraint(
            "outcome IN ('exact', 'short', 'over', 'double', 'unknown', 'locked')",
            name="outcome_known",
        ),
        CheckConstraint("amount_satang > 0", name="amount_positive"),
        CheckConstraint(
            "(resolution IS NULL) = (resolved_at IS NULL)"
            " AND resolution IN ('matched', 'applied', 'refunded', 'noted')",
            name="resolved_whole",
        ),
        Index("ix_bank_line_waiting", "id", postgresql_where=text("outcome IS NULL")),
        Index("ix_bank_line_seller_newest", "seller_id", text("id DESC")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    statement_id: Mapped[UUID] = mapped_column(ForeignKey("bank_statement.id"))
    seller_id: Mapped[UUID]
    fingerprint: Mapped[str] = mapped_column(String(64))
    received_on: Mapped[date] = mapped_column(Date)
    amount_satang: Mapped[int] = mapped_column(BigInteger)
    ref1: Mapped[str | None] = mapped_column(Text)
    ref2: Mapped[str | None] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text)
    outcome: Mapped[str | None] = mapped_column(String(16))
    invoice_id: Mapped[UUID | None] = mapped_column(ForeignKey("invoice.id"))
    difference_satang: Mapped[int] = mapped_column(BigInteger, default=0)
    resolution: Mapped[str | None] = mapped_column(String(16))
    resolution_note: Mapped[str | None] = mapped_column(Text)
    resolved_by: Mapped[UUID | None]
    resolved_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
