"""Requests and answers of approval."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, model_validator
from pydantic.config import JsonDict

from contracts.types import FreeText, Name, Satang
from kit.schemas import RequestModel, ResponseModel

_ID = "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f8"
_STEPS: list[JsonDict] = [
    {"from_satang": 0, "role": "approver", "person_id": None},
    {"from_satang": 10000000, "role": None, "person_id": f"{_ID}1"},
]
_CHAIN: JsonDict = {
    "unit": "งานโภชนาการ",
    "from_on": "2026-10-01",
    "until_on": None,
    "automatic_up_to_satang": None,
    "steps": [*_STEPS],
}
_DELEGATION: JsonDict = {
    "kind": "substitution",
    "from_person_id": f"{_ID}1",
    "to_person_id": f"{_ID}2",
    "from_on": "2026-12-01",
    "until_on": "2026-12-07",
    "up_to_satang": 10000000,
    "reason": "ผู้อำนวยการไปราชการ",
}

_BUDDHIST_YEARS = 2400


def _common_era(day: date) -> date:
    if day.year >= _BUDDHIST_YEARS:
        raise ValueError("write the year of the common era: 2026, not 2569")
    return day


Day = Annotated[date, AfterValidator(_common_era)]
ApprovingRole = Literal["owner", "approver"]


class ChainStepWrite(RequestModel):
    """Needed from this total on, VAT included; of anybody with the role, or of one person."""

    from_satang: Satang
    role: ApprovingRole | None = None
    person_id: UUID | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.role is None) == (self.person_id is None):
            raise ValueError("either a role or a person")
        return self


class ChainCreate(RequestModel):
    """Who approves from a day on: for one unit, or without one for all that have no rule.

    The steps are decided in their order. Up to ``automatic_up_to_satang`` a private buyer's
    requisition needs no decision: this rule approves it.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [_CHAIN]})

    unit: Name | None = None
    from_on: Day
    until_on: Day | None = None
    automatic_up_to_satang: Annotated[Satang, Field(gt=0)] | None = None
    steps: Annotated[list[ChainStepWrite], Field(min_length=1, max_length=10)]

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        if self.until_on is not None and self.until_on < self.from_on:
            raise ValueError("until_on comes before from_on")
        return self


class ChainStepRead(ResponseModel):
    """A step of a chain."""

    step_no: int
    from_satang: Satang
    role: str | None
    person_id: UUID | None


class ChainRead(ResponseModel):
    """A chain; of those in force the one that begins last counts, a unit's own before all."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    **_CHAIN,
                    "id": f"{_ID}0",
                    "created_by": f"{_ID}3",
                    "created_by_name": "ผู้ดูแลโรงพยาบาล",
                    "created_at": "2026-09-20T03:00:00Z",
                    "steps": [{"step_no": no, **step} for no, step in enumerate(_STEPS, 1)],
                }
            ]
        }
    )

    id: UUID
    unit: str | None
    from_on: date
    until_on: date | None
    automatic_up_to_satang: Satang | None
    created_by: UUID
    created_by_name: str
    created_at: datetime
    steps: list[ChainStepRead]


class DelegationKind(StrEnum):
    """Why somebody decides in another's place."""

    DELEGATION = "delegation"
    """มอบอำนาจ: given by the person."""
    SUBSTITUTION = "substitution"
    """รักษาการแทน: arranged by the organisation while the person is away."""


class DelegationCreate(RequestModel):
    """Who decides for whom, from a day to another (both included, in Thailand)."""

    model_config = ConfigDict(json_schema_extra={"examples": [_DELEGATION]})

    kind: DelegationKind
    from_person_id: UUID
    to_person_id: UUID
    from_on: Day
    until_on: Day
    up_to_satang: Annotated[Satang, Field(gt=0)] | None = None
    reason: FreeText

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if self.until_on < self.from_on:
            raise ValueError("until_on comes before from_on")
        if self.from_person_id == self.to_person_id:
            raise ValueError("nobody stands in for themselves")
        return self


class DelegationRead(ResponseModel):
    """A delegation or substitution."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    **_DELEGATION,
                    "id": f"{_ID}4",
                    "from_person_name": "ผู้อำนวยการ",
                    "to_person_name": "รองผู้อำนวยการ",
                    "created_by": f"{_ID}3",
                    "created_at": "2026-11-25T03:00:00Z",
                    "revoked_at": None,
                }
            ]
        }
    )

    id: UUID
    kind: DelegationKind
    from_person_id: UUID
    from_person_name: str
    to_person_id: UUID
    to_person_name: str
    from_on: date
    until_on: date
    up_to_satang: Satang | None
    reason: str
    created_by: UUID
    created_at: datetime
    revoked_at: datetime | None


class ApprovalRead(ResponseModel):
    """A step of a requisition: who may decide it, and the decision.

    Without role and person any approver of the organisation may.
    """

    step_no: int
    role: str | None
    person_id: UUID | None
    outcome: Literal["approved", "rejected"] | None
    reason: str | None
    decided_by: UUID | None
    decided_by_name: str | None
    on_behalf_of: UUID | None
    on_behalf_of_name: str | None
    decided_at: datetime | None
