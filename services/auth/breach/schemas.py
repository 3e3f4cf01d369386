"""What the routes of the register take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, ConfigDict, Field

from contracts.types import FreeText
from kit.schemas import RequestModel, ResponseModel
from services.auth.models.privacy import BreachStepKind


class BreachCreate(RequestModel):
    """A breach, as it is known now. No personal data in the texts."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "discovered_at": "2026-11-22T02:00:00Z",
                    "description": "ส่งรายชื่อสมาชิกกลุ่มผิดที่อยู่อีเมล",
                    "data_concerned": "ชื่อและหมายเลขโทรศัพท์",
                    "people_affected": 12,
                    "high_risk": False,
                }
            ]
        }
    )

    discovered_at: AwareDatetime
    description: FreeText
    data_concerned: FreeText
    people_affected: Annotated[int, Field(ge=0, le=100_000_000)]
    high_risk: bool


class BreachStepCreate(RequestModel):
    """What was done."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"kind": "reported_to_pdpc", "note": "แจ้งสำนักงาน สคส. ทางระบบออนไลน์"}]
        }
    )

    kind: BreachStepKind
    note: FreeText


class BreachStepRead(ResponseModel):
    """One line of the history."""

    kind: BreachStepKind
    note: str
    by_person_id: UUID
    at: datetime


class BreachRead(ResponseModel):
    """A breach and its clock."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0198f0c2-f400-7b6f-8f5e-0d4c3b2a1908",
                    "discovered_at": "2026-11-22T02:00:00Z",
                    "report_due_at": "2026-11-25T02:00:00Z",
                    "reported_at": None,
                    "hours_left": 71,
                    "overdue": False,
                    "description": "ส่งรายชื่อสมาชิกกลุ่มผิดที่อยู่อีเมล",
                    "data_concerned": "ชื่อและหมายเลขโทรศัพท์",
                    "people_affected": 12,
                    "high_risk": False,
                    "steps": [],
                }
            ]
        }
    )

    id: UUID
    discovered_at: datetime
    report_due_at: datetime
    reported_at: datetime | None
    hours_left: int
    """Until the report is due; 0 when it was made or is late."""
    overdue: bool
    description: str
    data_concerned: str
    people_affected: int
    high_risk: bool
    steps: list[BreachStepRead]
