"""Projection of the catalogue: one row for each variant of each product."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    DateTime,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    String,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.orders.models.base import Base

_ON_SALE = text("status = 'published' AND NOT withdrawn")


class Offer(Base):
    """A variant as the catalogue last told us, with its product's facts beside it.

    ``price_satang`` is the shop price of one unit, VAT included when the seller is registered
    and the class is taxed. ``tiers`` are ``{"min_quantity": "10", "price_satang": 9000}``;
    ``marks`` are ``contracts.types.Mark`` as JSON, judged by the catalogue.
    """

    __tablename__ = "offer"
    __table_args__ = (
        Index("ix_offer_product_id", "product_id"),
        Index("ix_offer_seller_id", "seller_id"),
        # The institutional assortment: newest first, whole, with marks, by place and by kind.
        Index("ix_offer_on_sale", text("variant_id DESC"), postgresql_where=_ON_SALE),
        Index(
            "ix_offer_on_sale_marked",
            text("variant_id DESC"),
            postgresql_where=text(f"{_ON_SALE} AND marks <> '[]'::jsonb"),
        ),
        Index(
            "ix_offer_on_sale_province",
            "province_code",
            text("variant_id DESC"),
            postgresql_where=_ON_SALE,
        ),
        Index(
            "ix_offer_on_sale_kind",
            text("split_part(category, '.', 1)"),
            text("variant_id DESC"),
            postgresql_where=text(f"{_ON_SALE} AND marks <> '[]'::jsonb"),
        ),
        Index(
            "ix_offer_name_words",
            "name_th",
            postgresql_using="gin",
            postgresql_ops={"name_th": "gin_trgm_ops"},
            postgresql_where=_ON_SALE,
        ),
    )

    variant_id: Mapped[UUID] = mapped_column(primary_key=True)
    product_id: Mapped[UUID]
    seller_id: Mapped[UUID]
    name_th: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str | None] = mapped_column(Text)
    variant_name_th: Mapped[str] = mapped_column(Text)
    sku: Mapped[str] = mapped_column(Text)
    category: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(16))
    withdrawn: Mapped[bool]
    unit: Mapped[str] = mapped_column(String(64))
    pack_size: Mapped[Decimal] = mapped_column(Numeric(12, 3))
    order_step: Mapped[Decimal] = mapped_column(Numeric(12, 3))
    price_satang: Mapped[int] = mapped_column(BigInteger)
    tiers: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    weight_grams: Mapped[int | None] = mapped_column(Integer)
    tax_class: Mapped[str] = mapped_column(String(16))
    crop: Mapped[bool]
    temperature_class: Mapped[str] = mapped_column(String(16))
    lead_time_days: Mapped[int] = mapped_column(Integer)
    seasons: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger))
    province_code: Mapped[str] = mapped_column(String(2))
    subdistrict_code: Mapped[str | None] = mapped_column(String(6))
    flags: Mapped[list[str]] = mapped_column(ARRAY(String(64)))
    income_shares: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    marks: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    version: Mapped[int] = mapped_column(BigInteger)
    applied_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
