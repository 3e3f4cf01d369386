"""What buyers state of where they receive goods, and what sellers see of it."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator
from pydantic.config import JsonDict

from contracts.types import FreeText, Name
from kit.schemas import RequestModel, ResponseModel

_WINDOW: JsonDict = {"weekday": 2, "opens": "06:00:00", "closes": "08:00:00", "capacity": 4}
_SITE: JsonDict = {
    "name_th": "โรงครัว ตึกโภชนาการ",
    "address": "โรงพยาบาลอ่างทอง ถ.เทศบาล 1 ต.บางแก้ว อ.เมือง จ.อ่างทอง",
    "windows": [_WINDOW],
}
_ID = "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f80"
Capacity = Annotated[int, Field(ge=1, le=1_000)]
Weekday = Annotated[int, Field(ge=1, le=7, description="1 Monday to 7 Sunday.")]


class WindowWrite(RequestModel):
    """Hours of one weekday (Asia/Bangkok) and how many deliveries fit in."""

    weekday: Weekday
    opens: time
    closes: time
    capacity: Capacity

    @model_validator(mode="after")
    def _in_order(self) -> WindowWrite:
        if self.opens.tzinfo is not None or self.closes.tzinfo is not None:
            raise ValueError("hours are of Asia/Bangkok and bear no offset")
        if self.opens >= self.closes:
            raise ValueError("a window opens before it closes")
        return self


class SiteWrite(RequestModel):
    """A place where goods are received, with all its windows.

    A window that is left out is no longer offered; deliveries booked into it keep it.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [_SITE]})

    name_th: Name
    address: FreeText
    windows: Annotated[list[WindowWrite], Field(max_length=200)]

    @model_validator(mode="after")
    def _each_once(self) -> SiteWrite:
        starts = [(window.weekday, window.opens) for window in self.windows]
        if len(set(starts)) != len(starts):
            raise ValueError("two windows begin at the same time")
        return self


class WindowRead(ResponseModel):
    """A window as it repeats every week."""

    id: UUID
    weekday: int
    opens: time
    closes: time
    capacity: int


class SiteRead(ResponseModel):
    """A place where a buyer receives goods."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    **_SITE,
                    "id": _ID,
                    "version": 1,
                    "windows": [{**_WINDOW, "id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f81"}],
                }
            ]
        }
    )

    id: UUID
    name_th: str
    address: str
    version: int
    windows: list[WindowRead]


class OpenWindow(ResponseModel):
    """A window on one date, and how many deliveries still fit in."""

    window_id: UUID
    site_id: UUID
    site_name_th: str
    address: str
    on: date
    opens_at: datetime
    closes_at: datetime
    capacity: int
    left: int


class OpenWindows(ResponseModel):
    """The buyer's windows on a date; ``required`` when the buyer receives by windows only."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "required": True,
                    "windows": [
                        {
                            "window_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f81",
                            "site_id": _ID,
                            "site_name_th": "โรงครัว ตึกโภชนาการ",
                            "address": "โรงพยาบาลอ่างทอง ถ.เทศบาล 1 ต.บางแก้ว อ.เมือง จ.อ่างทอง",
                            "on": "2026-12-01",
                            "opens_at": "2026-11-30T23:00:00Z",
                            "closes_at": "2026-12-01T01:00:00Z",
                            "capacity": 4,
                            "left": 3,
                        }
                    ],
                }
            ]
        }
    )

    required: bool
    windows: list[OpenWindow]
