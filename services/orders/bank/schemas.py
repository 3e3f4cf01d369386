"""Bank statements as they are imported, matched and resolved."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from contracts.types import FreeText, Satang
from kit.schemas import RequestModel, ResponseModel


class Outcome(StrEnum):
    """What a line of a statement is to an invoice."""

    EXACT = "exact"
    SHORT = "short"
    """Less than what was to be paid; what came is posted, the rest is still owed."""
    OVER = "over"
    """More than what was to be paid; the surplus waits for a decision."""
    DOUBLE = "double"
    """The invoice had been paid before; all of it waits for a decision."""
    UNKNOWN = "unknown"
    """No invoice bears its references."""
    LOCKED = "locked"
    """Paid before every inspector signed; it waits for a decision."""


class StatementImport(RequestModel):
    """A CSV file's text: a heading in Thai or English, then one row for each movement."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "csv": "วันที่,รายละเอียด,เงินเข้า,อ้างอิง 1,อ้างอิง 2\n"
                    '22/11/2569,รับชำระบิล,"4,380.00",T1K9ZQ4M7A2BX,PO25700001\n'
                }
            ]
        }
    )

    csv: Annotated[str, Field(min_length=1, max_length=1_000_000)]


class StatementRead(ResponseModel):
    """What was imported; ``known_lines`` came in an earlier file already and are left out."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4fb0",
                    "imported_at": "2026-11-22T03:15:00Z",
                    "lines": 12,
                    "known_lines": 0,
                }
            ]
        }
    )

    id: UUID
    imported_at: datetime
    lines: int
    known_lines: int


class BankLineRead(ResponseModel):
    """Money that came in; ``outcome`` None is matched within seconds.

    ``difference_satang`` is the surplus (over, double, locked, unknown) or, below nought, what is
    still missing (short).
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4fb1",
                    "statement_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4fb0",
                    "received_on": "2026-11-22",
                    "amount_satang": 438000,
                    "ref1": "T1K9ZQ4M7A2BX",
                    "ref2": "PO25700001",
                    "description": "รับชำระบิล",
                    "outcome": "exact",
                    "invoice_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f80",
                    "difference_satang": 0,
                    "resolution": "matched",
                    "resolution_note": None,
                    "resolved_at": "2026-11-22T03:15:02Z",
                }
            ]
        }
    )

    id: UUID
    statement_id: UUID
    received_on: date
    amount_satang: Satang
    ref1: str | None
    ref2: str | None
    description: str | None
    outcome: Outcome | None
    invoice_id: UUID | None
    difference_satang: int
    resolution: str | None
    resolution_note: str | None
    resolved_at: datetime | None


class Resolution(RequestModel):
    """A person's decision about a line.

    ``applied`` uses all of a line that paid nothing yet for an invoice; ``refunded`` says that the
    surplus was given back; ``noted`` ends it without a movement, such as a part that is awaited.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"resolution": "refunded", "note": "โอนคืนวันที่ 25 พ.ย.", "invoice_id": None}]
        }
    )

    resolution: Literal["applied", "refunded", "noted"]
    note: FreeText
    invoice_id: UUID | None = None

    @model_validator(mode="after")
    def _applied_to_something(self) -> Self:
        if (self.resolution == "applied") != (self.invoice_id is not None):
            raise ValueError("an invoice is named when the money is applied, and only then")
        return self
