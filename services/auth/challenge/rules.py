"""Codes and how long they are good. Pure, no I/O."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Final
from uuid import UUID

from contracts.types import clean_identifier

CODE_DIGITS: Final = 8
LIFETIME: Final = timedelta(minutes=15)
MOST_ATTEMPTS: Final = 5
"""Tries at one code. A challenge's id is known to its asker alone, so nobody uses up another's."""

PAIR_LIMIT: Final = 6
"""Codes for one address asked for from one network in a window."""
ADDRESS_LIMIT: Final = 12
"""Codes for one address asked for from everywhere in a window: its owner is not flooded."""
NETWORK_LIMIT: Final = 300
"""Codes asked for from one network in a window."""


def new_code() -> str:
    """A code as it is sent."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def code_hash(challenge_id: UUID, code: str) -> bytes:
    """What is stored of a code, bound to its challenge."""
    return hashlib.sha256(challenge_id.bytes + clean_identifier(code).encode()).digest()


def fits(challenge_id: UUID, code: str, expected: bytes | None) -> bool:
    """Whether the code is the one that was sent; the same work when none was."""
    given = code_hash(challenge_id, code)
    return hmac.compare_digest(given, expected or bytes(len(given))) and expected is not None
