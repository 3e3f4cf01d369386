"""What the member routes take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from contracts.scopes import Role
from contracts.types import Name
from kit.schemas import RequestModel, ResponseModel

_EXAMPLE_PERSON = "0198f0c2-a7e4-7b6f-8f5e-0d4c3b2a1908"

Address = Annotated[str, Field(min_length=1, max_length=320)]


def _roles_once(roles: list[Role]) -> list[Role]:
    return sorted(set(roles))


Roles = Annotated[list[Role], Field(min_length=1, max_length=20), AfterValidator(_roles_once)]
"""Roles of a member, each once, in a fixed order."""


class MemberCreate(RequestModel):
    """Somebody with an account joins, found by address or id."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "email": "nurse@hospital.example",
                    "roles": ["approver"],
                    "position": "หัวหน้าฝ่ายพัสดุ",
                }
            ]
        }
    )

    email: Address | None = None
    phone: Address | None = None
    person_id: UUID | None = None
    roles: Roles
    position: Name | None = None

    @model_validator(mode="after")
    def _one_way(self) -> MemberCreate:
        if sum(part is not None for part in (self.email, self.phone, self.person_id)) != 1:
            raise ValueError("give one of email, phone and person_id")
        return self


class MemberUpdate(RequestModel):
    """All roles and the position of a member, as they shall be."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"roles": ["orders", "viewer"], "position": "พัสดุ"}]}
    )

    roles: Roles
    position: Name | None = None


class MemberRead(ResponseModel):
    """A member of an organisation."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "person_id": _EXAMPLE_PERSON,
                    "display_name": "สมหญิง ตั้งใจ",
                    "roles": ["approver"],
                    "position": "หัวหน้าฝ่ายพัสดุ",
                    "version": 1,
                    "joined_at": "2026-11-01T02:00:00Z",
                }
            ]
        }
    )

    person_id: UUID
    display_name: str
    roles: list[Role]
    position: str | None
    version: int
    joined_at: datetime
