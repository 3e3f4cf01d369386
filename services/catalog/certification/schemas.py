"""Requests and responses about certification cases."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict, JsonValue

from contracts.types import (
    Agency,
    FreeText,
    Name,
    Provenance,
    ProvinceCode,
    Scheme,
    SubdistrictCode,
)
from kit.schemas import RequestModel, ResponseModel
from services.catalog.models import CaseState

ShortText = Annotated[Name, Field(max_length=60)]
Round = Annotated[Name, Field(max_length=40, examples=["3/2564"], description="รอบคณะกรรมการ")]

EXAMPLE: Final[JsonDict] = {
    "scheme": "tcps",
    "product_id": "0198f0c2-a7e4-7b6f-8f5e-6f1c2d3e4a5b",
    "standard": "มผช.26/2557",
    "round": "3/2564",
}
DECISION_EXAMPLES: Final[list[JsonValue]] = [
    {
        "to": "certified",
        "number": "อท 12/2567",
        "valid_from_on": "2026-01-15",
        "valid_until_on": "2029-01-14",
    },
    {"to": "suspended", "reason": "ผลตรวจเฝ้าระวังไม่ผ่าน"},
]


class CertificationCreate(RequestModel):
    """A new case, a draft until it is submitted."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    scheme: Scheme
    product_id: UUID | None = None
    title_th: Annotated[Name | None, Field(description="ไม่ระบุ = ชื่อสินค้าหรือชื่อกลุ่ม")] = None
    standard: Annotated[ShortText | None, Field(examples=["มผช.26/2557"])] = None
    number: Annotated[Name | None, Field(max_length=80)] = None
    round: Round | None = None
    area: Annotated[
        tuple[SubdistrictCode, ...],
        Field(max_length=500, description="ตำบลในพื้นที่ GI · subdistricts of a GI"),
    ] = ()
    provenance: Annotated[
        Provenance | None, Field(description="ข้อมูลสาธิตเท่านั้น · demo data only")
    ] = None


class Move(StrEnum):
    """What an officer does with a case."""

    SAMPLING = "sampling"
    TESTING = "testing"
    CERTIFIED = "certified"
    NOT_CERTIFIED = "not_certified"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    CANCELLED = "cancelled"


class TransitionCreate(RequestModel):
    """An officer's step. ``certified`` takes the dates and number printed on the certificate."""

    model_config = ConfigDict(json_schema_extra={"examples": DECISION_EXAMPLES})

    to: Move
    valid_from_on: date | None = None
    valid_until_on: date | None = None
    number: Annotated[Name | None, Field(max_length=80)] = None
    area: Annotated[
        tuple[SubdistrictCode, ...],
        Field(max_length=500, description="ตำบลในพื้นที่ GI ที่รับรอง · subdistricts of the GI"),
    ] = ()
    reason: FreeText | None = None


class StepRead(ResponseModel):
    """One step of a case's history."""

    state: CaseState
    on_date: date
    at: datetime
    agency: Agency | None
    reason: str | None


class CertificationBrief(ResponseModel):
    """A case in a list."""

    id: UUID
    scheme: Scheme
    organisation_id: UUID
    product_id: UUID | None
    state: CaseState
    version: int
    title_th: str
    number: str | None
    round: str | None
    province_code: str
    valid_from_on: date | None
    valid_until_on: date | None
    submitted_at: datetime | None
    decided_at: datetime | None
    provenance: Provenance | None


class CertificationRead(CertificationBrief):
    """A case with its history and evidence."""

    standard: str | None
    area: list[str]
    expired: bool = Field(description="หมดอายุแล้ว ณ วันนี้ (เวลาไทย)")
    evidence: list[UUID] = Field(description="upload_id ของหลักฐาน")
    history: list[StepRead]


class SchemeRead(ResponseModel):
    """A kind of certificate or mark."""

    code: Scheme
    name_th: str
    name_en: str
    agency: Agency
    one_step: bool
    needs_product: bool
    needs_standard: bool
    needs_area: bool
    expires: bool
    quality_mark: bool


class Schemes(ResponseModel):
    """Every scheme."""

    items: list[SchemeRead]


class QueueFilter(RequestModel):
    """Which cases to list."""

    view: Annotated[
        Literal["own", "queue"] | None,
        Field(description="own = ขององค์กรตน, queue = งานของเจ้าหน้าที่; ไม่ระบุ = ตามสิทธิ์ในโทเคน"),
    ] = None
    state: CaseState | None = None
    scheme: Scheme | None = None
    province: ProvinceCode | None = None
    round: Round | None = None
