"""What the routes of the audit log give."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import ConfigDict

from kit.schemas import ResponseModel
from services.auth.models.audit import AuditKind


class AuditEntryRead(ResponseModel):
    """One line of the audit log. ``actor_id`` None: the system itself."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0198f0c2-e000-7b6f-8f5e-0d4c3b2a1908",
                    "at": "2026-11-22T04:00:00Z",
                    "kind": "change",
                    "action": "organisation.updated",
                    "actor_id": "0198f0c2-a7e4-7b6f-8f5e-0d4c3b2a1908",
                    "organisation_id": "0198f0c2-b000-7b6f-8f5e-0d4c3b2a1908",
                    "subject_kind": "organisation",
                    "subject_id": "0198f0c2-b000-7b6f-8f5e-0d4c3b2a1908",
                    "before": {"name_th": "กลุ่มปลาส้มชะไว"},
                    "after": {"name_th": "วิสาหกิจชุมชนปลาส้มตำบลชะไว"},
                    "reason": None,
                    "address": "203.0.113.7",
                    "request_id": "0198f0c2a7e47b6f8f5e",
                }
            ]
        }
    )

    id: UUID
    at: datetime
    kind: AuditKind
    action: str
    actor_id: UUID | None
    organisation_id: UUID | None
    subject_kind: str
    subject_id: UUID
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    reason: str | None
    address: str | None
    request_id: str | None
