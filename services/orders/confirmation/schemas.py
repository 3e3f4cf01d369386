"""What sellers and buyers send about an unconfirmed purchase order."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from contracts.types import FreeText, StockQuantity
from kit.schemas import RequestModel


class ConfirmedLine(RequestModel):
    """A line of which the seller can deliver less than was ordered, and why."""

    order_line_id: UUID
    quantity: StockQuantity
    reason: FreeText


class OrderConfirm(RequestModel):
    """The lines that cannot be delivered whole; every other line is confirmed as ordered."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "lines": [
                        {
                            "order_line_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f61",
                            "quantity": "30",
                            "reason": "ปลาสดสัปดาห์นี้ได้น้อย น้ำขึ้นสูง",
                        }
                    ]
                }
            ]
        }
    )

    lines: Annotated[list[ConfirmedLine], Field(default_factory=list, max_length=200)]

    @model_validator(mode="after")
    def _each_once(self) -> OrderConfirm:
        if len({line.order_line_id for line in self.lines}) != len(self.lines):
            raise ValueError("a line stands twice")
        return self


class Reason(RequestModel):
    """Why; the other party reads it."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"reason": "เครื่องแช่เย็นเสีย ส่งไม่ทันวันดังกล่าว"}]}
    )

    reason: FreeText
