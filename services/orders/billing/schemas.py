"""Billing notes as they are asked for and shown."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from contracts.types import Satang
from kit.schemas import RequestModel, ResponseModel


class BillingNoteCreate(RequestModel):
    """Bill a buyer's accepted invoices of a month, as far as no note holds them."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"buyer_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f55", "month": "2026-11"}]
        }
    )

    buyer_id: UUID
    month: Annotated[str, Field(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")]


class BillingNoteRead(ResponseModel):
    """A billing note; ``pay_on`` is the last due date of its invoices."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4fa0",
                    "number": "BN2570-000001",
                    "seller_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f51",
                    "buyer_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f55",
                    "month_on": "2026-11-01",
                    "document_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4fa1",
                    "total_satang": 438000,
                    "issued_on": "2026-11-30",
                    "pay_on": "2026-12-22",
                }
            ]
        }
    )

    id: UUID
    number: str
    seller_id: UUID
    buyer_id: UUID
    month_on: date
    document_id: UUID
    total_satang: Satang
    issued_on: date
    pay_on: date
