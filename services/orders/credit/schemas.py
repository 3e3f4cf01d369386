"""Credit terms and limits as they are given and shown."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from contracts.types import Satang
from kit.schemas import RequestModel, ResponseModel

_BUYER = "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f55"
_SELLER = "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f51"


class CreditTermCreate(RequestModel):
    """How many days a buyer of yours has to pay, for invoices from a day on."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"buyer_id": _BUYER, "days": 30, "from_on": "2026-12-01", "note": None}]
        }
    )

    buyer_id: UUID
    days: Annotated[int, Field(ge=15, le=60)]
    from_on: date
    note: Annotated[str | None, Field(min_length=1, max_length=500)] = None


class CreditTermRead(ResponseModel):
    """A dated term and where it comes from; the closest one in force counts."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f70",
                    "seller_id": _SELLER,
                    "buyer_id": _BUYER,
                    "buyer_kinds": [],
                    "days": 30,
                    "from_on": "2026-12-01",
                    "until_on": None,
                    "source_th": "ผู้ขายกำหนดให้ผู้ซื้อรายนี้",
                    "source_en": "Set by the seller for this buyer",
                }
            ]
        }
    )

    id: UUID
    seller_id: UUID | None
    buyer_id: UUID | None
    buyer_kinds: list[str]
    days: int
    from_on: date
    until_on: date | None
    source_th: str
    source_en: str


class CreditTermList(ResponseModel):
    """The terms that concern the caller, the closest first."""

    items: list[CreditTermRead]


class CreditLimitWrite(RequestModel):
    """The most that a buyer may owe you, orders that you confirmed included."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"limit_satang": 5_000_000}]})

    limit_satang: Satang


class CreditLineRead(ResponseModel):
    """A limit and what was used of it when it was measured; ``available`` is the rest."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "seller_id": _SELLER,
                    "buyer_id": _BUYER,
                    "limit_satang": 5_000_000,
                    "used_satang": 438_000,
                    "available_satang": 4_562_000,
                    "measured_at": "2026-11-22T03:15:00Z",
                }
            ]
        }
    )

    seller_id: UUID
    buyer_id: UUID
    limit_satang: int
    used_satang: int
    available_satang: int
    measured_at: datetime
