"""What shoppers read: one row a published product, its marks by day, and stock bands."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Index,
    String,
    text,
)
from sqlalchemy import Uuid as UuidType
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from contracts.events.catalog import ProductStatus
from contracts.types import AvailabilityBand, Scheme
from services.catalog.models.base import Base, choice

_PUBLISHED = text("status = 'published'")


class Listing(Base):
    """The reading side of a product, written in the transaction that changes it.

    ``card``, ``page`` and ``marks`` are JSON text made once at write time (type json, not jsonb:
    the bytes come back as they went in). Shop names, stock bands and today's date are not in
    them: they change without the product and are joined when read.
    """

    __tablename__ = "listing"
    __table_args__ = (
        Index(
            "ix_listing_category_province_id",
            "category_code",
            "province_code",
            text("id DESC"),
            postgresql_where=_PUBLISHED,
        ),
        Index(
            "ix_listing_root_province_id",
            "root_category_code",
            "province_code",
            text("id DESC"),
            postgresql_where=_PUBLISHED,
        ),
        Index(
            "ix_listing_category_id", "category_code", text("id DESC"), postgresql_where=_PUBLISHED
        ),
        Index(
            "ix_listing_root_id", "root_category_code", text("id DESC"), postgresql_where=_PUBLISHED
        ),
        Index(
            "ix_listing_province_id", "province_code", text("id DESC"), postgresql_where=_PUBLISHED
        ),
        Index("ix_listing_shop_id", "shop_id", text("id DESC"), postgresql_where=_PUBLISHED),
        Index("ix_listing_id", text("id DESC"), postgresql_where=_PUBLISHED),
        Index("ix_listing_price_id", "price_from_satang", "id", postgresql_where=_PUBLISHED),
        Index("ix_listing_search", "search", postgresql_using="gin"),
    )

    id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), primary_key=True)
    shop_id: Mapped[UUID]
    status: Mapped[ProductStatus] = mapped_column(choice(ProductStatus))
    category_code: Mapped[str] = mapped_column(String(40))
    root_category_code: Mapped[str] = mapped_column(String(40))
    province_code: Mapped[str] = mapped_column(String(2))
    price_from_satang: Mapped[int] = mapped_column(BigInteger)
    variant_ids: Mapped[list[UUID]] = mapped_column(ARRAY(UuidType()))
    search: Mapped[Any] = mapped_column(TSVECTOR)
    card: Mapped[Any] = mapped_column(JSON)
    page: Mapped[Any] = mapped_column(JSON)
    marks: Mapped[Any] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(BigInteger)


class ProductMark(Base):
    """A run of days on which a product bears a mark, as judged; rewritten with its listing."""

    __tablename__ = "product_mark"
    __table_args__ = (
        CheckConstraint("until_on IS NULL OR from_on <= until_on", name="dates_in_order"),
        Index("ix_product_mark_scheme_product_id", "scheme", "product_id"),
        Index("ix_product_mark_certification_id", "certification_id"),
    )

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), primary_key=True)
    certification_id: Mapped[UUID] = mapped_column(ForeignKey("certification.id"), primary_key=True)
    from_on: Mapped[date] = mapped_column(Date, primary_key=True)
    until_on: Mapped[date | None] = mapped_column(Date)
    scheme: Mapped[Scheme] = mapped_column(choice(Scheme))
    number: Mapped[str | None] = mapped_column(String(80))


class StockLevel(Base):
    """The band of availability that orders last told for a variant; a projection."""

    __tablename__ = "stock_level"

    variant_id: Mapped[UUID] = mapped_column(primary_key=True)
    product_id: Mapped[UUID]
    band: Mapped[AvailabilityBand] = mapped_column(choice(AvailabilityBand))
    version: Mapped[int] = mapped_column(BigInteger)
    applied_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
