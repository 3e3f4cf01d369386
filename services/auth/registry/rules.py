"""Claim codes, and which standing may follow which. Pure, no I/O."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Final, TypeAlias

from contracts.types import OrganisationStatus, clean_identifier
from services.auth.models.registry import OrganisationAction

CODE_LIFETIME: Final = timedelta(days=90)

_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_SIGNS: Final = 16
_GROUP: Final = 4

Change: TypeAlias = tuple[frozenset[OrganisationStatus], OrganisationStatus]
"""The standings from which an action is possible, and the one that follows."""

CHANGES: Final[Mapping[OrganisationAction, Change]] = MappingProxyType(
    {
        OrganisationAction.SUSPENDED: (
            frozenset({OrganisationStatus.ACTIVE}),
            OrganisationStatus.SUSPENDED,
        ),
        OrganisationAction.REINSTATED: (
            frozenset({OrganisationStatus.SUSPENDED}),
            OrganisationStatus.ACTIVE,
        ),
        OrganisationAction.CLOSED: (
            frozenset({OrganisationStatus.ACTIVE, OrganisationStatus.SUSPENDED}),
            OrganisationStatus.CLOSED,
        ),
    }
)
"""What each action of an office does to an organisation's standing."""


def new_code() -> str:
    """A code of 16 signs in groups of four; 78 bits, so it cannot be guessed.

    Without 0, 1, I, L, O and U, which are read wrongly from paper.
    """
    signs = "".join(secrets.choice(_ALPHABET) for _ in range(_SIGNS))
    return "-".join(signs[at : at + _GROUP] for at in range(0, _SIGNS, _GROUP))


def digest(code: str) -> bytes:
    """What is stored of a code, however its bearer types it."""
    plain = clean_identifier(code).replace("-", "").upper()
    return hashlib.sha256(plain.encode()).digest()
