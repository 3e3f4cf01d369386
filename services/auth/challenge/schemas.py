"""What the routes of codes give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from kit.schemas import ResponseModel

CodeText = Annotated[str, Field(min_length=1, max_length=40, examples=["40718256"])]
"""A code as a person typed it: Thai digits and spaces are accepted."""


class ChallengeOpened(ResponseModel):
    """A code is on its way, if the address is one that can have it. The same for every address."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "challenge_id": "0198f0c2-f000-7b6f-8f5e-0d4c3b2a1908",
                    "contact": "s***@plasom.example",
                    "expires_at": "2026-11-22T04:15:00Z",
                }
            ]
        }
    )

    challenge_id: UUID
    contact: str
    expires_at: datetime
