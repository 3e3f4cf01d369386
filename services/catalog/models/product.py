"""Products and the packs in which they are sold."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.events.catalog import ProductStatus
from contracts.types import Provenance, TaxClass, TemperatureClass
from services.catalog.models.base import Base, choice


class Product(Base):
    """What a shop sells. ``version`` counts every change and is the event's version."""

    __tablename__ = "product"
    __table_args__ = (
        CheckConstraint("version >= 1", name="version_positive"),
        CheckConstraint("lead_time_days BETWEEN 0 AND 365", name="lead_time_days"),
        CheckConstraint(
            "subdistrict_code IS NULL OR left(subdistrict_code, 2) = province_code",
            name="subdistrict_in_province",
        ),
        Index("ix_product_shop_id_id", "shop_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    shop_id: Mapped[UUID]
    status: Mapped[ProductStatus] = mapped_column(choice(ProductStatus))
    version: Mapped[int] = mapped_column(BigInteger)
    name_th: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str | None] = mapped_column(String(200))
    description_th: Mapped[str] = mapped_column(Text)
    description_en: Mapped[str] = mapped_column(Text)
    category_code: Mapped[str] = mapped_column(ForeignKey("category.code"))
    tax_class: Mapped[TaxClass] = mapped_column(choice(TaxClass))
    crop: Mapped[bool]
    """An unprocessed crop: a government payer withholds no tax on it."""
    province_code: Mapped[str] = mapped_column(String(2))
    subdistrict_code: Mapped[str | None] = mapped_column(String(6))
    """The production place; unknown narrows what it may claim, never widens it."""
    temperature_class: Mapped[TemperatureClass] = mapped_column(choice(TemperatureClass))
    lead_time_days: Mapped[int] = mapped_column(SmallInteger)
    seasons: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger))
    image_keys: Mapped[list[str]] = mapped_column(ARRAY(String(200)))
    provenance: Mapped[Provenance | None] = mapped_column(choice(Provenance))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    published_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    variants: Mapped[list[Variant]] = relationship(
        order_by="Variant.position", lazy="raise", cascade="save-update, merge"
    )


class Variant(Base):
    """A pack of a product. Orders refer to it for ever, so it is withdrawn and never deleted."""

    __tablename__ = "variant"
    __table_args__ = (
        UniqueConstraint("product_id", "sku"),
        CheckConstraint("pack_size > 0 AND order_step > 0", name="quantities_positive"),
        CheckConstraint("price_satang >= 0", name="price_not_negative"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"))
    sku: Mapped[str] = mapped_column(String(60))
    name_th: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(String(30))
    pack_size: Mapped[Decimal] = mapped_column(Numeric(12, 3))
    order_step: Mapped[Decimal] = mapped_column(Numeric(12, 3))
    price_satang: Mapped[int] = mapped_column(BigInteger)
    tiers: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    """[{"min_quantity": "10", "price_satang": 9000}], rising quantities."""
    weight_grams: Mapped[int | None] = mapped_column(Integer)
    position: Mapped[int] = mapped_column(SmallInteger)
    withdrawn: Mapped[bool]
