"""What a member's roles may do. Pure, no I/O."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

from contracts.scopes import Role, Scope
from contracts.types import OrganisationStatus

ROLE_SCOPES: Final[Mapping[Role, frozenset[Scope]]] = MappingProxyType(
    {
        Role.OWNER: frozenset(
            {
                Scope.ORGANISATION,
                Scope.CATALOGUE,
                Scope.SUPPLY,
                Scope.SELL,
                Scope.BUY,
                Scope.APPROVE,
                Scope.FINANCE,
                Scope.READ,
            }
        ),
        Role.MANAGER: frozenset(
            {
                Scope.ORGANISATION,
                Scope.CATALOGUE,
                Scope.SUPPLY,
                Scope.SELL,
                Scope.BUY,
                Scope.READ,
            }
        ),
        Role.CATALOGUE: frozenset({Scope.CATALOGUE, Scope.SUPPLY, Scope.READ}),
        Role.ORDERS: frozenset({Scope.SUPPLY, Scope.SELL, Scope.BUY, Scope.READ}),
        Role.FINANCE: frozenset({Scope.FINANCE, Scope.READ}),
        Role.INSPECTOR: frozenset({Scope.INSPECT, Scope.READ}),
        Role.APPROVER: frozenset({Scope.APPROVE, Scope.READ}),
        Role.VIEWER: frozenset({Scope.READ}),
    }
)
"""Inspecting is nobody's by rank: whoever buys or approves is not thereby an inspector."""

_SUSPENDED_SCOPES: Final = frozenset({Scope.ORGANISATION, Scope.FINANCE, Scope.READ})
_GUARDED_ROLES: Final = frozenset({Role.OWNER, Role.MANAGER})


def scopes_of(roles: Collection[Role], status: OrganisationStatus) -> frozenset[Scope]:
    """What a member with these roles may do; a suspended organisation only looks after itself."""
    return allowed({scope for role in roles for scope in ROLE_SCOPES[role]}, status)


def allowed(scopes: Collection[Scope], status: OrganisationStatus) -> frozenset[Scope]:
    """What of these scopes an organisation of that standing may use."""
    scopes = frozenset(scopes)
    if status is OrganisationStatus.ACTIVE:
        return scopes
    return scopes & _SUSPENDED_SCOPES if status is OrganisationStatus.SUSPENDED else frozenset()


def needs_owner(before: Collection[Role], after: Collection[Role]) -> bool:
    """Whether the change of roles gives or takes one that only an owner may."""
    return bool(_GUARDED_ROLES & (set(before) ^ set(after)))
