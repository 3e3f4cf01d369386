"""What the token routes give."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from pydantic import ConfigDict

from kit.schemas import ResponseModel


class TokenPair(ResponseModel):
    """RFC 6749 section 5.1, with the organisation that the token acts for."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "access_token": "eyJhbGciOiJFZERTQSIsImtpZCI6IjAxOTgifQ.e30.c2ln",
                    "token_type": "Bearer",
                    "expires_in": 600,
                    "refresh_token": "cmVmcmVzaC10b2tlbi1leGFtcGxl",
                    "scope": "account catalogue organisation read sell supply",
                    "organisation_id": "0198f0c2-b000-7b6f-8f5e-0d4c3b2a1908",
                    "next_step": None,
                }
            ]
        }
    )

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int
    refresh_token: str | None
    """None for a system: its secret brings the next token."""
    scope: str
    organisation_id: UUID | None
    next_step: Literal["enrol_second_factor"] | None
    """What withholds an officer's or operator's rights until it is done."""


class KeySet(ResponseModel):
    """Public keys (RFC 7517)."""

    keys: list[dict[str, Any]]


class ServerMetadata(ResponseModel):
    """RFC 8414."""

    issuer: str
    token_endpoint: str
    revocation_endpoint: str
    jwks_uri: str
    scopes_supported: list[str]
    response_types_supported: list[str]
    grant_types_supported: list[str]
    token_endpoint_auth_methods_supported: list[str]
    revocation_endpoint_auth_methods_supported: list[str]
    service_documentation: str
