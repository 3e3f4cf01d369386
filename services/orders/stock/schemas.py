"""Requests and responses of the stock feature."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import ConfigDict

from contracts.types import AvailabilityBand, StockQuantity
from kit.schemas import RequestModel, ResponseModel


class StockCount(RequestModel):
    """What the seller counted on the shelf, held for shoppers or not."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"on_hand": "40.5"}]})

    on_hand: StockQuantity


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
