"""What the routes of the second factor take and give."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field

from kit.schemas import RequestModel, ResponseModel
from services.auth.account.schemas import Password

FactorCode = Annotated[str, Field(min_length=1, max_length=60, examples=["492039"])]
"""A one-time password, or a recovery code where one is accepted."""


class SecondFactorBegin(RequestModel):
    """The present password, to begin."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"password": "ปลาส้มชะไวอร่อยที่สุด"}]})

    password: Password = Field(repr=False)


class SecondFactorConfirm(RequestModel):
    """A code of the app, to show that it has the secret."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"code": "492039"}]})

    code: FactorCode


class SecondFactorChange(RequestModel):
    """The present password and a code, to turn off or to get new recovery codes."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"password": "ปลาส้มชะไวอร่อยที่สุด", "code": "492039"}]}
    )

    password: Password = Field(repr=False)
    code: FactorCode


class SecondFactorBegun(ResponseModel):
    """The secret for the app: shown now and never again."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
                    "otpauth_uri": "otpauth://totp/Talat:s***%40plasom.example?secret=JBSWY3DP",
                }
            ]
        }
    )

    secret: str
    otpauth_uri: str


class RecoveryCodes(ResponseModel):
    """Ten codes for when the phone is lost, each good once: shown now and never again."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"recovery_codes": ["k7dm-2qpa-xw4c-9fbt"]}]}
    )

    recovery_codes: list[str]


class SecondFactorRead(ResponseModel):
    """Whether one-time passwords are on."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"enrolled": True, "recovery_codes_left": 10, "required": False}]
        }
    )

    enrolled: bool
    recovery_codes_left: int
    required: bool
    """Whether the present sign-in is without officer's or operator's rights until enrolled."""
