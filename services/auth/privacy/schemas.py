"""What the routes of a person's data give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import ConfigDict

from kit.schemas import ResponseModel
from services.auth.models.privacy import PrivacyKind, PrivacyStatus


class AnswerRead(ResponseModel):
    """What a service has answered so far; of an erasure the proof of what was done."""

    service: str
    parts_answered: int
    parts: int
    proof: dict[str, Any] | None


class PrivacyCaseRead(ResponseModel):
    """A request about a person's data, as a job: ``open`` until every service has answered."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0198f0c2-f300-7b6f-8f5e-0d4c3b2a1908",
                    "kind": "export",
                    "status": "done",
                    "requested_at": "2026-11-22T04:00:00Z",
                    "due_on": "2026-12-22",
                    "closed_at": "2026-11-22T04:00:02Z",
                    "expires_at": "2026-11-29T04:00:02Z",
                    "answers": [],
                }
            ]
        }
    )

    id: UUID
    kind: PrivacyKind
    status: PrivacyStatus
    requested_at: datetime
    due_on: date
    closed_at: datetime | None
    expires_at: datetime | None
    answers: list[AnswerRead]
