"""Who is calling: the claims of a Talat access token as a value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from contracts.scopes import Role, Scope
from contracts.types import Agency, OrganisationKind, Scheme

AUDIENCE = "talat"
"""The ``aud`` of every access token."""


class OfficerRights(BaseModel):
    """Where and on what an officer may act. No schemes means all that the agency decides."""

    model_config = ConfigDict(frozen=True)

    agency: Agency
    provinces: frozenset[str]
    schemes: frozenset[Scheme] = frozenset()

    def covers_province(self, province_code: str) -> bool:
        """Whether the officer's appointment includes the province."""
        return province_code in self.provinces

    def covers_scheme(self, scheme: Scheme) -> bool:
        """Whether the appointment includes the scheme, provided the agency decides it."""
        return not self.schemes or scheme in self.schemes


class Principal(BaseModel):
    """A verified caller. One token acts for at most one organisation."""

    model_config = ConfigDict(frozen=True)

    person_id: UUID
    name: str = ""
    scopes: frozenset[Scope] = frozenset()
    organisation_id: UUID | None = None
    organisation_kind: OrganisationKind | None = None
    roles: frozenset[Role] = frozenset()
    officer: tuple[OfficerRights, ...] = Field(default=())
    operator: bool = False
    session_id: UUID | None = None
    """The sign-in that the token belongs to; None for a system's."""
    system: bool = False
    """Whether an organisation's own system calls; ``person_id`` is then the system's id."""
    restricted: bool = False
    """Whether rights are withheld until the person has enrolled a second factor."""

    def has(self, scope: Scope) -> bool:
        """Whether the token carries the scope."""
        return scope in self.scopes

    @classmethod
    def from_claims(cls, claims: Mapping[str, Any]) -> Principal:
        """Read verified JWT claims; scopes and roles that we do not know are left out."""
        known_scopes = {scope.value for scope in Scope}
        known_roles = {role.value for role in Role}
        return cls(
            person_id=UUID(str(claims["sub"])),
            name=str(claims.get("name", "")),
            scopes=frozenset(
                Scope(word) for word in str(claims.get("scope", "")).split() if word in known_scopes
            ),
            organisation_id=claims.get("org"),
            organisation_kind=claims.get("org_kind"),
            roles=frozenset(Role(role) for role in claims.get("roles", ()) if role in known_roles),
            officer=tuple(
                OfficerRights.model_validate(rights) for rights in claims.get("officer", ())
            ),
            operator=bool(claims.get("operator", False)),
            session_id=claims.get("sid"),
            system=bool(claims.get("system", False)),
            restricted=bool(claims.get("restricted", False)),
        )
