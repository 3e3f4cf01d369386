"""Harvest and production lots: what was made when, of what, and how much of it has left."""

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
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.ids import uuid7
from services.orders.models.base import Base


class Lot(Base):
    """What a producer made or harvested of a variant on one day, in the variant's unit.

    ``shipped`` left to buyers, ``consumed`` went into other lots; together never more than was
    produced. Grams are set where the weight is known: what went in (``input_grams`` of lots and
    ``added_grams`` of other ingredients) is what came out and what was lost. A trigger keeps a
    blocked lot from shipping and from being used.
    """

    __tablename__ = "lot"
    __table_args__ = (
        UniqueConstraint("seller_id", "code"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("shipped >= 0 AND consumed >= 0", name="nothing_negative"),
        CheckConstraint("shipped + consumed <= quantity", name="no_more_than_produced"),
        CheckConstraint(
            "(input_grams IS NULL) = (loss_grams IS NULL) AND (input_grams IS NULL"
            " OR input_grams + coalesce(added_grams, 0) = mass_grams + loss_grams)"
            " AND loss_grams >= 0 AND added_grams >= 0 AND input_grams >= 0",
            name="mass_conserved",
        ),
        CheckConstraint("kind IN ('produced', 'harvested')", name="kind_known"),
        CheckConstraint(
            "(blocked_at IS NULL) = (blocked_by IS NULL)"
            " AND (blocked_at IS NULL) = (block_reason IS NULL)",
            name="blocked_whole",
        ),
        Index("ix_lot_seller_newest", "seller_id", text("id DESC")),
        Index("ix_lot_variant", "variant_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    seller_id: Mapped[UUID]
    variant_id: Mapped[UUID]
    product_id: Mapped[UUID]
    code: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(16))
    made_on: Mapped[date] = mapped_column(Date)
    unit: Mapped[str] = mapped_column(Text)
    quantity: Mapped[Decimal] = mapped_column(Numeric(12, 3))
    shipped: Mapped[Decimal] = mapped_column(Numeric(12, 3), server_default=text("0"))
    consumed: Mapped[Decimal] = mapped_column(Numeric(12, 3), server_default=text("0"))
    mass_grams: Mapped[int | None] = mapped_column(BigInteger)
    input_grams: Mapped[int | None] = mapped_column(BigInteger)
    added_grams: Mapped[int | None] = mapped_column(BigInteger)
    loss_grams: Mapped[int | None] = mapped_column(BigInteger)
    note: Mapped[str | None] = mapped_column(Text)
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    blocked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    blocked_by: Mapped[UUID | None]
    block_reason: Mapped[str | None] = mapped_column(Text)

    inputs: Mapped[list[LotInput]] = relationship(
        foreign_keys="LotInput.lot_id", order_by="LotInput.input_lot_id", lazy="raise"
    )

    @property
    def remaining(self) -> Decimal:
        """What has neither been shipped nor gone into another lot."""
        return self.quantity - self.shipped - self.consumed


class LotInput(Base):
    """How much of another lot went into a lot, in that lot's unit."""

    __tablename__ = "lot_input"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("lot_id <> input_lot_id", name="not_of_itself"),
        Index("ix_lot_input_input_lot", "input_lot_id"),
    )

    lot_id: Mapped[UUID] = mapped_column(ForeignKey("lot.id"), primary_key=True)
    input_lot_id: Mapped[UUID] = mapped_column(ForeignKey("lot.id"), primary_key=True)
    quantity: Mapped[Decimal] = mapped_column(Numeric(12, 3))


class LotAbbreviation(Base):
    """The letters in a producer's lot codes for the producer itself and for each product."""

    __tablename__ = "lot_abbreviation"
    __table_args__ = (UniqueConstraint("seller_id", "kind", "letters"),)

    seller_id: Mapped[UUID] = mapped_column(primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    letters: Mapped[str] = mapped_column(String(8))


class LotCounter(Base):
    """The last number of a producer's lots of a product and day; its lock leaves no gaps."""

    __tablename__ = "lot_counter"

    seller_id: Mapped[UUID] = mapped_column(primary_key=True)
    product_id: Mapped[UUID] = mapped_column(primary_key=True)
    made_on: Mapped[date] = mapped_column(Date, primary_key=True)
    last: Mapped[int] = mapped_column(Integer)
