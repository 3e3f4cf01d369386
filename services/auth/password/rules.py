"""The published password rule. Pure, no I/O."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

from services.auth.password.errors import PasswordTooWeak

PASSWORD_MIN_LENGTH: Final = 12
PASSWORD_MAX_LENGTH: Final = 128
PASSWORD_MIN_DISTINCT: Final = 5
PASSWORD_RULE: Final = (
    f"{PASSWORD_MIN_LENGTH}-{PASSWORD_MAX_LENGTH} characters, at least "
    f"{PASSWORD_MIN_DISTINCT} different ones, without one's own name, e-mail name or phone "
    "number, and not easily guessed (zxcvbn: at least 3 of 4)"
)

_SHORTEST_PERSONAL_PART: Final = 4


def fold(text: str) -> str:
    """Canonical caseless form (Unicode D145), composed: equal for texts that look the same."""
    folded = unicodedata.normalize("NFD", text).casefold()
    return unicodedata.normalize("NFC", folded)


def normalise_password(text: str) -> str:
    """NFC, so that the same keys on another device give the same bytes. Never trimmed."""
    return unicodedata.normalize("NFC", text)


def check_password(password: str, *, personal: Sequence[str]) -> None:
    """Hold the password against ``PASSWORD_RULE``; ``personal`` is what must not stand in it.

    Whether it is easily guessed is looked at apart, in the hashing threads.

    Raises:
        PasswordTooWeak: it does not meet the rule.
    """
    folded = fold(password)
    strong = (
        PASSWORD_MIN_LENGTH <= len(password) <= PASSWORD_MAX_LENGTH
        and len(set(password)) >= PASSWORD_MIN_DISTINCT
        and not any(
            len(part) >= _SHORTEST_PERSONAL_PART and fold(part) in folded for part in personal
        )
    )
    if not strong:
        raise too_weak()


def too_weak() -> PasswordTooWeak:
    """The refusal, with the rule's figures."""
    return PasswordTooWeak(
        minimum=PASSWORD_MIN_LENGTH,
        maximum=PASSWORD_MAX_LENGTH,
        distinct=PASSWORD_MIN_DISTINCT,
    )
