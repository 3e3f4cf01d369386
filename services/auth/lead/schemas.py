"""What the lead routes take and give."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import ConfigDict

from contracts.types import FreeText, ProvinceCode
from kit.schemas import RequestModel, ResponseModel
from services.auth.models.office import LeadStatus

_ID = "0198f0c2-b000-7b6f-8f5e-0d4c3b2a1908"


class LeadCreate(RequestModel):
    """A need that a salesman heard of."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"province_code": "15", "need_th": "โรงพยาบาลต้องการปลาส้ม 40 กก. ต่อสัปดาห์"}]
        }
    )

    province_code: ProvinceCode
    need_th: FreeText


class LeadMatch(RequestModel):
    """Who supplies, and who buys; without a buyer any shopper's order wins it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"supplier_id": _ID}]})

    supplier_id: UUID
    buyer_id: UUID | None = None


class LeadEnd(RequestModel):
    """Why nothing came of it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "ผู้ซื้อเปลี่ยนแผน"}]})

    reason: FreeText


class LeadRead(ResponseModel):
    """A lead; it is won by the first order between the matched two."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0198f0c3-3000-7b6f-8f5e-0d4c3b2a1908",
                    "province_code": "15",
                    "need_th": "โรงพยาบาลต้องการปลาส้ม 40 กก. ต่อสัปดาห์",
                    "status": "won",
                    "supplier_id": _ID,
                    "buyer_id": None,
                    "matched_at": "2026-11-01T02:00:00Z",
                    "order_number": "S-2569-000123",
                    "order_satang": 40000,
                    "ended_at": "2026-11-02T02:00:00Z",
                    "end_reason": None,
                    "created_at": "2026-10-30T02:00:00Z",
                }
            ]
        }
    )

    id: UUID
    province_code: str
    need_th: str
    status: LeadStatus
    supplier_id: UUID | None
    buyer_id: UUID | None
    matched_at: datetime | None
    order_number: str | None
    order_satang: int | None
    ended_at: datetime | None
    end_reason: str | None
    created_at: datetime
