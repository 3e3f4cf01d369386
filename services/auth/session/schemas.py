"""What the session routes give."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import ConfigDict

from kit.schemas import ResponseModel


class SessionRead(ResponseModel):
    """A sign-in that goes on: one browser or device, until it expires or is ended."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0198f0c2-f100-7b6f-8f5e-0d4c3b2a1908",
                    "organisation_id": None,
                    "created_at": "2026-11-22T01:00:00Z",
                    "last_used_at": "2026-11-22T04:00:00Z",
                    "expires_at": "2026-12-22T04:00:00Z",
                    "address": "203.0.113.7",
                    "user_agent": "Mozilla/5.0 (Linux; Android 14)",
                    "second_factor": True,
                    "current": True,
                }
            ]
        }
    )

    id: UUID
    organisation_id: UUID | None
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime
    address: str | None
    user_agent: str | None
    second_factor: bool
    current: bool


class SessionList(ResponseModel):
    """Every sign-in that goes on, newest first."""

    items: list[SessionRead]
