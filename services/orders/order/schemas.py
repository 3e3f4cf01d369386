"""Requests and responses of the seller's desk, and what a shopper sees of their orders."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field

from contracts.types import Mark, Quantity, TaxClass
from kit.schemas import RequestModel, ResponseModel
from services.orders.models.order import OrderStatus
from services.orders.refund.schemas import RefundRead

_ID = "0198f0c2-a7e4-7b6f-8f5e-5e6f7a8b9c0d"


# PostgreSQL's text cannot hold NUL.
ShortText = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]


class Shipment(RequestModel):
    """How the parcel travels."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"carrier": "ไปรษณีย์ไทย", "tracking": "EX123456789TH"}]}
    )

    carrier: ShortText
    tracking: ShortText


class OrderLineRead(ResponseModel):
    """A line as it was sold: ``net + vat = total``, in satang."""

    id: UUID
    variant_id: UUID
    product_id: UUID
    name_th: str
    name_en: str | None
    sku: str
    unit: str
    quantity: Quantity
    unit_price_satang: int
    tax_class: TaxClass
    vat_bps: int
    net_satang: int
    vat_satang: int
    total_satang: int
    marks: list[Mark]
    """Marks that the product bore on the day of the sale."""


class OrderSummary(ResponseModel):
    """An order in the seller's list. ``total = seller + commission + commission_vat``."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": _ID,
                    "number": "TL2611-4F7K2M9QXC",
                    "status": "paid",
                    "total_satang": 107000,
                    "net_satang": 100000,
                    "vat_satang": 7000,
                    "commission_bps": 500,
                    "commission_satang": 5000,
                    "commission_vat_satang": 350,
                    "seller_satang": 101650,
                    "carrier": None,
                    "tracking": None,
                    "created_at": "2026-11-22T03:15:00Z",
                    "updated_at": "2026-11-22T03:16:12Z",
                }
            ]
        }
    )

    id: UUID
    number: str
    status: OrderStatus
    total_satang: int
    net_satang: int
    vat_satang: int
    commission_bps: int
    commission_satang: int
    commission_vat_satang: int
    seller_satang: int
    carrier: str | None
    tracking: str | None
    created_at: datetime
    updated_at: datetime


class OrderRead(OrderSummary):
    """An order with its lines. Contact and address are given once it is paid."""

    model_config = ConfigDict(json_schema_extra={"examples": []})

    version: int
    accept_by: datetime | None
    """A paid order that is not accepted by then is cancelled and paid back."""
    cancel_reason: str | None
    cancel_note: str | None
    refund: RefundRead | None
    lines: list[OrderLineRead]
    contact: dict[str, Any] | None
    address: dict[str, Any] | None
