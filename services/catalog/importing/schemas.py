"""Requests and responses about imports."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from kit.schemas import RequestModel, ResponseModel
from services.catalog.models import ImportStatus


class ImportCreate(RequestModel):
    """A file that has been sent to the store for the purpose ``import``."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"upload_id": "0198f0c2-a7e4-7b6f-8f5e-6f1c2d3e4a5b", "dry_run": True}]
        }
    )

    upload_id: UUID
    dry_run: Annotated[
        bool, Field(description="ตรวจทุกแถวโดยไม่บันทึกอะไร · check every row, write nothing")
    ] = False


class ImportFailure(ResponseModel):
    """Why the file as a whole was refused."""

    code: str = Field(examples=["sheet_unreadable"])
    message_th: str = Field(examples=["อ่านไฟล์ไม่ได้"])
    message_en: str = Field(examples=["The file cannot be read"])


class ImportRead(ResponseModel):
    """How far an import has come. Counts are of rows; together they are ``rows_done``."""

    id: UUID
    upload_id: UUID
    dry_run: bool
    status: ImportStatus
    failure: ImportFailure | None
    headings: dict[str, str | None] | None = Field(
        description="หัวตารางในไฟล์และช่องข้อมูลที่เข้าใจ null = ไม่ได้ใช้",
        examples=[{"รหัสสินค้า": "ref", "ลำดับ": None}],
    )
    rows_total: int | None = Field(examples=[176622])
    rows_done: int = Field(examples=[52000])
    created_count: int
    updated_count: int
    unchanged_count: int
    rejected_count: int
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
