"""What sellers and buyers send and see of deliveries."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, ConfigDict, Field, PlainSerializer, model_validator
from pydantic.config import JsonDict

from contracts.types import FreeText, Quantity, Satang, StockQuantity
from kit.schemas import RequestModel, ResponseModel

_ORDER_LINE = "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f61"
_LOT = "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f70"
_LINE = "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f91"
_DELIVERY = "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f90"
Temperature = Annotated[
    Decimal,
    Field(ge=-80, le=150, decimal_places=1, description="Degrees Celsius."),
    PlainSerializer(lambda value: f"{value.normalize():f}", return_type=str, when_used="json"),
]


class DeliveryStatus(StrEnum):
    """Life of a delivery."""

    SHIPPED = "shipped"
    ARRIVED = "arrived"
    INSPECTED = "inspected"
    """Inspected; signatures or the head's decision are missing, and payment stays locked."""
    ACCEPTED = "accepted"
    REFUSED = "refused"
    """The head of the agency decided to accept nothing of it."""
    CANCELLED = "cancelled"
    """Taken back by the seller before it arrived."""


class DeliveryLineWrite(RequestModel):
    """How much of a lot goes out for a line of the order."""

    order_line_id: UUID
    lot_id: UUID
    quantity: Quantity


class DeliveryCreate(RequestModel):
    """A delivery note; without a date, for the order's date or today, whichever is later."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "deliver_on": "2026-12-01",
                    "window_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f81",
                    "lines": [{"order_line_id": _ORDER_LINE, "lot_id": _LOT, "quantity": "40"}],
                    "note": "รถกระบะห้องเย็น ทะเบียน กข 1234 อ่างทอง",
                }
            ]
        }
    )

    deliver_on: date | None = None
    window_id: UUID | None = None
    lines: Annotated[list[DeliveryLineWrite], Field(min_length=1, max_length=200)]
    note: FreeText | None = None

    @model_validator(mode="after")
    def _each_once(self) -> DeliveryCreate:
        if len({(line.order_line_id, line.lot_id) for line in self.lines}) != len(self.lines):
            raise ValueError("a line and lot stand twice")
        return self


class ArrivedLine(RequestModel):
    """What arrived of a line and how warm it was; no temperature when none was taken."""

    delivery_line_id: UUID
    arrived: StockQuantity
    temperature_c: Temperature | None = None


class Arrival(RequestModel):
    """When it arrived and what arrived of each line."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "arrived_at": "2026-12-01T08:40:00+07:00",
                    "lines": [{"delivery_line_id": _LINE, "arrived": "38.5", "temperature_c": "9"}],
                }
            ]
        }
    )

    arrived_at: AwareDatetime
    lines: Annotated[list[ArrivedLine], Field(min_length=1, max_length=200)]


class DeliveryLineRead(ResponseModel):
    """A line of a delivery; what has not happened yet is null.

    ``short`` was shipped and did not arrive; ``too_warm`` compares with the limit of the product's
    temperature class; ``certified`` says whether a certificate covered the day of arrival. Amounts
    are before VAT; ``payable_satang`` is there when the acceptance is final.
    """

    id: UUID
    line_no: int
    order_line_id: UUID
    lot_id: UUID
    lot_code: str
    variant_id: UUID
    product_name_th: str
    unit: str
    unit_price_satang: Satang
    shipped: Quantity
    arrived: StockQuantity | None
    short: StockQuantity | None
    temperature_c: Temperature | None
    warmest_c: Temperature | None
    too_warm: bool | None
    certified: bool | None
    accepted: StockQuantity | None
    rejected: StockQuantity | None
    reason: str | None
    photo_upload: str | None
    short_satang: Satang | None
    rejected_satang: Satang | None
    payable_satang: Satang | None
    vat_satang: Satang | None


_LINE_EXAMPLE: JsonDict = {
    "id": _LINE,
    "line_no": 1,
    "order_line_id": _ORDER_LINE,
    "lot_id": _LOT,
    "lot_code": "PLAT-PLAT-261120-01",
    "variant_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f50",
    "product_name_th": "ปลาส้มตำบลชะไว",
    "unit": "กก.",
    "unit_price_satang": 12000,
    "shipped": "40",
    "arrived": "38.5",
    "short": "1.5",
    "temperature_c": "9",
    "warmest_c": "5",
    "too_warm": True,
    "certified": True,
    "accepted": "36.5",
    "rejected": "2",
    "reason": "อุณหภูมิ 9 °C เกินเกณฑ์ 5 °C",
    "photo_upload": None,
    "short_satang": 18000,
    "rejected_satang": 24000,
    "payable_satang": 438000,
    "vat_satang": 0,
}
DELIVERY_EXAMPLE: JsonDict = {
    "id": _DELIVERY,
    "purchase_order_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f60",
    "buyer_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f55",
    "seller_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f51",
    "number": "PO-2570-0001/1",
    "status": "accepted",
    "version": 4,
    "deliver_on": "2026-12-01",
    "site_name_th": "โรงครัว ตึกโภชนาการ",
    "window_opens_at": "2026-11-30T23:00:00Z",
    "window_closes_at": "2026-12-01T01:00:00Z",
    "shipped_at": "2026-11-30T22:00:00Z",
    "arrived_at": "2026-12-01T01:40:00Z",
    "received_by_name": "เจ้าหน้าที่โรงครัว",
    "late_minutes": 40,
    "note": "รถกระบะห้องเย็น ทะเบียน กข 1234 อ่างทอง",
    "cancel_reason": None,
    "payment_locked": False,
    "short_satang": 18000,
    "rejected_satang": 24000,
    "payable_satang": 438000,
    "vat_satang": 0,
    "lines": [_LINE_EXAMPLE],
}


class DeliverySummary(ResponseModel):
    """A delivery in a list."""

    id: UUID
    purchase_order_id: UUID
    number: str
    status: DeliveryStatus
    buyer_id: UUID
    seller_id: UUID
    deliver_on: date
    shipped_at: datetime
    arrived_at: datetime | None


class DeliveryRead(ResponseModel):
    """A delivery, the same for its buyer and its seller.

    ``late_minutes`` counts from the end of the booked window; null without a window or before it
    arrived. ``payment_locked`` until the acceptance is final.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [DELIVERY_EXAMPLE]})

    id: UUID
    purchase_order_id: UUID
    buyer_id: UUID
    seller_id: UUID
    number: str
    status: DeliveryStatus
    version: int
    deliver_on: date
    site_name_th: str | None
    window_opens_at: datetime | None
    window_closes_at: datetime | None
    shipped_at: datetime
    arrived_at: datetime | None
    received_by_name: str | None
    late_minutes: int | None
    note: str | None
    cancel_reason: str | None
    payment_locked: bool
    short_satang: Satang | None
    rejected_satang: Satang | None
    payable_satang: Satang | None
    vat_satang: Satang | None
    lines: list[DeliveryLineRead]


class CancelDelivery(RequestModel):
    """Why it will not arrive; the buyer reads it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "รถเสียระหว่างทาง"}]})

    reason: FreeText


class CloseOrder(RequestModel):
    """Why the buyer wants no more of the order; the seller reads it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "จัดเมนูอื่นแทนส่วนที่ขาดแล้ว"}]})

    reason: FreeText
