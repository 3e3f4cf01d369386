"""Requests of the cancellation feature."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import ConfigDict, Field

from kit.schemas import RequestModel

Note = Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]


class Reason(StrEnum):
    """Why an order was declined, cancelled or refunded."""

    OUT_OF_STOCK = "out_of_stock"
    CANNOT_DELIVER = "cannot_deliver"
    PRICE_ERROR = "price_error"
    CLOSED = "closed"
    BUYER_ASKED = "buyer_asked"
    DAMAGED = "damaged"
    LOST = "lost"
    RETURNED = "returned"
    NOT_AS_DESCRIBED = "not_as_described"
    NOT_ACCEPTED_IN_TIME = "not_accepted_in_time"
    OTHER = "other"


class CallOff(RequestModel):
    """Why the order is called off. The note is for the shopper's and your own memory."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"reason": "out_of_stock", "note": "ปลาส้มรอบนี้หมดก่อนกำหนด"}]}
    )

    reason: Reason
    note: Note | None = None


class RefundCreate(RequestModel):
    """Why the money goes back. Only the whole order can be: the amount may be left out."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"reason": "lost", "note": "พัสดุหายระหว่างทาง", "amount_satang": 107000}]
        }
    )

    reason: Reason
    note: Note | None = None
    amount_satang: Annotated[int, Field(ge=1)] | None = None
