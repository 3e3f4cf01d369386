"""What buyers and sellers see of purchase orders."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict
from pydantic.config import JsonDict

from contracts.types import (
    OrganisationKind,
    Quantity,
    Satang,
    Scheme,
    StockQuantity,
    TaxClass,
)
from kit.schemas import ResponseModel

Side = Literal["buyer", "seller"]
"""As which party the caller looks at purchase orders."""

_EXAMPLE: JsonDict = {
    "id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f60",
    "number": "PO-2570-0001",
    "fiscal_year": 2570,
    "status": "confirmed",
    "version": 2,
    "buyer_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f55",
    "buyer_kind": "hospital",
    "buyer_name_th": "โรงพยาบาลอ่างทอง (ข้อมูลสาธิต)",
    "seller_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f51",
    "seller_name_th": "กลุ่มปลาส้มตำบลชะไว",
    "requisition_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f54",
    "content_hash": "9f2c1b7a5d3e4f60718293a4b5c6d7e8f90123456789abcdef0123456789abcd",
    "method": "specific",
    "need_by_on": "2026-12-01",
    "net_satang": 480000,
    "vat_satang": 0,
    "total_satang": 480000,
    "placed_at": "2026-11-20T04:00:00Z",
    "confirm_by_at": "2026-11-24T17:00:00Z",
    "confirmed_at": "2026-11-20T06:30:00Z",
    "closed_at": None,
    "closing_reason": None,
    "lines": [
        {
            "id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f61",
            "line_no": 1,
            "variant_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f50",
            "product_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f52",
            "product_name_th": "ปลาส้มตำบลชะไว",
            "variant_name_th": "แพ็ก 1 กก.",
            "category": "food",
            "unit": "กก.",
            "quantity": "40",
            "tax_class": "standard",
            "unit_price_satang": 12000,
            "vat_bps": 0,
            "net_satang": 480000,
            "vat_satang": 0,
            "mark_scheme": "tcps",
            "mark_certificate_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f53",
            "mark_number": "15-0001/2569",
            "mark_until_on": "2026-12-31",
            "eligibility_lost_at": None,
            "confirmed_quantity": "40",
            "confirmation_reason": None,
            "delivered_quantity": "0",
            "accepted_quantity": "0",
        }
    ],
}


class PurchaseOrderStatus(StrEnum):
    """Life of a purchase order."""

    PLACED = "placed"
    """Waits for the seller's confirmation."""
    CONFIRMED = "confirmed"
    """The seller will deliver what they confirmed."""
    DECLINED = "declined"
    """The seller will not deliver; final."""
    CANCELLED = "cancelled"
    """The buyer took it back before it was confirmed; final."""
    COMPLETED = "completed"
    """All that was confirmed is accepted, or the buyer wants no more of it; final."""


class PurchaseOrderLineRead(ResponseModel):
    """A line as it was approved; prices before VAT.

    ``eligibility_lost_at`` is set while no certificate covers the delivery date any more.
    ``delivered_quantity`` is on its way, waits for its inspection or was accepted.
    """

    id: UUID
    line_no: int
    variant_id: UUID
    product_id: UUID
    product_name_th: str
    variant_name_th: str
    category: str
    unit: str
    quantity: Quantity
    tax_class: TaxClass
    unit_price_satang: Satang
    vat_bps: int
    net_satang: Satang
    vat_satang: Satang
    mark_scheme: Scheme | None
    mark_certificate_id: UUID | None
    mark_number: str | None
    mark_until_on: date | None
    eligibility_lost_at: datetime | None
    confirmed_quantity: StockQuantity | None
    confirmation_reason: str | None
    delivered_quantity: StockQuantity
    accepted_quantity: StockQuantity


class PurchaseOrderSummary(ResponseModel):
    """A purchase order in a list."""

    id: UUID
    number: str
    status: PurchaseOrderStatus
    buyer_id: UUID
    buyer_name_th: str
    seller_id: UUID
    seller_name_th: str
    requisition_id: UUID
    need_by_on: date
    net_satang: Satang
    total_satang: Satang
    placed_at: datetime


class PurchaseOrderRead(ResponseModel):
    """A purchase order, the same for its buyer and its seller.

    ``number`` is unique within the buyer; it counts per Buddhist-era fiscal year (Oct-Sep).
    """

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    id: UUID
    number: str
    fiscal_year: int
    status: PurchaseOrderStatus
    version: int
    buyer_id: UUID
    buyer_kind: OrganisationKind
    buyer_name_th: str
    seller_id: UUID
    seller_name_th: str
    requisition_id: UUID
    content_hash: str
    method: str
    need_by_on: date
    net_satang: Satang
    vat_satang: Satang
    total_satang: Satang
    placed_at: datetime
    confirm_by_at: datetime | None
    confirmed_at: datetime | None
    closed_at: datetime | None
    closing_reason: str | None
    lines: list[PurchaseOrderLineRead]
