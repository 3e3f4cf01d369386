"""Guests' carts."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    String,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from services.orders.models.base import Base


class Cart(Base):
    """A cart; whoever holds its token may use it. Only the token's SHA-256 is kept.

    ``version`` grows with every change of a line: a checkout holds for one version only.
    """

    __tablename__ = "cart"
    __table_args__ = (
        CheckConstraint("status IN ('open', 'ordered')", name="status_known"),
        Index("ix_cart_open", "updated_at", postgresql_where=text("status = 'open'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    status: Mapped[str] = mapped_column(String(16), server_default=text("'open'"))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class CartLine(Base):
    """A variant in a cart. Its price is the offer's until the checkout.

    ``seen_price_satang`` is the unit price when the shopper last set the line: what it costs now
    is compared with that, so that they are told of a change.
    """

    __tablename__ = "cart_line"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity_positive"),)

    cart_id: Mapped[UUID] = mapped_column(
        ForeignKey("cart.id", ondelete="CASCADE"), primary_key=True
    )
    variant_id: Mapped[UUID] = mapped_column(primary_key=True)
    quantity: Mapped[Decimal] = mapped_column(Numeric(12, 3))
    seen_price_satang: Mapped[int | None] = mapped_column(BigInteger)
    added_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
