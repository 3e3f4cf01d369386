"""What the onboarding routes take and give."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, StrictBool, StrictInt, model_validator

from contracts.types import Agency, Capability, FreeText, OrganisationKind
from kit.schemas import RequestModel, ResponseModel
from services.auth.models.onboarding import ApplicationStatus, RequirementMode, ValueType

_EXAMPLE_ID = "0198f0c2-d000-7b6f-8f5e-0d4c3b2a1908"
_EXAMPLE_ORGANISATION = "0198f0c2-b000-7b6f-8f5e-0d4c3b2a1908"


RequirementKey = Annotated[str, Field(pattern=r"^[a-z_]{1,60}$", examples=["member_count"])]


class Outcome(StrEnum):
    """What an officer decides."""

    APPROVED = "approved"
    REJECTED = "rejected"
    RETURNED = "returned"


class ApplicationCreate(RequestModel):
    """The organisation asks to sell, buy or aggregate."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"capability": "sell"}]})

    capability: Capability


class RequirementUpdate(RequestModel):
    """What the applicant states: true, a number or a text, as the requirement's type says."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"value": 12}, {"value": True}]})

    value: StrictBool | Annotated[StrictInt, Field(ge=-1_000_000_000, le=1_000_000_000)] | FreeText


class DecisionCreate(RequestModel):
    """An officer's decision; a rejection or return needs its reason."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"outcome": "approved"},
                {
                    "outcome": "returned",
                    "reason": "กรุณาแก้ไขตามหมายเหตุ",
                    "remarks": {"payee": "ชื่อผู้รับเงินไม่ตรงกับชื่อบัญชี"},
                },
            ]
        }
    )

    outcome: Outcome
    reason: FreeText | None = None
    remarks: Annotated[dict[RequirementKey, FreeText], Field(max_length=50)] = Field(
        default_factory=dict
    )
    """What is wrong with single lines, when it is returned."""

    @model_validator(mode="after")
    def _reasoned(self) -> DecisionCreate:
        if self.outcome is not Outcome.APPROVED and self.reason is None:
            raise ValueError("a rejection or return needs a reason")
        return self


class RequirementRead(ResponseModel):
    """A line of the checklist and whether it is met."""

    key: str
    mode: RequirementMode
    value_type: ValueType | None
    minimum: int | None
    label_th: str
    label_en: str
    value: bool | int | str | None
    met: bool
    remark: str | None
    """Why the officer returned this line, while the application is returned."""


class StepRead(ResponseModel):
    """A line of the history."""

    to_status: ApplicationStatus
    reason: str | None
    remarks: dict[str, str]
    at: datetime


class ApplicationRead(ResponseModel):
    """An application, its checklist and its history."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": _EXAMPLE_ID,
                    "organisation_id": _EXAMPLE_ORGANISATION,
                    "organisation_name_th": "วิสาหกิจชุมชนปลาส้มตำบลชะไว",
                    "kind": "community_enterprise",
                    "capability": "sell",
                    "agency": "community_development",
                    "province_code": "15",
                    "status": "draft",
                    "requirements": [
                        {
                            "key": "member_count",
                            "mode": "attested",
                            "value_type": "integer",
                            "minimum": 7,
                            "label_th": "จำนวนสมาชิก (ไม่อยู่ครัวเรือนเดียวกัน) อย่างน้อย 7 คน",
                            "label_en": "Members of different households, at least 7",
                            "value": 12,
                            "met": True,
                            "remark": None,
                        }
                    ],
                    "missing": [],
                    "unverified": [],
                    "reason": None,
                    "submitted_at": None,
                    "decided_at": None,
                    "created_at": "2026-11-01T02:00:00Z",
                    "version": 2,
                    "history": [
                        {
                            "to_status": "draft",
                            "reason": None,
                            "remarks": {},
                            "at": "2026-11-01T02:00:00Z",
                        }
                    ],
                }
            ]
        }
    )

    id: UUID
    organisation_id: UUID
    organisation_name_th: str
    kind: OrganisationKind
    capability: Capability
    agency: Agency
    province_code: str
    status: ApplicationStatus
    requirements: list[RequirementRead]
    missing: list[str]
    """Lines that the applicant still has to meet."""
    unverified: list[str]
    """Lines that the officer still has to tick before an approval."""
    reason: str | None
    submitted_at: datetime | None
    decided_at: datetime | None
    created_at: datetime
    version: int
    history: list[StepRead]


class VerificationUpdate(RequestModel):
    """What an officer found when looking at a line."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"met": True, "note": "ตรวจกับนายทะเบียนแล้ว 20 พ.ย. 2569"}]}
    )

    met: bool
    note: FreeText | None = None
