"""Claims, and how guessing is slowed down. Pure, no I/O."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from contracts.scopes import Role, Scope
from contracts.tokens import AUDIENCE, OfficerRights
from contracts.types import OrganisationKind


def claims(
    *,
    issuer: str,
    token_id: UUID,
    issued_at: datetime,
    lifetime: timedelta,
    person_id: UUID,
    name: str,
    organisation_id: UUID | None,
    kind: OrganisationKind | None,
    roles: Sequence[Role],
    scopes: frozenset[Scope],
    officer: Sequence[OfficerRights],
    operator: bool,
    extra: Mapping[str, Any],
) -> dict[str, Any]:
    """The claims of an access token; what Principal.from_claims reads."""
    return {
        "iss": issuer,
        "aud": AUDIENCE,
        "sub": str(person_id),
        "jti": str(token_id),
        "iat": int(issued_at.timestamp()),
        "exp": int((issued_at + lifetime).timestamp()),
        "scope": " ".join(sorted(scopes)),
        "name": name,
        "org": str(organisation_id) if organisation_id else None,
        "org_kind": kind.value if kind else None,
        "roles": [role.value for role in roles],
        "officer": [
            {
                "agency": rights.agency.value,
                "provinces": sorted(rights.provinces),
                "schemes": sorted(rights.schemes),
            }
            for rights in officer
        ],
        "operator": operator,
        **extra,
    }


def personal_scopes(*, officer: bool, operator: bool) -> frozenset[Scope]:
    """Scopes of a token that acts for no organisation: an officer's and an operator's.

    A token for an organisation has neither: who decides does not act as a party.
    """
    return frozenset(
        {Scope.ACCOUNT}
        | ({Scope.OFFICER} if officer else set())
        | ({Scope.OPERATOR} if operator else set())
    )
