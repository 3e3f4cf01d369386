"""What the duplicate routes take and give."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from pydantic import ConfigDict

from contracts.types import FreeText, OrganisationKind
from kit.schemas import RequestModel, ResponseModel

_FIRST = "0198f0c2-b000-7b6f-8f5e-0d4c3b2a1908"
_SECOND = "0198f0c2-b001-7b6f-8f5e-0d4c3b2a1908"


class Likeness(StrEnum):
    """Why two organisations may be one."""

    SAME_TAX_ID = "same_tax_id"
    SAME_REGISTRATION_CODE = "same_registration_code"
    SIMILAR_NAME = "similar_name"


class DuplicateEntry(ResponseModel):
    """One of two that may be one."""

    id: UUID
    kind: OrganisationKind
    name_th: str
    subdistrict_code: str | None
    tax_id: str | None
    registration_code: str | None


class DuplicatePair(ResponseModel):
    """Two organisations and why they look like one."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "first": {
                        "id": _FIRST,
                        "kind": "community_enterprise",
                        "name_th": "วิสาหกิจชุมชนปลาส้มตำบลชะไว",
                        "subdistrict_code": "150208",
                        "tax_id": None,
                        "registration_code": "315020810017",
                    },
                    "second": {
                        "id": _SECOND,
                        "kind": "community_enterprise",
                        "name_th": "กลุ่มปลาส้ม ชะไว",
                        "subdistrict_code": "150208",
                        "tax_id": None,
                        "registration_code": None,
                    },
                    "reasons": ["similar_name"],
                }
            ]
        }
    )

    first: DuplicateEntry
    second: DuplicateEntry
    reasons: list[Likeness]


class DuplicateList(ResponseModel):
    """Pairs of a province, by id; at most 200, the rest after these are settled."""

    items: list[DuplicatePair]


class MergeCreate(RequestModel):
    """The organisation of the path was a duplicate of this one."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"into": _FIRST, "reason": "กลุ่มเดียวกัน ลงทะเบียนสองครั้ง"}]}
    )

    into: UUID
    reason: FreeText


class DismissalCreate(RequestModel):
    """The two are not the same."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"other": _SECOND, "reason": "คนละกลุ่ม อยู่คนละหมู่บ้านในตำบลเดียวกัน"}]
        }
    )

    other: UUID
    reason: FreeText
