"""Requests and answers of weekly capacity."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field
from pydantic.config import JsonDict

from contracts.types import StockQuantity
from kit.schemas import RequestModel, ResponseModel

_WRITE: JsonDict = {"week": "2026-W49", "quantity": "120"}


def _exists(week: str) -> str:
    year, number = week.split("-W")
    try:
        date.fromisocalendar(int(year), int(number), 1)
    except ValueError as error:
        raise ValueError("that year has 52 weeks") from error
    return week


Week = Annotated[
    str,
    AfterValidator(_exists),
    Field(
        pattern=r"^20[0-9]{2}-W(0[1-9]|[1-4][0-9]|5[0-3])$",
        description="ISO week of the delivery date in Thailand, Monday to Sunday.",
        examples=["2026-W49"],
    ),
]


class CapacityWrite(RequestModel):
    """What can be delivered in the week altogether, ordered or not, in the variant's unit."""

    model_config = ConfigDict(json_schema_extra={"examples": [_WRITE]})

    week: Week
    quantity: StockQuantity


class CapacityRead(ResponseModel):
    """A week of a variant.

    ``quantity`` and ``available`` are null while nothing was stated: orders are not limited then.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "variant_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f50",
                    **_WRITE,
                    "from_on": "2026-11-30",
                    "until_on": "2026-12-06",
                    "taken": "40",
                    "available": "80",
                    "stated_at": "2026-11-20T03:00:00Z",
                }
            ]
        }
    )

    variant_id: UUID
    week: str
    from_on: date
    until_on: date
    quantity: StockQuantity | None
    taken: StockQuantity
    available: StockQuantity | None
    stated_at: datetime | None


class Weeks(ResponseModel):
    """Weeks in their order."""

    items: list[CapacityRead]
