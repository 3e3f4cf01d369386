"""Requests and answers of budgets."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator
from pydantic.config import JsonDict

from contracts.types import FreeText, Name, Satang
from kit.schemas import RequestModel, ResponseModel

_CREATE: JsonDict = {
    "unit": "งานโภชนาการ",
    "source": "เงินบำรุง",
    "fiscal_year": 2570,
    "allotted_satang": 50000000,
}
_READ: JsonDict = {
    "id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f70",
    **_CREATE,
    "reserved_satang": 480000,
    "committed_satang": 1200000,
    "consumed_satang": 438000,
    "available_satang": 47882000,
    "created_at": "2026-10-01T02:00:00Z",
}
_ENTRY: JsonDict = {
    "id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f71",
    "kind": "reserve",
    "requisition_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f54",
    "seller_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f51",
    "allotted_satang": 0,
    "reserved_satang": 480000,
    "committed_satang": 0,
    "consumed_satang": 0,
    "cause": "submitted",
    "made_by": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f56",
    "made_at": "2026-11-20T03:05:00Z",
}

FiscalYear = Annotated[
    int,
    Field(
        ge=2500,
        le=2700,
        description="Fiscal year in the Buddhist era: 2570 is 1 October 2569 to 30 September 2570.",
    ),
]
_LIMIT = 10**14


class BudgetCreate(RequestModel):
    """Money of a unit, from a source, for a fiscal year; in satang, VAT included."""

    model_config = ConfigDict(json_schema_extra={"examples": [_CREATE]})

    unit: Name
    source: Name
    fiscal_year: FiscalYear
    allotted_satang: Annotated[Satang, Field(gt=0)]


class Allotment(RequestModel):
    """More money, or (below nought) less; never less than what is held or spent."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"amount_satang": 5000000, "reason": "โอนงบกลางปี"}]}
    )

    amount_satang: Annotated[int, Field(ge=-_LIMIT, le=_LIMIT)]
    reason: FreeText

    @model_validator(mode="after")
    def _not_nought(self) -> Self:
        if self.amount_satang == 0:
            raise ValueError("nought changes nothing")
        return self


class BudgetRead(ResponseModel):
    """A budget and its balances.

    ``reserved`` waits for approval, ``committed`` is ordered, ``consumed`` was accepted;
    ``available`` is what is left to reserve.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [_READ]})

    id: UUID
    unit: str
    source: str
    fiscal_year: int
    allotted_satang: Satang
    reserved_satang: Satang
    committed_satang: Satang
    consumed_satang: Satang
    available_satang: Satang
    created_at: datetime


class EntryKind(StrEnum):
    """What an entry does."""

    ALLOT = "allot"
    RESERVE = "reserve"
    COMMIT = "commit"
    CONSUME = "consume"
    RELEASE = "release"


class BudgetEntryRead(ResponseModel):
    """A movement: the change of each balance in satang, and its cause."""

    model_config = ConfigDict(json_schema_extra={"examples": [_ENTRY]})

    id: UUID
    kind: EntryKind
    requisition_id: UUID | None
    seller_id: UUID | None
    allotted_satang: int
    reserved_satang: int
    committed_satang: int
    consumed_satang: int
    cause: str
    made_by: UUID | None
    made_at: datetime
