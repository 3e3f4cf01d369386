"""How long and how much a seller lends a buyer."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    DateTime,
    Integer,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from kit.ids import uuid7
from services.orders.models.base import Base


class CreditTerm(Base):
    """Days from an invoice's date to the day on which it is due.

    Of the rows in force the closest counts: this seller with this buyer, then this buyer with
    everybody, then the kind of buyer (no kinds: all); among equals the one that began last.
    """

    __tablename__ = "credit_term"
    __table_args__ = (
        UniqueConstraint(
            "seller_id", "buyer_id", "buyer_kinds", "from_on", postgresql_nulls_not_distinct=True
        ),
        CheckConstraint("days BETWEEN 0 AND 60", name="days_in_range"),
        CheckConstraint("seller_id IS NULL OR buyer_id IS NOT NULL", name="seller_with_buyer"),
        CheckConstraint("buyer_id IS NULL OR cardinality(buyer_kinds) = 0", name="buyer_or_kinds"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="dates_in_order"),
    )

    id: Mapped[UUID] = mapped_column(
        primary_key=True, default=uuid7, server_default=text("uuidv7()")
    )
    seller_id: Mapped[UUID | None]
    buyer_id: Mapped[UUID | None]
    buyer_kinds: Mapped[list[str]] = mapped_column(ARRAY(Text))
    days: Mapped[int] = mapped_column(Integer)
    from_on: Mapped[date] = mapped_column(Date)
    until_on: Mapped[date | None] = mapped_column(Date)
    source_th: Mapped[str] = mapped_column(Text)
    source_en: Mapped[str] = mapped_column(Text)


class CreditLine(Base):
    """The most that a buyer may owe a seller, promised orders included.

    ``used_satang`` is what it was when it was last measured, under this row's lock: the database
    refuses a promise above the limit. A pair without a row has no limit.
    """

    __tablename__ = "credit_line"
    __table_args__ = (
        CheckConstraint("0 <= used_satang AND used_satang <= limit_satang", name="within_limit"),
    )

    seller_id: Mapped[UUID] = mapped_column(primary_key=True)
    buyer_id: Mapped[UUID] = mapped_column(primary_key=True)
    limit_satang: Mapped[int] = mapped_column(BigInteger)
    used_satang: Mapped[int] = mapped_column(BigInteger)
    measured_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
