"""What a buyer is shown of eligibility."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator
from pydantic.config import JsonDict

from contracts.types import FreeText, Mark, Scheme
from kit.schemas import RequestModel, ResponseModel

_EXAMPLE: JsonDict = {
    "variant_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f50",
    "product_name_th": "ปลาส้มตำบลชะไว",
    "on": "2026-12-01",
    "eligible": True,
    "refusal": None,
    "because_th": "มี มผช. เลขที่ 15-0001/2569 ใช้ได้ถึง 31 ธ.ค. 2569",
    "because_en": "TCPS 15-0001/2569 is valid until 2026-12-31",
    "accepted_schemes": ["fda", "gap_crop", "organic_thailand", "q_mark", "tcps"],
    "marks": [
        {
            "scheme": "tcps",
            "certificate_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f51",
            "number": "15-0001/2569",
            "from_on": "2024-01-01",
            "until_on": "2026-12-31",
        }
    ],
    "sources": [
        {"th": "ค่าเริ่มต้นของตลาดตามแนวทางอาหารปลอดภัย", "en": "Default after the safe-food guideline"}
    ],
}


class RefusalReason(StrEnum):
    """Why a product may not be delivered on a date."""

    NO_RULE = "no_rule"
    """Nobody has said what this kind of buyer needs for the category."""
    NO_MARK = "no_mark"
    """The product bears none of the marks that would do."""
    NOT_YET_VALID = "not_yet_valid"
    """Its mark begins after the date."""
    EXPIRED = "expired"
    """Its mark ended before the date."""


class RuleSource(ResponseModel):
    """Where a rule comes from."""

    th: str
    en: str


class EligibilityRead(ResponseModel):
    """Whether the caller's organisation may have the offer delivered on a date, and why."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    variant_id: UUID
    product_name_th: str
    on: date
    eligible: bool
    refusal: RefusalReason | None
    because_th: str
    because_en: str
    accepted_schemes: list[Scheme]
    marks: list[Mark]
    sources: list[RuleSource]


_OWN: JsonDict = {
    "category": "food",
    "any_of": ["organic_thailand", "gap_crop"],
    "from_on": "2026-12-01",
    "until_on": None,
    "reason": "โรงพยาบาลอาหารปลอดภัย ใช้ผักอินทรีย์หรือ GAP เท่านั้น",
}


class BuyerRequirementCreate(RequestModel):
    """One of these marks must be valid too, for a category and everything below it."""

    model_config = ConfigDict(json_schema_extra={"examples": [_OWN]})

    category: Annotated[str, Field(pattern=r"^[a-z_]+(\.[a-z_]+)*$", max_length=64)]
    any_of: Annotated[list[Scheme], Field(min_length=1, max_length=20)]
    from_on: date
    until_on: date | None = None
    reason: FreeText

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        if self.until_on is not None and self.until_on < self.from_on:
            raise ValueError("until_on comes before from_on")
        return self


class BuyerRequirementEnd(RequestModel):
    """The last day on which it counts; not before its first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"until_on": "2027-09-30"}]})

    until_on: date


class BuyerRequirementRead(ResponseModel):
    """What a buyer asks for beyond the rules of its kind."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    **_OWN,
                    "id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f91",
                    "created_at": "2026-11-22T03:00:00Z",
                }
            ]
        }
    )

    id: UUID
    category: str
    any_of: list[Scheme]
    from_on: date
    until_on: date | None
    reason: str
    created_at: datetime
