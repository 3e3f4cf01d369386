"""What a school states and sees of its days."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from contracts.types import FreeText
from kit.schemas import RequestModel, ResponseModel

Heads = Annotated[int, Field(ge=0, le=100_000)]


class SchoolDayWrite(RequestModel):
    """Whether the school is open on the day, and for how many it cooks, if that is known yet."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"is_open": True, "headcount": 35},
                {"is_open": False, "note": "ปิดภาคเรียน"},
            ]
        }
    )

    is_open: bool
    headcount: Heads | None = None
    note: FreeText | None = None

    @model_validator(mode="after")
    def _nobody_when_closed(self) -> Self:
        if not self.is_open and self.headcount:
            raise ValueError("nobody is counted on a day on which the school is closed")
        return self


class SchoolDayRead(ResponseModel):
    """A day as the school stated it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "on_date": "2026-12-01",
                    "is_open": True,
                    "headcount": 35,
                    "note": None,
                    "stated_at": "2026-11-30T01:15:00Z",
                }
            ]
        }
    )

    on_date: date
    is_open: bool
    headcount: int | None
    note: str | None
    stated_at: datetime


class SchoolDays(ResponseModel):
    """The days that were stated, in order; every other day counts as open."""

    items: list[SchoolDayRead]
