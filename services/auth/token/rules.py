"""Claims, and how guessing is slowed down. Pure, no I/O."""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from contracts.scopes import Role, Scope
from contracts.tokens import AUDIENCE, OfficerRights
from contracts.types import OrganisationKind

WINDOW: Final = timedelta(minutes=15)
"""Attempts are counted in windows of this length."""

PAIR_LIMIT: Final = 10
"""Attempts at one account from one network in a window; more are refused with 429."""

NETWORK_LIMIT: Final = 100
"""Failed attempts from one network in a window; more are refused with 429."""

FREE_ACCOUNT_ATTEMPTS: Final = 20
"""Attempts at one account from everywhere before answers are delayed; never refused."""

_DELAY_STEP_SECONDS: Final = 0.1
_LONGEST_DELAY_SECONDS: Final = 2.0
_IPV6_NETWORK_BITS: Final = 64


def network_of(address: str) -> str:
    """The network that is counted: an IPv4 address, or the /64 of an IPv6 one."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, _IPV6_NETWORK_BITS), strict=False))
    return str(parsed)


def throttle_key(*parts: str) -> bytes:
    """The key under which attempts are counted; hashed, so that no address is stored."""
    return hashlib.sha256("\x00".join(parts).encode()).digest()


def account_delay_seconds(attempts: int) -> float:
    """How long an attempt waits when an account is tried from everywhere.

    A delay and no refusal: nobody can lock the owner out by guessing.
    """
    return min(
        _LONGEST_DELAY_SECONDS, _DELAY_STEP_SECONDS * max(0, attempts - FREE_ACCOUNT_ATTEMPTS)
    )


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
