"""Payments of invoices as they are told and shown."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator
from pydantic.config import JsonDict

from contracts.types import Satang
from kit.schemas import RequestModel, ResponseModel

_EXAMPLE: JsonDict = {
    "id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f90",
    "invoice_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f80",
    "status": "received",
    "method": "promptpay_bill",
    "amount_satang": 1980000,
    "withheld_satang": 20000,
    "paid_on": "2026-11-22",
    "reference": "014111500000123",
    "cheque_bank": None,
    "cheque_number": None,
    "recorded_at": "2026-11-22T03:15:00Z",
    "received_at": "2026-11-22T03:15:00Z",
    "certificate_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f91",
    "receipt_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f92",
}


class Method(StrEnum):
    """How an institution pays."""

    TRANSFER = "transfer"
    PROMPTPAY_BILL = "promptpay_bill"
    CHEQUE = "cheque"
    """Recorded on the day on which it cleared."""


class RemittanceStatus(StrEnum):
    """Whether the money is there."""

    ANNOUNCED = "announced"
    """The buyer says so; the seller or the bank statement has not."""
    RECEIVED = "received"
    DENIED = "denied"
    """The seller has not found it."""


class PaymentWrite(RequestModel):
    """What was transferred for an invoice, tax withheld not included; today unless told."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "method": "transfer",
                    "amount_satang": 438_000,
                    "paid_on": "2026-11-22",
                    "reference": "014111500000123",
                }
            ]
        }
    )

    method: Method
    amount_satang: Annotated[Satang, Field(gt=0)]
    paid_on: date | None = None
    reference: Annotated[str | None, Field(min_length=1, max_length=100)] = None
    cheque_bank: Annotated[str | None, Field(min_length=1, max_length=100)] = None
    cheque_number: Annotated[str | None, Field(min_length=1, max_length=20)] = None

    @model_validator(mode="after")
    def _cheque_is_named(self) -> Self:
        if (self.method is Method.CHEQUE) != (self.cheque_number is not None):
            raise ValueError("a cheque has a number, and nothing else has")
        return self


class PaymentRead(ResponseModel):
    """A payment of an invoice; the ids are the documents that it brought."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    id: UUID
    invoice_id: UUID
    status: RemittanceStatus
    method: Method
    amount_satang: Satang
    withheld_satang: Satang
    paid_on: date
    reference: str | None
    cheque_bank: str | None
    cheque_number: str | None
    recorded_at: datetime
    received_at: datetime | None
    certificate_id: UUID | None
    receipt_id: UUID | None


class PaymentList(ResponseModel):
    """The payments of an invoice, oldest first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_EXAMPLE]}]})

    items: list[PaymentRead]
