"""What the account routes take and give."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from contracts.scopes import Role
from contracts.types import Agency, Name, OrganisationKind, OrganisationStatus, Scheme
from kit.schemas import RequestModel, ResponseModel
from services.auth.models.person import ContactKind
from services.auth.password.rules import PASSWORD_RULE

_LONGEST_ADDRESS: Final = 320

Password = Annotated[str, StringConstraints(strip_whitespace=False, max_length=1_000)]
"""A password exactly as typed: its spaces belong to it."""

AddressText = Annotated[str, Field(min_length=1, max_length=_LONGEST_ADDRESS)]
"""An e-mail address or phone number as a person typed it."""


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
    display_name: Name

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
                    "next_step": "sign_in",
                }
            ]
        }
    )

    contact_kind: ContactKind
    contact: str
    display_name: str
    next_step: Literal["sign_in"]


class ContactRead(ResponseModel):
    """One of one's own addresses."""

    kind: ContactKind
    value: str


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
                    "contacts": [{"kind": "email", "value": "somjai@plasom.example"}],
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
