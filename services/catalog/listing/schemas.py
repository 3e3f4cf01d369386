"""What shoppers see of a product; also the shape of the documents that are stored."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pydantic import Field

from contracts.types import (
    AvailabilityBand,
    Provenance,
    Quantity,
    Satang,
    Scheme,
    TaxClass,
    TemperatureClass,
)
from kit.schemas import ResponseModel
from services.catalog.place.geothai import PlaceRead


class CategoryBrief(ResponseModel):
    """A category with its names."""

    code: str = Field(examples=["food.processed_fish"])
    name_th: str = Field(examples=["ปลาแปรรูป"])
    name_en: str = Field(examples=["Processed fish"])


class TierRead(ResponseModel):
    """Unit price from a quantity on."""

    min_quantity: Quantity
    price_satang: Satang


class VariantBody(ResponseModel):
    """A pack as it is sold, as stored."""

    id: UUID
    sku: str = Field(examples=["PLASOM-1KG"])
    name_th: str = Field(examples=["ถุง 1 กก."])
    unit: str = Field(examples=["กก."])
    pack_size: Quantity
    order_step: Quantity
    price_satang: Satang
    tiers: list[TierRead]
    weight_grams: int | None


class VariantShown(VariantBody):
    """A pack with what orders last told of its stock."""

    availability: AvailabilityBand = Field(examples=["plenty"])


class Badge(ResponseModel):
    """A mark that is valid today, Asia/Bangkok."""

    scheme: Scheme
    name_th: str = Field(examples=["มาตรฐานผลิตภัณฑ์ชุมชน (มผช.)"])
    name_en: str = Field(examples=["Thai community product standard (TCPS)"])
    quality_mark: bool = Field(description="false สำหรับเลขทางกฎหมาย เช่น อย.")
    certificate_id: UUID
    number: str | None = Field(examples=["อท 12/2567"])
    valid_until_on: date | None


class ShopBrief(ResponseModel):
    """Who sells it."""

    id: UUID
    name_th: str = Field(examples=["กลุ่มปลาส้มตำบลชะไว"])
    name_en: str | None


class PageBody(ResponseModel):
    """The stored part of a product's page: what changes only with the product."""

    id: UUID
    name_th: str = Field(examples=["ปลาส้มตำบลชะไว"])
    name_en: str | None = Field(examples=["Chawai sour fish"])
    description_th: str
    description_en: str
    category: CategoryBrief
    place: PlaceRead
    tax_class: TaxClass
    crop: bool
    temperature_class: TemperatureClass
    lead_time_days: int
    seasons: list[int]
    price_from_satang: Satang
    provenance: Provenance | None
    demo_label_th: str | None = Field(examples=["ข้อมูลสาธิต"])


class StoredPage(PageBody):
    """A product's page as stored."""

    variants: list[VariantBody]


class ProductPage(PageBody):
    """A product's page as shown: with stock, seller and today's badges."""

    variants: list[VariantShown]
    availability: AvailabilityBand
    shop_id: UUID
    shop: ShopBrief
    marks: list[Badge] = Field(description="เครื่องหมายที่ใช้ได้ ณ วันนี้ (เวลาไทย)")


class CardVariant(ResponseModel):
    """A pack in a list: enough to put it into a cart."""

    id: UUID
    name_th: str = Field(examples=["ถุง 1 กก."])
    unit: str = Field(examples=["กก."])
    order_step: Quantity
    price_satang: Satang


class CardBody(ResponseModel):
    """The stored part of a product in a list."""

    id: UUID
    name_th: str = Field(examples=["ปลาส้มตำบลชะไว"])
    name_en: str | None
    category_code: str
    province_code: str
    province_th: str
    province_en: str
    price_from_satang: Satang
    unit: str
    variants: list[CardVariant]
    demo_label_th: str | None = Field(examples=["ข้อมูลสาธิต"])


class ProductCard(CardBody):
    """A product in a list as shown."""

    availability: AvailabilityBand
    shop_id: UUID
    shop: ShopBrief
    marks: list[Badge] = Field(description="เครื่องหมายที่ใช้ได้ ณ วันนี้ (เวลาไทย)")
