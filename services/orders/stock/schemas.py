"""Requests and responses of the stock feature."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, field_validator

from contracts.types import AvailabilityBand, StockQuantity
from kit.schemas import RequestModel, ResponseModel


class StockCount(RequestModel):
    """What the seller counted on the shelf, held for shoppers or not."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"on_hand": "40.5"}]})

    on_hand: StockQuantity


class AdjustmentReason(StrEnum):
    """Why what is on hand changed."""

    PRODUCED = "produced"
    FOUND = "found"
    RETURNED = "returned"
    DAMAGED = "damaged"
    EXPIRED = "expired"
    GIVEN_AWAY = "given_away"
    SOLD_ELSEWHERE = "sold_elsewhere"
    OTHER = "other"


SignedQuantity = Annotated[
    Decimal, Field(max_digits=12, decimal_places=3, description="In the variant's unit.")
]


class StockAdjust(RequestModel):
    """How much comes to the shelf (positive) or leaves it (negative) besides sales, and why."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"quantity": "-2.5", "reason": "damaged", "note": "ถุงรั่วระหว่างเก็บ"}]
        }
    )

    quantity: SignedQuantity
    reason: AdjustmentReason
    note: Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*$")] | None = None

    @field_validator("quantity")
    @classmethod
    def _moves_something(cls, quantity: Decimal) -> Decimal:
        if not quantity:
            raise ValueError("an adjustment of nought changes nothing")
        return quantity


class StockRead(ResponseModel):
    """A variant's counters, in the variant's unit."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "variant_id": "0198f0c2-a7e4-7b6f-8f5e-0d6c1b2a3f4e",
                    "on_hand": "40.5",
                    "reserved": "2",
                    "available": "38.5",
                    "band": "plenty",
                    "counted_at": "2026-11-22T03:15:00Z",
                }
            ]
        }
    )

    variant_id: UUID
    on_hand: StockQuantity
    reserved: StockQuantity
    available: StockQuantity
    band: AvailabilityBand
    counted_at: datetime
