"""What the routes of systems take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field

from contracts.scopes import Scope
from contracts.types import Name
from kit.schemas import RequestModel, ResponseModel


def _once(scopes: list[Scope]) -> list[Scope]:
    return sorted(set(scopes))


SecretDays = Annotated[int, Field(ge=1, le=366, examples=[180])]


class ClientCreate(RequestModel):
    """A system of the organisation, and what it may do."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "ระบบพัสดุโรงพยาบาลอ่างทอง",
                    "scopes": ["buy", "read"],
                    "secret_days": 180,
                }
            ]
        }
    )

    name: Name
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=20), AfterValidator(_once)]
    secret_days: SecretDays = 180
    """Days until the first secret expires."""


class SecretCreate(RequestModel):
    """Another secret, to change over to."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"secret_days": 180}]})

    secret_days: SecretDays = 180


class SecretRead(ResponseModel):
    """A secret without the secret."""

    id: UUID
    hint: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None


class ClientRead(ResponseModel):
    """A system and its secrets."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0198f0c2-f200-7b6f-8f5e-0d4c3b2a1908",
                    "organisation_id": "0198f0c2-b000-7b6f-8f5e-0d4c3b2a1908",
                    "name": "ระบบพัสดุโรงพยาบาลอ่างทอง",
                    "scopes": ["buy", "read"],
                    "created_at": "2026-11-22T04:00:00Z",
                    "revoked_at": None,
                    "secrets": [],
                }
            ]
        }
    )

    id: UUID
    organisation_id: UUID
    name: str
    scopes: list[Scope]
    created_at: datetime
    revoked_at: datetime | None
    secrets: list[SecretRead]


class ClientList(ResponseModel):
    """Every system of the organisation, newest first."""

    items: list[ClientRead]


class SecretShown(ResponseModel):
    """A new secret: shown now and never again."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "client_id": "0198f0c2-f200-7b6f-8f5e-0d4c3b2a1908",
                    "secret_id": "0198f0c2-f201-7b6f-8f5e-0d4c3b2a1908",
                    "client_secret": "talat_c2VjcmV0LWV4YW1wbGU",
                    "scopes": ["buy", "read"],
                    "expires_at": "2027-05-21T04:00:00Z",
                }
            ]
        }
    )

    client_id: UUID
    secret_id: UUID
    client_secret: str
    scopes: list[Scope]
    expires_at: datetime
