"""What the organisation routes take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from contracts.types import (
    Capability,
    FreeText,
    Name,
    OrganisationKind,
    OrganisationStatus,
    Provenance,
    ProvinceCode,
    SubdistrictCode,
)
from kit.schemas import RequestModel, ResponseModel
from services.auth.models.registry import OrganisationAction

_EXAMPLE_ID = "0198f0c2-b000-7b6f-8f5e-0d4c3b2a1908"

Code = Annotated[str, Field(min_length=1, max_length=60)]
Phone = Annotated[str, Field(min_length=1, max_length=60)]


class OrganisationCreate(RequestModel):
    """A new organisation; whoever makes it is its first owner."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "community_enterprise",
                    "name_th": "วิสาหกิจชุมชนปลาส้มตำบลชะไว",
                    "name_en": "Chawai Pla Som Community Enterprise",
                    "registration_code": "3-15-02-08/1-0017",
                    "subdistrict_code": "150208",
                    "address_line": "99 หมู่ 4",
                    "phone": "035 611 222",
                }
            ]
        }
    )

    kind: OrganisationKind
    name_th: Name
    name_en: Name | None = None
    registration_code: Code | None = None
    tax_id: Code | None = None
    tax_branch: Code | None = None
    vat_registered: bool = False
    province_code: ProvinceCode | None = None
    subdistrict_code: SubdistrictCode | None = None
    address_line: FreeText | None = None
    phone: Phone | None = None
    provenance: Provenance | None = None
    """Marks demonstration data; a real organisation leaves it out."""


class OrganisationUpdate(RequestModel):
    """Changes of an organisation; what is left out stays, null empties."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name_en": "Chawai Pla Som", "phone": "035 611 333"}]}
    )

    name_th: Name | None = None
    name_en: Name | None = None
    registration_code: Code | None = None
    tax_id: Code | None = None
    tax_branch: Code | None = None
    vat_registered: bool | None = None
    province_code: ProvinceCode | None = None
    subdistrict_code: SubdistrictCode | None = None
    address_line: FreeText | None = None
    phone: Phone | None = None

    @model_validator(mode="after")
    def _keeps_what_it_needs(self) -> OrganisationUpdate:
        needed = {"name_th", "vat_registered", "province_code"} & self.model_fields_set
        emptied = sorted(name for name in needed if getattr(self, name) is None)
        if emptied:
            raise ValueError(f"{', '.join(emptied)} cannot be emptied")
        return self

    def changes(self) -> dict[str, Any]:
        """The fields that the caller sent."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class OrganisationRead(ResponseModel):
    """An organisation as its members see it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": _EXAMPLE_ID,
                    "kind": "community_enterprise",
                    "name_th": "วิสาหกิจชุมชนปลาส้มตำบลชะไว",
                    "name_en": "Chawai Pla Som Community Enterprise",
                    "registration_code": "315020810017",
                    "tax_id": None,
                    "tax_branch": None,
                    "vat_registered": False,
                    "province_code": "15",
                    "subdistrict_code": "150208",
                    "address_line": "99 หมู่ 4",
                    "phone": "+6635611222",
                    "capabilities": ["sell"],
                    "payee_ready": True,
                    "status": "active",
                    "unclaimed": False,
                    "merged_into": None,
                    "confirmed_year": 2026,
                    "provenance": None,
                    "version": 2,
                    "created_at": "2026-11-01T02:00:00Z",
                    "updated_at": "2026-11-02T02:00:00Z",
                }
            ]
        }
    )

    id: UUID
    kind: OrganisationKind
    name_th: str
    name_en: str | None
    registration_code: str | None
    tax_id: str | None
    tax_branch: str | None
    vat_registered: bool
    province_code: str
    subdistrict_code: str | None
    address_line: str | None
    phone: str | None
    capabilities: list[Capability]
    payee_ready: bool
    status: OrganisationStatus
    unclaimed: bool
    merged_into: UUID | None
    confirmed_year: int | None
    provenance: Provenance | None
    version: int
    created_at: datetime
    updated_at: datetime


class OrganisationStepRead(ResponseModel):
    """A line of an organisation's history."""

    action: OrganisationAction
    reason: str | None
    at: datetime


class OrganisationHistory(ResponseModel):
    """What offices and owners did with an organisation, oldest first."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "items": [
                        {
                            "action": "suspended",
                            "reason": "ไม่ยืนยันการดำเนินการต่อ",
                            "at": "2026-02-10T02:00:00Z",
                        }
                    ]
                }
            ]
        }
    )

    items: list[OrganisationStepRead]
