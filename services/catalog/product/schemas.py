"""Requests and responses about products."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Final, Self
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator
from pydantic.config import JsonDict

from contracts.events.catalog import ProductStatus
from contracts.types import (
    Mark,
    Name,
    Provenance,
    ProvinceCode,
    Quantity,
    Satang,
    SubdistrictCode,
    TaxClass,
    TemperatureClass,
    refuse_control,
)
from kit.schemas import RequestModel, ResponseModel

CategoryCode = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9_.]{1,40}$"), Field(examples=["food.processed_fish"])
]
Sku = Annotated[str, StringConstraints(pattern=r"^[\w.\-/]{1,60}$"), Field(examples=["PLASOM-1KG"])]
Description = Annotated[str, AfterValidator(refuse_control), Field(max_length=5_000)]
Month = Annotated[int, Field(ge=1, le=12)]
LeadTime = Annotated[int, Field(ge=0, le=365, description="วันเตรียมสินค้า · days to prepare")]
Unit = Annotated[Name, Field(max_length=30, examples=["กก."])]

EXAMPLE: Final[JsonDict] = {
    "name_th": "ปลาส้มตำบลชะไว",
    "name_en": "Chawai sour fish",
    "description_th": "ปลาตะเพียนหมักข้าวและเกลือ สูตรตำบลชะไว อ่างทอง",
    "category": "food.processed_fish",
    "tax_class": "standard",
    "subdistrict_code": "150208",
    "temperature_class": "chilled",
    "lead_time_days": 2,
    "variants": [
        {
            "sku": "PLASOM-1KG",
            "name_th": "ถุง 1 กก.",
            "unit": "กก.",
            "pack_size": "1",
            "price_satang": 18000,
            "order_step": "1",
            "tiers": [{"min_quantity": "10", "price_satang": 16500}],
        }
    ],
}


class PriceTierWrite(RequestModel):
    """Unit price from a quantity on."""

    min_quantity: Quantity
    price_satang: Satang


class VariantWrite(RequestModel):
    """A pack as it is sold; the SKU is its name within the product."""

    sku: Sku
    name_th: Annotated[Name | None, Field(description="ไม่ระบุ = ขนาดและหน่วย")] = None
    unit: Unit
    pack_size: Quantity = Decimal(1)
    price_satang: Annotated[Satang, Field(description="ราคาต่อหน่วยขาย รวม VAT ถ้ามี หน่วยสตางค์")]
    order_step: Quantity = Decimal(1)
    tiers: Annotated[tuple[PriceTierWrite, ...], Field(max_length=10)] = ()
    weight_grams: Annotated[int | None, Field(gt=0, le=10_000_000)] = None

    @model_validator(mode="after")
    def _tiers_rise(self) -> Self:
        quantities = [tier.min_quantity for tier in self.tiers]
        if any(later <= earlier for earlier, later in pairwise(quantities)):
            raise ValueError("tiers must rise in min_quantity")
        return self


def _distinct_skus(variants: tuple[VariantWrite, ...]) -> tuple[VariantWrite, ...]:
    if len({variant.sku for variant in variants}) != len(variants):
        raise ValueError("each sku may stand once")
    return variants


Variants = Annotated[
    tuple[VariantWrite, ...], Field(min_length=1, max_length=50), AfterValidator(_distinct_skus)
]


class ProductCreate(RequestModel):
    """A new product, a draft until it is published."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    name_th: Name
    name_en: Name | None = None
    description_th: Description = ""
    description_en: Description = ""
    category: CategoryCode
    tax_class: TaxClass
    crop: bool = False
    province_code: Annotated[
        ProvinceCode | None, Field(description="จังหวัดที่ผลิต ไม่ระบุ = ของตำบล หรือของร้าน")
    ] = None
    subdistrict_code: SubdistrictCode | None = None
    temperature_class: TemperatureClass = TemperatureClass.AMBIENT
    lead_time_days: LeadTime = 0
    seasons: Annotated[tuple[Month, ...], Field(max_length=12)] = ()
    variants: Variants
    provenance: Annotated[
        Provenance | None, Field(description="ข้อมูลสาธิตเท่านั้น · demo data only")
    ] = None


class ProductUpdate(RequestModel):
    """A change: fields left out stay. ``variants`` is whole; a SKU left out is withdrawn."""

    # Factories, not defaults: what is left out is not shown as a value in the documentation.
    name_th: Name = Field(default_factory=str)
    name_en: Name | None = None
    description_th: Description = Field(default_factory=str)
    description_en: Description = Field(default_factory=str)
    category: CategoryCode = Field(default_factory=str)
    tax_class: TaxClass = Field(default_factory=lambda: TaxClass.STANDARD)
    crop: bool = Field(default_factory=bool)
    province_code: ProvinceCode = Field(default_factory=str)
    subdistrict_code: SubdistrictCode | None = None
    temperature_class: TemperatureClass = Field(default_factory=lambda: TemperatureClass.AMBIENT)
    lead_time_days: LeadTime = Field(default_factory=int)
    seasons: Annotated[tuple[Month, ...], Field(max_length=12)] = Field(default_factory=tuple)
    variants: Variants = Field(default_factory=tuple)


class VariantRead(ResponseModel):
    """A pack of a product, withdrawn ones too."""

    id: UUID
    sku: str
    name_th: str
    unit: str
    pack_size: Quantity
    order_step: Quantity
    price_satang: Satang
    tiers: list[PriceTierWrite]
    weight_grams: int | None
    withdrawn: bool


class ProductRead(ResponseModel):
    """A product as its own party sees it."""

    id: UUID
    shop_id: UUID
    status: ProductStatus
    version: int
    name_th: str
    name_en: str | None
    description_th: str
    description_en: str
    category: str
    tax_class: TaxClass
    crop: bool
    province_code: str
    subdistrict_code: str | None
    temperature_class: TemperatureClass
    lead_time_days: int
    seasons: list[int]
    image_keys: list[str]
    variants: list[VariantRead]
    marks: list[Mark]
    provenance: Provenance | None
    created_at: datetime
    updated_at: datetime
    published_at: datetime | None


class ProductBrief(ResponseModel):
    """A product in its party's list."""

    id: UUID
    status: ProductStatus
    version: int
    name_th: str
    name_en: str | None
    category: str
    updated_at: datetime
