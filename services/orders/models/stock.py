"""Stock counters, one hot row a variant."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Index, Numeric, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from services.orders.models.base import Base


class Stock(Base):
    """What a seller has on hand of a variant, and what of it is held for unpaid orders.

    The table is narrow and half empty (fillfactor 50) and no index covers a counter, so that a
    busy row's updates stay in its page. ``band`` is what shoppers are shown; ``version`` counts
    its changes and is the version of ``stock.changed``.
    """

    __tablename__ = "stock"
    __table_args__ = (
        CheckConstraint("reserved >= 0", name="reserved_not_negative"),
        CheckConstraint("reserved <= on_hand", name="reserved_within_on_hand"),
        {"postgresql_with": {"fillfactor": 50}},
    )

    variant_id: Mapped[UUID] = mapped_column(primary_key=True)
    product_id: Mapped[UUID]
    seller_id: Mapped[UUID]
    on_hand: Mapped[Decimal] = mapped_column(Numeric(12, 3))
    reserved: Mapped[Decimal] = mapped_column(Numeric(12, 3), server_default=text("0"))
    band: Mapped[str] = mapped_column(String(8), server_default=text("'none'"))
    version: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    counted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class StockAdjustment(Base):
    """A change of what is on hand that was neither a count nor a sale, with its reason."""

    __tablename__ = "stock_adjustment"
    __table_args__ = (
        CheckConstraint("quantity <> 0", name="quantity_not_nought"),
        Index("ix_stock_adjustment_variant", "variant_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    variant_id: Mapped[UUID]
    quantity: Mapped[Decimal] = mapped_column(Numeric(12, 3))
    """Added when positive, taken away when negative, in the variant's unit."""
    reason: Mapped[str] = mapped_column(String(32))
    note: Mapped[str | None] = mapped_column(Text)
    person_id: Mapped[UUID]
    adjusted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
