"""What the import routes give."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import ConfigDict

from contracts.types import Agency
from kit.schemas import ResponseModel
from services.auth.models.registry import ImportStatus, RowOutcome
from services.auth.registry.schemas import ClaimCodeRead

_ID = "0198f0c3-1000-7b6f-8f5e-0d4c3b2a1908"


class RowError(ResponseModel):
    """Why a line was refused, in both languages."""

    code: str
    message_th: str
    message_en: str


class FailedRow(ResponseModel):
    """A line that was refused; the first line of the file is 1."""

    line: int
    errors: list[RowError]


class ImportRead(ResponseModel):
    """A file and how far it is; the other lines went in whatever became of the failed ones."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": _ID,
                    "agency": "community_development",
                    "province_code": "15",
                    "status": "done",
                    "rows": 812,
                    "counts": {"created": 790, "unchanged": 20, "failed": 2},
                    "failed": [
                        {
                            "line": 14,
                            "errors": [
                                {
                                    "code": "registration_code_not_valid",
                                    "message_th": "รหัสทะเบียนไม่ถูกต้องตามประเภทองค์กร",
                                    "message_en": "The registration code does not fit the kind",
                                }
                            ],
                        }
                    ],
                    "created_at": "2026-11-01T02:00:00Z",
                    "finished_at": "2026-11-01T02:01:10Z",
                }
            ]
        }
    )

    id: UUID
    agency: Agency
    province_code: str
    status: ImportStatus
    rows: int
    counts: dict[RowOutcome, int]
    failed: list[FailedRow]
    created_at: datetime
    finished_at: datetime | None


class ImportCodes(ResponseModel):
    """New claim codes of the file's groups that nobody has claimed; former ones are void."""

    items: list[ClaimCodeRead]
