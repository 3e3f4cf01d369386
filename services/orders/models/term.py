"""Dated figures of buying, each with where it comes from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, Integer, Numeric, String, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from kit.ids import uuid7
from services.orders.models.base import Base


class BuyingTerm(Base):
    """A figure such as a number of working days; no kinds of buyer means all of them.

    Of the rows in force the one that began last counts, one for named kinds before one for all.
    """

    __tablename__ = "buying_term"
    __table_args__ = (
        UniqueConstraint("name", "buyer_kinds", "from_on"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="dates_in_order"),
        CheckConstraint("value >= 0", name="value_not_negative"),
    )

    id: Mapped[UUID] = mapped_column(
        primary_key=True, default=uuid7, server_default=text("uuidv7()")
    )
    name: Mapped[str] = mapped_column(String(48))
    buyer_kinds: Mapped[list[str]] = mapped_column(ARRAY(Text))
    value: Mapped[int] = mapped_column(Integer)
    from_on: Mapped[date] = mapped_column(Date)
    until_on: Mapped[date | None] = mapped_column(Date)
    source_th: Mapped[str] = mapped_column(Text)
    source_en: Mapped[str] = mapped_column(Text)


class TemperatureLimit(Base):
    """How warm goods of a temperature class may arrive, in degrees Celsius."""

    __tablename__ = "temperature_limit"
    __table_args__ = (
        UniqueConstraint("temperature_class", "from_on"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="dates_in_order"),
    )

    id: Mapped[UUID] = mapped_column(
        primary_key=True, default=uuid7, server_default=text("uuidv7()")
    )
    temperature_class: Mapped[str] = mapped_column(String(16))
    warmest_c: Mapped[Decimal] = mapped_column(Numeric(4, 1))
    from_on: Mapped[date] = mapped_column(Date)
    until_on: Mapped[date | None] = mapped_column(Date)
    source_th: Mapped[str] = mapped_column(Text)
    source_en: Mapped[str] = mapped_column(Text)
