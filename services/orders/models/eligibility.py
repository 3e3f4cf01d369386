"""Dated rules: which marks satisfy which kind of buyer for which category."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, DateTime, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from kit.ids import uuid7
from services.orders.models.base import Base


class EligibilityRequirement(Base):
    """One of ``any_of`` must be valid on the delivery date; an empty list asks for none.

    A row counts for its category and everything below it (``food`` for ``food.processed_fish``);
    rows that are in force together are all to be met. A category and kind of buyer without a row
    in force may not be bought at all.
    """

    __tablename__ = "eligibility_requirement"
    __table_args__ = (
        UniqueConstraint(
            "category",
            "buyer_kind",
            "requirement_key",
            "from_on",
            name="uq_eligibility_requirement_rule",
        ),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="dates_in_order"),
    )

    id: Mapped[UUID] = mapped_column(
        primary_key=True, default=uuid7, server_default=text("uuidv7()")
    )
    category: Mapped[str] = mapped_column(Text)
    buyer_kind: Mapped[str] = mapped_column(Text)
    requirement_key: Mapped[str] = mapped_column(Text)
    any_of: Mapped[list[str]] = mapped_column(ARRAY(Text))
    from_on: Mapped[date] = mapped_column(Date)
    until_on: Mapped[date | None] = mapped_column(Date)
    source_th: Mapped[str] = mapped_column(Text)
    source_en: Mapped[str] = mapped_column(Text)


class BuyerRequirement(Base):
    """What one buyer asks for beyond the general rules: one of ``any_of`` must be valid too.

    It only narrows: it opens no category for which there is no general rule. A row counts for its
    category and everything below it, from its first day to its last.
    """

    __tablename__ = "buyer_requirement"
    __table_args__ = (
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="dates_in_order"),
        CheckConstraint("cardinality(any_of) > 0", name="asks_for_something"),
        Index("ix_buyer_requirement_buyer_newest", "buyer_id", text("id DESC")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    buyer_id: Mapped[UUID]
    category: Mapped[str] = mapped_column(Text)
    any_of: Mapped[list[str]] = mapped_column(ARRAY(Text))
    from_on: Mapped[date] = mapped_column(Date)
    until_on: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text)
    created_by: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
