"""What a buyer sees of the assortment."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, field_validator
from pydantic.config import JsonDict

from contracts.types import (
    Mark,
    ProvinceCode,
    Quantity,
    Satang,
    Scheme,
    StockQuantity,
    TaxClass,
    TemperatureClass,
    clean_name,
)
from kit.schemas import RequestModel, ResponseModel

_EXAMPLE: JsonDict = {
    "variant_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f50",
    "product_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f52",
    "seller_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f51",
    "seller_name_th": "กลุ่มปลาส้มตำบลชะไว",
    "name_th": "ปลาส้มตำบลชะไว",
    "variant_name_th": "แพ็ก 1 กก.",
    "category": "food.processed_fish",
    "province_code": "15",
    "unit": "กก.",
    "pack_size": "1",
    "order_step": "1",
    "tax_class": "standard",
    "temperature_class": "chilled",
    "lead_time_days": 1,
    "unit_price_satang": 12000,
    "vat_bps": 0,
    "tiers": [{"min_quantity": "40", "unit_price_satang": 11000}],
    "week": "2026-W49",
    "available": "80",
    "safe_th": "ปลอดภัยสำหรับการส่งวันที่ 1 ธ.ค. 2569 เพราะมี มผช. เลขที่ 15-0001/2569 ใช้ได้ถึง 31 ธ.ค. 2569",
    "safe_en": "Safe for your delivery on 2026-12-01, because TCPS 15-0001/2569 is valid until "
    "2026-12-31",
    "marks": [
        {
            "scheme": "tcps",
            "certificate_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f53",
            "number": "15-0001/2569",
            "from_on": "2024-01-01",
            "until_on": "2026-12-31",
        }
    ],
}


class AssortmentQuery(RequestModel):
    """Which offers: for a delivery date in Thailand, narrowed as wanted."""

    deliver_on: date
    category: Annotated[str, Field(pattern=r"^[a-z_]+(\.[a-z_]+)*$", max_length=64)] | None = None
    province: ProvinceCode | None = None
    q: Annotated[str, AfterValidator(clean_name), Field(min_length=1, max_length=100)] | None = None
    scheme: Scheme | None = None

    @field_validator("deliver_on")
    @classmethod
    def _common_era(cls, day: date) -> date:
        if day.year >= 2400:
            raise ValueError("write the year of the common era: 2026, not 2569")
        return day


class TierRead(ResponseModel):
    """The price of one unit from a quantity on, before VAT."""

    min_quantity: Quantity
    unit_price_satang: Satang


class AssortmentItem(ResponseModel):
    """An offer that the caller's organisation may have delivered on the date.

    ``available`` is what the seller can still take for the week; null where none was stated.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    variant_id: UUID
    product_id: UUID
    seller_id: UUID
    seller_name_th: str
    name_th: str
    variant_name_th: str
    category: str
    province_code: str
    unit: str
    pack_size: Quantity
    order_step: Quantity
    tax_class: TaxClass
    temperature_class: TemperatureClass
    lead_time_days: int
    unit_price_satang: Satang
    vat_bps: int
    tiers: list[TierRead]
    week: str
    available: StockQuantity | None
    safe_th: str
    safe_en: str
    marks: list[Mark]
