"""Requests and responses about files."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from contracts.types import Name
from kit.schemas import RequestModel, ResponseModel
from services.catalog.models import UploadPurpose


class UploadCreate(RequestModel):
    """A file that is going to be sent."""

    purpose: UploadPurpose
    content_type: Annotated[str, Field(max_length=100, examples=["application/pdf"])]
    size_bytes: Annotated[int, Field(gt=0, le=2**40, examples=[482_113])]
    file_name: Annotated[Name, Field(examples=["ใบรับรอง มผช.pdf"])]


class UploadRead(ResponseModel):
    """Where to send the file: a multipart POST of ``fields`` and then ``file``."""

    id: UUID
    url: str
    fields: dict[str, str]
    expires_at: datetime


class UploadAttach(RequestModel):
    """A file that has been sent."""

    upload_id: UUID


class FileLink(ResponseModel):
    """A private file's address, good for a few minutes."""

    url: str
    content_type: str
    expires_at: datetime
