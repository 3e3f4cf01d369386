"""What producers send and see of their lots."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, PlainSerializer, model_validator
from pydantic.config import JsonDict

from contracts.types import FreeText, Quantity, StockQuantity
from kit.schemas import RequestModel, ResponseModel

_ID = "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f70"
_EARLIEST = date(2000, 1, 1)
_LATEST = date(2200, 1, 1)

# A year that may be of either era is refused: 2569 is no year of the common era here.
MadeOn = Annotated[date, Field(ge=_EARLIEST, lt=_LATEST)]
Kilograms = Annotated[
    Decimal, PlainSerializer(lambda value: f"{value.normalize():f}", return_type=str)
]


class LotKind(StrEnum):
    """Whether a lot was harvested or made."""

    PRODUCED = "produced"
    HARVESTED = "harvested"


class LotInputWrite(RequestModel):
    """How much of another lot of yours went in, in that lot's unit."""

    lot_id: UUID
    quantity: Quantity


class LotCreate(RequestModel):
    """A lot of one variant: either ``produced_on`` or ``harvested_on`` (Bangkok, common era).

    Name the lots that went in, and by ``added_kg`` what went in that is no lot (rice, salt). What
    does not come out again is kept as the loss; more can not come out than went in.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "variant_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f50",
                    "quantity": "40",
                    "produced_on": "2026-11-20",
                    "inputs": [
                        {"lot_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f71", "quantity": "45"}
                    ],
                    "added_kg": "6.5",
                    "note": "ปลาตะเพียน ข้าวสุก เกลือ หมัก 3 วัน",
                }
            ]
        }
    )

    variant_id: UUID
    quantity: Quantity
    produced_on: MadeOn | None = None
    harvested_on: MadeOn | None = None
    inputs: Annotated[list[LotInputWrite], Field(default_factory=list, max_length=50)]
    added_kg: StockQuantity | None = None
    mass_kg: Quantity | None = None
    note: FreeText | None = None

    @model_validator(mode="after")
    def _whole(self) -> LotCreate:
        if (self.produced_on is None) == (self.harvested_on is None):
            raise ValueError("give either produced_on or harvested_on")
        if len({each.lot_id for each in self.inputs}) != len(self.inputs):
            raise ValueError("an input lot stands twice")
        if self.added_kg is not None and not self.inputs:
            raise ValueError("added_kg counts only beside inputs")
        return self


class LotBlock(RequestModel):
    """Why nobody may have any more of the lot."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"reason": "ชุดทดสอบ GT พบสารตกค้างระดับไม่ปลอดภัย"}]}
    )

    reason: FreeText


class LotInputRead(ResponseModel):
    """Another lot's part in a lot."""

    input_lot_id: UUID
    quantity: Quantity


LOT_EXAMPLE: JsonDict = {
    "id": _ID,
    "code": "PLAT-PLAT-261120-01",
    "variant_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f50",
    "product_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f52",
    "kind": "produced",
    "made_on": "2026-11-20",
    "unit": "กก.",
    "quantity": "40",
    "shipped": "38.5",
    "consumed": "0",
    "remaining": "1.5",
    "mass_kg": "40",
    "input_kg": "45",
    "added_kg": "6.5",
    "loss_kg": "11.5",
    "note": "ปลาตะเพียน ข้าวสุก เกลือ หมัก 3 วัน",
    "recorded_at": "2026-11-20T03:00:00Z",
    "blocked_at": None,
    "block_reason": None,
    "inputs": [{"input_lot_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f71", "quantity": "45"}],
}


class LotRead(ResponseModel):
    """A lot of yours. ``code`` is ``<producer>-<product>-YYMMDD-nn``, unique within the producer.

    ``remaining`` is what has neither been shipped nor gone into another lot.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [LOT_EXAMPLE]})

    id: UUID
    code: str
    variant_id: UUID
    product_id: UUID
    kind: LotKind
    made_on: date
    unit: str
    quantity: Quantity
    shipped: StockQuantity
    consumed: StockQuantity
    remaining: StockQuantity
    mass_kg: Kilograms | None
    input_kg: Kilograms | None
    added_kg: Kilograms | None
    loss_kg: Kilograms | None
    note: str | None
    recorded_at: datetime
    blocked_at: datetime | None
    block_reason: str | None
    inputs: list[LotInputRead]
