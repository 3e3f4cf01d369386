"""The published password rule. Pure, no I/O."""

from __future__ import annotations

import unicodedata
from typing import Final

from services.auth.password.errors import PasswordTooWeak

PASSWORD_MIN_LENGTH: Final = 12
PASSWORD_MAX_LENGTH: Final = 128
PASSWORD_MIN_DISTINCT: Final = 5
PASSWORD_RULE: Final = (
    f"{PASSWORD_MIN_LENGTH}-{PASSWORD_MAX_LENGTH} characters, at least "
    f"{PASSWORD_MIN_DISTINCT} different ones, without one's own e-mail name or phone number"
)

_SHORTEST_PERSONAL_PART: Final = 4


def fold(text: str) -> str:
    """Canonical caseless form (Unicode D145), composed: equal for texts that look the same."""
    folded = unicodedata.normalize("NFD", text).casefold()
    return unicodedata.normalize("NFC", folded)


def normalise_password(text: str) -> str:
    """NFC, so that the same keys on another device give the same bytes. Never trimmed."""
    return unicodedata.normalize("NFC", text)


def check_password(password: str, *, personal: str) -> None:
    """Hold the password against ``PASSWORD_RULE``; ``personal`` is the owner's address in it.

    Raises:
        PasswordTooWeak: it does not meet the rule.
    """
    strong = (
        PASSWORD_MIN_LENGTH <= len(password) <= PASSWORD_MAX_LENGTH
        and len(set(password)) >= PASSWORD_MIN_DISTINCT
        and not (len(personal) >= _SHORTEST_PERSONAL_PART and personal in fold(password))
    )
    if not strong:
        raise PasswordTooWeak(
            minimum=PASSWORD_MIN_LENGTH,
            maximum=PASSWORD_MAX_LENGTH,
            distinct=PASSWORD_MIN_DISTINCT,
        )
