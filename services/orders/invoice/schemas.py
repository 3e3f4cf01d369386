"""What parties see of invoices."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict
from pydantic.config import JsonDict

from contracts.types import Quantity, Satang, StockQuantity, TaxClass
from kit.schemas import ResponseModel

Basis = Literal["accepted", "shipped"]
"""What an invoice was made from: the signed receipt, or the delivery note."""

_SUMMARY: JsonDict = {
    "id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f80",
    "number": "BL2570-000001",
    "status": "open",
    "basis": "shipped",
    "purchase_order_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f60",
    "order_number": "PO-2570-0001",
    "delivery_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f62",
    "delivery_number": "PO-2570-0001/1",
    "seller_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f51",
    "seller_name_th": "กลุ่มปลาส้มตำบลชะไว",
    "buyer_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f55",
    "buyer_name_th": "โรงพยาบาลอ่างทอง (ข้อมูลสาธิต)",
    "document_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f81",
    "issued_on": "2026-11-22",
    "due_on": "2026-12-22",
    "net_satang": 480000,
    "vat_satang": 0,
    "total_satang": 480000,
    "credited_net_satang": 42000,
    "credited_vat_satang": 0,
    "fine_satang": 0,
    "withheld_satang": 0,
    "paid_satang": 0,
    "outstanding_satang": 438000,
    "billing_note_id": None,
    "version": 2,
}


class InvoiceStatus(StrEnum):
    """Where an invoice stands; computed, never stored."""

    LOCKED = "locked"
    """It cannot be paid before every appointed inspector has signed."""
    OPEN = "open"
    PAID = "paid"
    """Nothing is outstanding."""


class InvoiceLineRead(ResponseModel):
    """A delivery line's part of the invoice; prices before VAT."""

    line_no: int
    delivery_line_id: UUID
    product_name_th: str
    lot_code: str
    unit: str
    tax_class: TaxClass
    crop: bool
    unit_price_satang: Satang
    vat_bps: int
    quantity: Quantity
    net_satang: Satang
    vat_satang: Satang
    credited_quantity: StockQuantity
    credited_net_satang: Satang
    credited_vat_satang: Satang


class CreditNoteRead(ResponseModel):
    """What the invoice was too high by, before VAT and the VAT on it."""

    id: UUID
    number: str
    document_id: UUID
    issued_on: date
    net_satang: Satang
    vat_satang: Satang
    reason: str


class InvoiceSummary(ResponseModel):
    """An invoice in a list. ``outstanding_satang`` includes tax that is still to be withheld."""

    model_config = ConfigDict(json_schema_extra={"examples": [_SUMMARY]})

    id: UUID
    number: str
    status: InvoiceStatus
    basis: Basis
    purchase_order_id: UUID
    order_number: str
    delivery_id: UUID
    delivery_number: str
    seller_id: UUID
    seller_name_th: str
    buyer_id: UUID
    buyer_name_th: str
    document_id: UUID
    issued_on: date
    due_on: date
    net_satang: Satang
    vat_satang: Satang
    total_satang: Satang
    credited_net_satang: Satang
    credited_vat_satang: Satang
    fine_satang: Satang
    withheld_satang: Satang
    paid_satang: Satang
    outstanding_satang: Satang
    billing_note_id: UUID | None
    version: int


class InvoiceRead(InvoiceSummary):
    """An invoice with how it is paid today.

    ``payable_satang`` is what the buyer transfers: the outstanding sum less ``to_withhold_satang``,
    the tax that it keeps back by the rule in force today. ``promptpay_payload`` is the EMV text of
    a QR code for exactly that sum; None without a biller id, while locked, or when paid.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    **_SUMMARY,
                    "accepted_at": "2026-11-22T03:15:00Z",
                    "accepted_net_satang": 438000,
                    "to_withhold_satang": 0,
                    "payable_satang": 438000,
                    "biller_id": "099400015838201",
                    "ref1": "T1K9ZQ4M7A2BX",
                    "ref2": "PO25700001",
                    "promptpay_payload": "00020101021230700016A0000006770101120115099400015838201"
                    "0213T1K9ZQ4M7A2BX0310PO25700001530376454074380.005802TH63047A5B",
                    "lines": [
                        {
                            "line_no": 1,
                            "delivery_line_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f63",
                            "product_name_th": "ปลาส้มตำบลชะไว",
                            "lot_code": "CHW-PLASOM-261122-01",
                            "unit": "กก.",
                            "tax_class": "standard",
                            "crop": False,
                            "unit_price_satang": 12000,
                            "vat_bps": 0,
                            "quantity": "40",
                            "net_satang": 480000,
                            "vat_satang": 0,
                            "credited_quantity": "3.5",
                            "credited_net_satang": 42000,
                            "credited_vat_satang": 0,
                        }
                    ],
                    "credit_note": {
                        "id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f82",
                        "number": "CN2570-000001",
                        "document_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f83",
                        "issued_on": "2026-11-22",
                        "net_satang": 42000,
                        "vat_satang": 0,
                        "reason": "จำนวนที่ตรวจรับน้อยกว่าจำนวนที่แจ้งหนี้",
                    },
                }
            ]
        }
    )

    accepted_at: datetime | None
    accepted_net_satang: Satang | None
    to_withhold_satang: Satang
    payable_satang: Satang
    biller_id: str | None
    ref1: str
    ref2: str
    promptpay_payload: str | None
    lines: list[InvoiceLineRead]
    credit_note: CreditNoteRead | None
