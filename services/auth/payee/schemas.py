"""What the payee routes take and give. The account's number goes in and never comes out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, SecretStr, model_validator

from contracts.types import Name
from kit.schemas import RequestModel, ResponseModel
from services.auth.models.office import PayeeKind

_ID = "0198f0c2-b000-7b6f-8f5e-0d4c3b2a1908"


class PayeeSet(RequestModel):
    """The group's own account, or that of a person whom it has authorised for some time."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "authorised_person",
                    "bank_code": "006",
                    "account_name": "นางสมใจ ใจดี",
                    "account_number": "123-4-56789-0",
                    "authority_from_on": "2026-10-01",
                    "authority_until_on": "2027-09-30",
                }
            ]
        }
    )

    kind: PayeeKind
    bank_code: Annotated[str, Field(pattern=r"^[0-9]{3}$", description="BOT bank code.")]
    account_name: Name
    account_number: Annotated[SecretStr, Field(min_length=10, max_length=40)]
    authority_from_on: date | None = None
    authority_until_on: date | None = None

    @model_validator(mode="after")
    def _dated(self) -> PayeeSet:
        person = self.kind is PayeeKind.AUTHORISED_PERSON
        begins, ends = self.authority_from_on, self.authority_until_on
        if person and (begins is None or ends is None or ends < begins):
            raise ValueError("an authorised person needs the dates of the authority, in order")
        if not person and (begins is not None or ends is not None):
            raise ValueError("a group's own account has no authority")
        return self


class PayeeRead(ResponseModel):
    """Who receives the money; `in_force` says whether today (Bangkok)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "organisation_id": _ID,
                    "kind": "authorised_person",
                    "bank_code": "006",
                    "account_name": "นางสมใจ ใจดี",
                    "account": "xxx-7890",
                    "authority_from_on": "2026-10-01",
                    "authority_until_on": "2027-09-30",
                    "in_force": True,
                    "set_at": "2026-10-01T02:00:00Z",
                    "version": 1,
                }
            ]
        }
    )

    organisation_id: UUID
    kind: PayeeKind
    bank_code: str
    account_name: str
    account: str
    authority_from_on: date | None
    authority_until_on: date | None
    in_force: bool
    set_at: datetime
    version: int
