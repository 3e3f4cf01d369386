"""What the document routes take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from contracts.types import Name
from kit.schemas import RequestModel, ResponseModel
from services.auth.onboarding.schemas import RequirementKey

_ID = "0198f0c3-2000-7b6f-8f5e-0d4c3b2a1908"


class DocumentCreate(RequestModel):
    """A file that is going to be sent for a line of the checklist."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "key": "company_affidavit",
                    "content_type": "application/pdf",
                    "size_bytes": 182113,
                    "file_name": "หนังสือรับรอง.pdf",
                }
            ]
        }
    )

    key: RequirementKey
    content_type: Annotated[str, Field(max_length=100)]
    size_bytes: Annotated[int, Field(gt=0, le=2**40)]
    file_name: Name


class DocumentRead(ResponseModel):
    """A file of an application; it counts once `checked_at` is set."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": _ID,
                    "key": "company_affidavit",
                    "file_name": "หนังสือรับรอง.pdf",
                    "content_type": "application/pdf",
                    "size_bytes": 182113,
                    "created_at": "2026-11-01T02:00:00Z",
                    "checked_at": "2026-11-01T02:00:30Z",
                }
            ]
        }
    )

    id: UUID
    key: str
    file_name: str
    content_type: str
    size_bytes: int
    created_at: datetime
    checked_at: datetime | None


class DocumentUpload(ResponseModel):
    """Where to send the file: a multipart POST of `fields` and then `file`, within 15 minutes."""

    document: DocumentRead
    url: str
    fields: dict[str, str]
    expires_at: datetime


class DocumentList(ResponseModel):
    """The files of an application, oldest first."""

    items: list[DocumentRead]


class DocumentLink(ResponseModel):
    """A private file's address, good for five minutes; it is offered as a download."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "url": "https://media.talat.example/talat-auth/application/…",
                    "content_type": "application/pdf",
                    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                    "expires_at": "2026-11-01T02:05:00Z",
                }
            ]
        }
    )

    url: str
    content_type: str
    sha256: str
    expires_at: datetime
