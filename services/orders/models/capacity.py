"""What a seller can make or harvest in a week, and what orders took of it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Numeric,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from services.orders.models.base import Base


class WeeklyCapacity(Base):
    """A variant's week (named by its Monday, Asia/Bangkok): what is offered and what is taken.

    ``quantity`` is null while the seller has not stated any: then orders are not limited, but
    counted, so that a later statement cannot undercut them. ``taken`` is the sum of the week's
    uses, written by a trigger of ``capacity_use`` alone, and never exceeds the quantity.
    """

    __tablename__ = "weekly_capacity"
    __table_args__ = (
        CheckConstraint("extract(isodow FROM week_on) = 1", name="week_begins_on_monday"),
        CheckConstraint("taken >= 0", name="taken_not_negative"),
        CheckConstraint("quantity IS NULL OR taken <= quantity", name="taken_within_quantity"),
        {"postgresql_with": {"fillfactor": 50}},
    )

    variant_id: Mapped[UUID] = mapped_column(primary_key=True)
    week_on: Mapped[date] = mapped_column(Date, primary_key=True)
    seller_id: Mapped[UUID]
    quantity: Mapped[Decimal | None] = mapped_column(Numeric(12, 3))
    taken: Mapped[Decimal] = mapped_column(Numeric(15, 3), server_default=text("0"))
    stated_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class CapacityUse(Base):
    """What one purchase order line takes of its week; it shrinks when the order does."""

    __tablename__ = "capacity_use"
    __table_args__ = (
        ForeignKeyConstraint(
            ["variant_id", "week_on"], ["weekly_capacity.variant_id", "weekly_capacity.week_on"]
        ),
        CheckConstraint("quantity >= 0", name="quantity_not_negative"),
        Index("ix_capacity_use_week", "variant_id", "week_on"),
        Index("ix_capacity_use_order", "purchase_order_id"),
    )

    purchase_order_line_id: Mapped[UUID] = mapped_column(
        ForeignKey("purchase_order_line.id"), primary_key=True
    )
    purchase_order_id: Mapped[UUID] = mapped_column(ForeignKey("purchase_order.id"))
    variant_id: Mapped[UUID]
    week_on: Mapped[date] = mapped_column(Date)
    quantity: Mapped[Decimal] = mapped_column(Numeric(12, 3))
