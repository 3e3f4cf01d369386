"""Double-entry books. Triggers of the first migration make them append-only and balanced."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
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
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from services.orders.models.base import Base


class AccountKind(StrEnum):
    """Accounts of the books. Debits are positive: a balance below nought is owed to somebody."""

    PROCESSOR_CLEARING = "processor_clearing"
    """The operator's: what the payment service has collected and not yet paid out to us."""
    SELLER_PAYABLE = "seller_payable"
    """A seller's: what the operator owes them."""
    OPERATOR_COMMISSION = "operator_commission"
    """The operator's income, without VAT."""
    OPERATOR_VAT_PAYABLE = "operator_vat_payable"
    """VAT on the commission, owed to the Revenue Department."""
    TRADE_RECEIVABLE = "trade_receivable"
    """A seller's: what institutions owe them for invoices."""
    TRADE_PAYABLE = "trade_payable"
    """An institution's: what it owes sellers for invoices."""
    WITHHOLDING_CREDIT = "withholding_credit"
    """A seller's: tax that was withheld and that counts towards their own."""
    WITHHOLDING_PAYABLE = "withholding_payable"
    """An institution's: tax that it withheld and owes the Revenue Department."""
    PRODUCER_PAYABLE = "producer_payable"
    """A producer's: their share of what another party sold for them."""
    REFUND_PAYABLE = "refund_payable"
    """The operator's: what shoppers are still to get back."""
    PROCESSOR_FEE = "processor_fee"
    """The operator's cost: what the payment service keeps, without VAT."""
    OPERATOR_VAT_RECEIVABLE = "operator_vat_receivable"
    """VAT on the operator's costs, to be set off against what it owes."""
    VOUCHER_COST = "voucher_cost"
    """The operator's cost: vouchers that it bears itself."""
    VOUCHER_RECEIVABLE = "voucher_receivable"
    """A sponsor's: vouchers that they bear and owe to the operator."""


class LedgerAccount(Base):
    """One account of one party; ``party_id`` None means the operator's own."""

    __tablename__ = "ledger_account"
    __table_args__ = (
        UniqueConstraint(
            "kind", "party_id", name="uq_ledger_account_kind", postgresql_nulls_not_distinct=True
        ),
        CheckConstraint(
            "(kind IN ('processor_clearing', 'operator_commission', 'operator_vat_payable',"
            " 'refund_payable', 'processor_fee', 'operator_vat_receivable', 'voucher_cost'))"
            " = (party_id IS NULL)",
            name="party_unless_operators",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    party_id: Mapped[UUID | None]


class LedgerTransaction(Base):
    """Entries posted together for one cause; a cause posts once."""

    __tablename__ = "ledger_transaction"
    __table_args__ = (UniqueConstraint("cause", "cause_id", name="uq_ledger_transaction_cause"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    cause: Mapped[str] = mapped_column(String(32))
    cause_id: Mapped[UUID]
    posted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class LedgerEntry(Base):
    """An amount on an account: positive is a debit, negative a credit, in satang."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        CheckConstraint("amount_satang <> 0", name="amount_not_nought"),
        Index("ix_ledger_entry_transaction_id", "transaction_id"),
        Index("ix_ledger_entry_account_id", "account_id", "id"),
        Index("ix_ledger_entry_order_id", "order_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    transaction_id: Mapped[UUID] = mapped_column(ForeignKey("ledger_transaction.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("ledger_account.id"))
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("shop_order.id"))
    amount_satang: Mapped[int] = mapped_column(BigInteger)


class Rate(Base):
    """A dated rate in hundredths of a percent; the row with the latest past date holds."""

    __tablename__ = "rate"
    __table_args__ = (CheckConstraint("bps BETWEEN 0 AND 10000", name="bps_in_range"),)

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    from_on: Mapped[date] = mapped_column(Date, primary_key=True)
    bps: Mapped[int] = mapped_column(Integer)
