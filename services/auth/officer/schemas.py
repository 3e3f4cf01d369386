"""What the officer routes take and give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from contracts.types import Agency, FreeText, ProvinceCode, Scheme
from kit.schemas import RequestModel, ResponseModel
from services.auth.models.officer import Duty

_MOST_PROVINCES = 77


def _sorted_once(codes: list[str]) -> list[str]:
    return sorted(set(codes))


def _schemes_once(schemes: list[Scheme]) -> list[Scheme]:
    return sorted(set(schemes))


class AppointmentCreate(RequestModel):
    """A person becomes an officer, found by address or id."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "email": "officer@industry.angthong.example",
                    "agency": "industry",
                    "provinces": ["15"],
                    "schemes": ["tcps"],
                    "valid_from_on": "2026-10-01",
                    "valid_until_on": "2027-09-30",
                }
            ]
        }
    )

    email: Annotated[str, Field(min_length=1, max_length=320)] | None = None
    phone: Annotated[str, Field(min_length=1, max_length=320)] | None = None
    person_id: UUID | None = None
    agency: Agency
    provinces: Annotated[
        list[ProvinceCode],
        Field(min_length=1, max_length=_MOST_PROVINCES),
        AfterValidator(_sorted_once),
    ]
    schemes: Annotated[list[Scheme], Field(max_length=50), AfterValidator(_schemes_once)] = Field(
        default_factory=list
    )
    """None given: all that the agency decides."""
    duty: Duty = Duty.OFFICER
    """Only an officer decides; a salesman keeps leads, a committee member only looks."""
    valid_from_on: date
    valid_until_on: date | None = None

    @model_validator(mode="after")
    def _consistent(self) -> AppointmentCreate:
        if sum(part is not None for part in (self.email, self.phone, self.person_id)) != 1:
            raise ValueError("give one of email, phone and person_id")
        if self.valid_until_on is not None and self.valid_until_on < self.valid_from_on:
            raise ValueError("valid_until_on is before valid_from_on")
        return self


class AppointmentRead(ResponseModel):
    """An appointment; it is in force on the days between its dates, both included."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0198f0c2-c000-7b6f-8f5e-0d4c3b2a1908",
                    "person_id": "0198f0c2-a7e4-7b6f-8f5e-0d4c3b2a1908",
                    "display_name": "เจ้าหน้าที่อุตสาหกรรมจังหวัดอ่างทอง",
                    "agency": "industry",
                    "provinces": ["15"],
                    "schemes": ["tcps"],
                    "duty": "officer",
                    "delegated_from": None,
                    "end_reason": None,
                    "valid_from_on": "2026-10-01",
                    "valid_until_on": "2027-09-30",
                    "created_at": "2026-09-20T03:00:00Z",
                }
            ]
        }
    )

    id: UUID
    person_id: UUID
    display_name: str
    agency: Agency
    provinces: list[str]
    schemes: list[Scheme]
    duty: Duty
    delegated_from: UUID | None
    end_reason: str | None
    valid_from_on: date
    valid_until_on: date | None
    created_at: datetime


class AppointmentEnd(RequestModel):
    """Why an appointment ends today."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "ย้ายไปจังหวัดอื่น"}]})

    reason: FreeText


class DelegationCreate(RequestModel):
    """An officer lends an appointment to a colleague for some days."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "appointment_id": "0198f0c2-c000-7b6f-8f5e-0d4c3b2a1908",
                    "email": "deputy@cdd.angthong.example",
                    "valid_from_on": "2026-12-01",
                    "valid_until_on": "2026-12-07",
                }
            ]
        }
    )

    appointment_id: UUID
    email: Annotated[str, Field(min_length=1, max_length=320)]
    valid_from_on: date
    valid_until_on: date
