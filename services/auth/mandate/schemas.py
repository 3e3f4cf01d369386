"""What the mandate routes take and give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from contracts.types import FreeText, MandateStatus
from kit.schemas import RequestModel, ResponseModel

_PRODUCER = "0198f0c2-b000-7b6f-8f5e-0d4c3b2a1908"
_INTERMEDIARY = "0198f0c2-b002-7b6f-8f5e-0d4c3b2a1908"

BasisPoints = Annotated[
    int, Field(ge=0, le=10_000, description="Hundredths of a percent of the price.")
]


class MandateCreate(RequestModel):
    """An intermediary asks a producer for the right to sell, and says what it keeps."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "producer_id": _PRODUCER,
                    "margin_basis_points": 1200,
                    "terms": "ขายผ่านร้านประชารัฐและตลาดออนไลน์ จ่ายเงินทุกวันศุกร์",
                    "valid_from_on": "2026-12-01",
                    "valid_until_on": "2027-11-30",
                }
            ]
        }
    )

    producer_id: UUID
    margin_basis_points: BasisPoints
    terms: FreeText | None = None
    valid_from_on: date
    valid_until_on: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> MandateCreate:
        if self.valid_until_on is not None and self.valid_until_on < self.valid_from_on:
            raise ValueError("valid_until_on is before valid_from_on")
        return self


class MandateConsent(RequestModel):
    """The producer consents to exactly this margin."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"margin_basis_points": 1200}]})

    margin_basis_points: BasisPoints


class MandateEnd(RequestModel):
    """Why one declines or revokes."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "กลุ่มขอขายเอง"}]})

    reason: FreeText | None = None


class MandateRead(ResponseModel):
    """A right to sell; `in_force` says whether it holds today (Bangkok)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0198f0c3-0000-7b6f-8f5e-0d4c3b2a1908",
                    "intermediary_id": _INTERMEDIARY,
                    "intermediary_name_th": "บริษัท ประชารัฐรักสามัคคีอ่างทอง (วิสาหกิจเพื่อสังคม) จำกัด",
                    "producer_id": _PRODUCER,
                    "producer_name_th": "วิสาหกิจชุมชนปลาส้มตำบลชะไว",
                    "margin_basis_points": 1200,
                    "terms": "จ่ายเงินทุกวันศุกร์",
                    "valid_from_on": "2026-12-01",
                    "valid_until_on": "2027-11-30",
                    "status": "active",
                    "in_force": True,
                    "proposed_at": "2026-11-20T02:00:00Z",
                    "consented_at": "2026-11-21T02:00:00Z",
                    "ended_at": None,
                    "ended_by_organisation_id": None,
                    "end_reason": None,
                    "version": 2,
                }
            ]
        }
    )

    id: UUID
    intermediary_id: UUID
    intermediary_name_th: str
    producer_id: UUID
    producer_name_th: str
    margin_basis_points: int
    terms: str | None
    valid_from_on: date
    valid_until_on: date | None
    status: MandateStatus
    in_force: bool
    proposed_at: datetime
    consented_at: datetime | None
    ended_at: datetime | None
    ended_by_organisation_id: UUID | None
    end_reason: str | None
    version: int
