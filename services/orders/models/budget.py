"""Budgets as a commitment ledger: an append-only list of entries, and the balances it makes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from kit.ids import uuid7
from services.orders.models.base import Base


class Budget(Base):
    """Money of one unit of a buyer's, from one source, for one fiscal year (Buddhist era).

    The four balances are written by a trigger of ``budget_entry`` alone. What is reserved,
    committed and consumed together never exceeds what was allotted.
    """

    __tablename__ = "budget"
    __table_args__ = (
        UniqueConstraint("buyer_id", "fiscal_year", "unit", "source"),
        CheckConstraint(
            "reserved_satang >= 0 AND committed_satang >= 0 AND consumed_satang >= 0",
            name="balances_not_negative",
        ),
        CheckConstraint(
            "reserved_satang + committed_satang + consumed_satang <= allotted_satang",
            name="within_allotment",
        ),
        CheckConstraint("fiscal_year BETWEEN 2500 AND 2700", name="buddhist_era"),
        Index("ix_budget_buyer_newest", "buyer_id", text("id DESC")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    buyer_id: Mapped[UUID]
    unit: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    fiscal_year: Mapped[int] = mapped_column(Integer)
    allotted_satang: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    reserved_satang: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    committed_satang: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    consumed_satang: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    created_by: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class BudgetHold(Base):
    """What a requisition holds of a budget for one seller, and later that seller's order.

    Written by the same trigger; ``purchase_order_id`` is set when the order goes out.
    """

    __tablename__ = "budget_hold"
    __table_args__ = (
        UniqueConstraint("requisition_id", "seller_id", "budget_id"),
        UniqueConstraint("purchase_order_id"),
        CheckConstraint(
            "reserved_satang >= 0 AND committed_satang >= 0 AND consumed_satang >= 0",
            name="balances_not_negative",
        ),
        CheckConstraint(
            "purchase_order_id IS NOT NULL OR (committed_satang = 0 AND consumed_satang = 0)",
            name="committed_to_an_order",
        ),
        Index("ix_budget_hold_budget", "budget_id"),
    )

    requisition_id: Mapped[UUID] = mapped_column(ForeignKey("requisition.id"), primary_key=True)
    seller_id: Mapped[UUID] = mapped_column(primary_key=True)
    budget_id: Mapped[UUID] = mapped_column(ForeignKey("budget.id"))
    purchase_order_id: Mapped[UUID | None] = mapped_column(ForeignKey("purchase_order.id"))
    reserved_satang: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    committed_satang: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    consumed_satang: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))


class BudgetEntry(Base):
    """One movement; never changed or deleted. A cause moves a hold once, however often it comes.

    ``allot`` changes what there is; ``reserve`` holds it for what waits for approval; ``commit``
    turns the hold into an order's; ``consume`` spends it on what was accepted (beyond the hold,
    when more was accepted than ordered); ``release`` gives it back.
    """

    __tablename__ = "budget_entry"
    __table_args__ = (
        ForeignKeyConstraint(
            ["requisition_id", "seller_id", "budget_id"],
            ["budget_hold.requisition_id", "budget_hold.seller_id", "budget_hold.budget_id"],
            name="fk_budget_entry_hold",
        ),
        CheckConstraint(
            "CASE kind"
            " WHEN 'allot' THEN requisition_id IS NULL AND allotted_satang <> 0"
            " AND reserved_satang = 0 AND committed_satang = 0 AND consumed_satang = 0"
            " WHEN 'reserve' THEN allotted_satang = 0 AND reserved_satang > 0"
            " AND committed_satang = 0 AND consumed_satang = 0"
            " WHEN 'commit' THEN allotted_satang = 0 AND committed_satang > 0"
            " AND reserved_satang = -committed_satang AND consumed_satang = 0"
            " WHEN 'consume' THEN allotted_satang = 0 AND reserved_satang = 0"
            " AND consumed_satang > 0 AND -consumed_satang <= committed_satang"
            " AND committed_satang <= 0"
            " WHEN 'release' THEN allotted_satang = 0 AND consumed_satang = 0"
            " AND reserved_satang <= 0 AND committed_satang <= 0"
            " AND reserved_satang + committed_satang < 0"
            " ELSE false END",
            name="kind_and_amounts",
        ),
        CheckConstraint(
            "(kind = 'allot') = (requisition_id IS NULL)"
            " AND (requisition_id IS NULL) = (seller_id IS NULL)",
            name="hold_named",
        ),
        UniqueConstraint("requisition_id", "seller_id", "kind", "cause"),
        Index("ix_budget_entry_budget_newest", "budget_id", text("id DESC")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    budget_id: Mapped[UUID] = mapped_column(ForeignKey("budget.id"))
    requisition_id: Mapped[UUID | None]
    seller_id: Mapped[UUID | None]
    kind: Mapped[str] = mapped_column(Text)
    allotted_satang: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    reserved_satang: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    committed_satang: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    consumed_satang: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    cause: Mapped[str] = mapped_column(Text)
    made_by: Mapped[UUID | None]
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
