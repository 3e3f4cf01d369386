"""Secrets and scopes of systems. Pure, no I/O."""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

from contracts.scopes import Scope

SYSTEM_SCOPES: Final = frozenset(
    {Scope.CATALOGUE, Scope.SUPPLY, Scope.SELL, Scope.BUY, Scope.FINANCE, Scope.READ}
)
"""What a system may do. Managing, approving and signing are people's."""

MOST_SECRETS: Final = 2
"""Good secrets at once: the old and the new while a system changes over."""

_PREFIX: Final = "talat_"
_SECRET_BYTES: Final = 32
_HINT: Final = 4


def new_secret() -> str:
    """A secret of 256 random bits; its beginning lets scanners find one that leaked."""
    return _PREFIX + secrets.token_urlsafe(_SECRET_BYTES)


def secret_hash(secret: str) -> bytes:
    """What is stored; 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).digest()


def hint(secret: str) -> str:
    """The end of a secret, by which its owner knows it again."""
    return secret[-_HINT:]
