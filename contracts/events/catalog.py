"""Events that the catalog service publishes."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from contracts.events.notices import NoticeRequested
from contracts.events.people import PersonErasureApplied, PersonExportReady
from contracts.types import (
    Mark,
    Provenance,
    ProvinceCode,
    Quantity,
    Satang,
    SubdistrictCode,
    TaxClass,
    TemperatureClass,
)
from kit.events.envelope import Event


class ProductStatus(StrEnum):
    """Life of a product: only a published one is sold."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class PriceTier(BaseModel):
    """Unit price from a quantity on, in satang including VAT."""

    model_config = ConfigDict(frozen=True)

    min_quantity: Quantity
    price_satang: Satang


class VariantSnapshot(BaseModel):
    """A pack of a product as it is sold. A variant never leaves the snapshot, it is withdrawn."""

    model_config = ConfigDict(frozen=True)

    variant_id: UUID
    sku: str
    name_th: str
    unit: str
    pack_size: Quantity
    order_step: Quantity
    price_satang: Satang
    """Shop price of one unit, VAT included when the seller is registered and the class taxed."""
    tiers: tuple[PriceTier, ...] = ()
    weight_grams: Annotated[int, Field(ge=0)] | None = None
    withdrawn: bool = False


class IncomeShare(BaseModel):
    """A producer's share of a product's income, in hundredths of a percent."""

    model_config = ConfigDict(frozen=True)

    organisation_id: UUID
    basis_points: Annotated[int, Field(gt=0, le=10_000)]


class ProductChanged(Event):
    """The whole product with the marks it bears on which days, as judged by the catalogue."""

    type: ClassVar[str] = "talat.catalog.product.changed.v1"

    product_id: UUID
    shop_id: UUID
    name_th: str
    name_en: str | None
    category: str
    status: ProductStatus
    province_code: ProvinceCode
    subdistrict_code: SubdistrictCode | None
    tax_class: TaxClass
    crop: bool
    temperature_class: TemperatureClass
    lead_time_days: Annotated[int, Field(ge=0)]
    seasons: tuple[Annotated[int, Field(ge=1, le=12)], ...] = ()
    """Months in which it is sold; none given means all year."""
    flags: tuple[str, ...] = ()
    income_shares: tuple[IncomeShare, ...] = ()
    variants: tuple[VariantSnapshot, ...]
    marks: tuple[Mark, ...]
    provenance: Provenance | None = None

    def subject(self) -> str:
        """The aggregate: the product."""
        return str(self.product_id)


class CatalogNoticeRequested(NoticeRequested):
    """The catalogue asks that somebody be told."""

    type: ClassVar[str] = "talat.catalog.notice.requested.v1"


class CatalogPersonExportReady(PersonExportReady):
    """What the catalogue holds about a person, sealed."""

    type: ClassVar[str] = "talat.catalog.person.export_ready.v1"


class CatalogPersonErasureApplied(PersonErasureApplied):
    """The catalogue has forgotten a person, as far as the law lets it."""

    type: ClassVar[str] = "talat.catalog.person.erasure_applied.v1"
