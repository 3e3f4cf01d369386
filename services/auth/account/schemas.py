"""What the account routes take and give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from contracts.scopes import Role
from contracts.types import Agency, OrganisationKind, OrganisationStatus, Scheme, cleaned
from kit.schemas import RequestModel, ResponseModel
from services.auth.account.script import clean_person_name
from services.auth.models.officer import Duty
from services.auth.models.person import ContactKind
from services.auth.password.rules import PASSWORD_RULE

_LONGEST_ADDRESS: Final = 320

Password = Annotated[str, StringConstraints(strip_whitespace=False, max_length=1_000)]
"""A password exactly as typed: its spaces belong to it."""

AddressText = Annotated[str, Field(min_length=1, max_length=_LONGEST_ADDRESS)]
"""An e-mail address or phone number as a person typed it."""


PersonName = Annotated[str, cleaned(clean_person_name), Field(min_length=1, max_length=200)]
"""A person's name: cleaned, without hidden characters or letters that look like others."""


class AccountCreate(RequestModel):
    """A sign-up, by e-mail or by phone."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "email": "somjai@plasom.example",
                    "password": "ปลาส้มชะไวอร่อยที่สุด",
                    "display_name": "สมใจ ใจดี",
                },
                {
                    "phone": "081 234 5678",
                    "password": "ตะกร้าไม้ไผ่บางเจ้าฉ่า",
                    "display_name": "กลุ่มจักสานบางเจ้าฉ่า",
                },
            ]
        }
    )

    email: AddressText | None = None
    phone: AddressText | None = None
    password: Password = Field(repr=False, description=PASSWORD_RULE)
    display_name: PersonName

    @model_validator(mode="after")
    def _one_contact(self) -> AccountCreate:
        if (self.email is None) == (self.phone is None):
            raise ValueError("give email or phone, one of them")
        return self


class AccountAccepted(ResponseModel):
    """The answer to a sign-up; the same whether or not the address had an account before."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "contact_kind": "email",
                    "contact": "s***@plasom.example",
                    "display_name": "สมใจ ใจดี",
                    "next_step": "verify",
                    "challenge_id": "0198f0c2-f000-7b6f-8f5e-0d4c3b2a1908",
                    "expires_at": "2026-11-22T04:15:00Z",
                }
            ]
        }
    )

    contact_kind: ContactKind
    contact: str
    display_name: str
    next_step: Literal["sign_in", "verify"]
    """``verify``: the address must be proven before the first sign-in; else it may be later."""
    challenge_id: UUID
    """With the code that is on its way to the address: proves it."""
    expires_at: datetime


class ContactRead(ResponseModel):
    """One of one's own addresses."""

    id: UUID
    kind: ContactKind
    value: str
    verified_at: datetime | None


class OwnMembership(ResponseModel):
    """An organisation that the person may act for."""

    organisation_id: UUID
    kind: OrganisationKind
    name_th: str
    name_en: str | None
    status: OrganisationStatus
    roles: list[Role]
    position: str | None


class OwnAppointment(ResponseModel):
    """Rights as an officer that are in force today or will be."""

    appointment_id: UUID
    agency: Agency
    provinces: list[str]
    schemes: list[Scheme]
    duty: Duty
    valid_from_on: date
    valid_until_on: date | None


class Me(ResponseModel):
    """One's own account."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "person_id": "0198f0c2-a7e4-7b6f-8f5e-0d4c3b2a1908",
                    "display_name": "สมใจ ใจดี",
                    "contacts": [
                        {
                            "id": "0198f0c2-a800-7b6f-8f5e-0d4c3b2a1908",
                            "kind": "email",
                            "value": "somjai@plasom.example",
                            "verified_at": "2026-11-22T04:03:00Z",
                        }
                    ],
                    "organisations": [
                        {
                            "organisation_id": "0198f0c2-b000-7b6f-8f5e-0d4c3b2a1908",
                            "kind": "community_enterprise",
                            "name_th": "วิสาหกิจชุมชนปลาส้มตำบลชะไว",
                            "name_en": "Chawai Pla Som Community Enterprise",
                            "status": "active",
                            "roles": ["owner"],
                            "position": "ประธานกลุ่ม",
                        }
                    ],
                    "appointments": [],
                    "operator": False,
                }
            ]
        }
    )

    person_id: UUID
    display_name: str
    contacts: list[ContactRead]
    organisations: list[OwnMembership]
    appointments: list[OwnAppointment]
    operator: bool
