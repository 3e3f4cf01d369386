"""What the invitation routes take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from contracts.scopes import Role
from contracts.types import Name
from kit.schemas import RequestModel, ResponseModel
from services.auth.membership.schemas import Address, Roles
from services.auth.models.person import ContactKind
from services.auth.models.registry import InvitationStatus

_EXAMPLE_ORGANISATION = "0198f0c2-b000-7b6f-8f5e-0d4c3b2a1908"


class InvitationCreate(RequestModel):
    """Somebody is asked to join, with or without an account."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"phone": "081 234 5678", "roles": ["catalogue", "orders"], "position": "เหรัญญิก"}
            ]
        }
    )

    email: Address | None = None
    phone: Address | None = None
    roles: Roles
    position: Name | None = None

    @model_validator(mode="after")
    def _one_way(self) -> InvitationCreate:
        if (self.email is None) == (self.phone is None):
            raise ValueError("give one of email and phone")
        return self


class InvitationRead(ResponseModel):
    """An invitation; whether its address has an account is not said."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0198f0c2-e000-7b6f-8f5e-0d4c3b2a1908",
                    "contact_kind": "phone",
                    "contact": "+66***678",
                    "roles": ["catalogue", "orders"],
                    "position": "เหรัญญิก",
                    "status": "open",
                    "created_at": "2026-11-01T02:00:00Z",
                    "expires_at": "2026-11-08T02:00:00Z",
                }
            ]
        }
    )

    id: UUID
    contact_kind: ContactKind
    contact: str
    roles: list[Role]
    position: str | None
    status: InvitationStatus
    created_at: datetime
    expires_at: datetime


class InvitationAccept(RequestModel):
    """The token of the message."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"token": "kJ3v0QmWcJ8y1fJxk2Zr9bq6VtXo4nLsP5hUeA7dG0w"}]}
    )

    token: Annotated[str, Field(min_length=20, max_length=200)]


class InvitationAccepted(ResponseModel):
    """What one has become; ask for a token with this `organisation_id` to act for it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"organisation_id": _EXAMPLE_ORGANISATION, "roles": ["catalogue", "orders"]}
            ]
        }
    )

    organisation_id: UUID
    roles: list[Role]
