"""What the routes of addresses take and give."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from kit.schemas import RequestModel, ResponseModel
from services.auth.account.schemas import AddressText, Password
from services.auth.challenge.schemas import CodeText
from services.auth.models.person import ContactKind


class CodeGiven(RequestModel):
    """A code for a challenge."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"challenge_id": "0198f0c2-f000-7b6f-8f5e-0d4c3b2a1908", "code": "๔๐๗๑ ๘๒๕๖"}
            ]
        }
    )

    challenge_id: UUID
    code: CodeText


class ContactCreate(RequestModel):
    """Another address for one's account; the present password confirms it."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"phone": "081 234 5678", "password": "ปลาส้มชะไวอร่อยที่สุด"}]}
    )

    email: AddressText | None = None
    phone: AddressText | None = None
    password: Password = Field(repr=False)

    @model_validator(mode="after")
    def _one_contact(self) -> ContactCreate:
        if (self.email is None) == (self.phone is None):
            raise ValueError("give email or phone, one of them")
        return self


class PasswordGiven(RequestModel):
    """The present password, to confirm something that matters."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"password": "ปลาส้มชะไวอร่อยที่สุด"}]})

    password: Password = Field(repr=False)


class AddressProven(ResponseModel):
    """The address whose code was right."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "phone",
                    "contact": "+66***678",
                    "verified_at": "2026-11-22T04:03:00Z",
                }
            ]
        }
    )

    kind: ContactKind
    contact: str
    verified_at: datetime
