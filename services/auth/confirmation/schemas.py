"""What the confirmation routes give."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from pydantic import ConfigDict

from kit.schemas import ResponseModel

_ID = "0198f0c2-b000-7b6f-8f5e-0d4c3b2a1908"


class ConfirmationState(StrEnum):
    """Where an organisation stands on a day; derived from the date, never stored."""

    NOT_REQUIRED = "not_required"
    OPEN = "open"
    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"


class ConfirmationRead(ResponseModel):
    """Where the organisation stands today (Bangkok) with its yearly confirmation."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "organisation_id": _ID,
                    "state": "unconfirmed",
                    "year": 2026,
                    "confirmed_year": 2025,
                    "due_on": "2026-01-30",
                }
            ]
        }
    )

    organisation_id: UUID
    state: ConfirmationState
    year: int
    confirmed_year: int | None
    due_on: date
