"""What the routes of passwords take."""

from __future__ import annotations

from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from kit.schemas import RequestModel
from services.auth.account.schemas import AddressText, Password
from services.auth.challenge.schemas import CodeText
from services.auth.password.rules import PASSWORD_RULE


class AddressGiven(RequestModel):
    """One address: an e-mail address or a phone number."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"email": "somjai@plasom.example"}, {"phone": "0812345678"}]
        }
    )

    email: AddressText | None = None
    phone: AddressText | None = None

    @model_validator(mode="after")
    def _one_contact(self) -> AddressGiven:
        if (self.email is None) == (self.phone is None):
            raise ValueError("give email or phone, one of them")
        return self


class PasswordReset(RequestModel):
    """A new password, by a code that was sent to an address of the account."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "challenge_id": "0198f0c2-f000-7b6f-8f5e-0d4c3b2a1908",
                    "code": "40718256",
                    "new_password": "มะม่วงน้ำดอกไม้สุกหวานฉ่ำ",
                }
            ]
        }
    )

    challenge_id: UUID
    code: CodeText
    new_password: Password = Field(repr=False, description=PASSWORD_RULE)


class PasswordChange(RequestModel):
    """A new password, by the present one."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "current_password": "ปลาส้มชะไวอร่อยที่สุด",
                    "new_password": "มะม่วงน้ำดอกไม้สุกหวานฉ่ำ",
                }
            ]
        }
    )

    current_password: Password = Field(repr=False)
    new_password: Password = Field(repr=False, description=PASSWORD_RULE)
