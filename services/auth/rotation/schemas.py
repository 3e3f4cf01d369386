"""What the routes of signing keys take and give."""

from __future__ import annotations

from datetime import datetime

from pydantic import ConfigDict

from contracts.types import FreeText
from kit.schemas import RequestModel, ResponseModel


class KeyRotation(RequestModel):
    """Why the next key is made now."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"reason": "เปลี่ยนผู้ดูแลเครื่องแม่ข่าย", "compromised": False}]}
    )

    reason: FreeText
    compromised: bool = False
    """True withdraws the former keys at once: every access token ends."""


class SigningKeyRead(ResponseModel):
    """A key, without the key."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kid": "0198f0c2f5007b6f8f5e0d4c3b2a1908",
                    "generation": 2,
                    "created_at": "2026-11-22T04:00:00Z",
                    "activates_at": "2026-11-22T04:15:00Z",
                    "withdrawn_at": None,
                }
            ]
        }
    )

    kid: str
    generation: int
    created_at: datetime
    activates_at: datetime
    withdrawn_at: datetime | None


class SigningKeyList(ResponseModel):
    """Every key, newest first."""

    items: list[SigningKeyRead]
