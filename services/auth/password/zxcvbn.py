"""How easily a password is guessed, by zxcvbn with its lists of leaked passwords and names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import zxcvbn

LOWEST_SCORE: Final = 3
"""Of 4: safely unguessable, at least 10^8 tries."""

_LOOKED_AT: Final = 72
"""zxcvbn takes no more characters; what is strong in its first 72 is strong."""
_OUR_WORDS: Final = ("talat", "ตลาด", "angthong", "อ่างทอง")


def is_guessable(password: str, *, personal: Sequence[str]) -> bool:
    """Whether the password scores less than 3 of 4. Takes some milliseconds: not on the loop."""
    result = zxcvbn.zxcvbn(password[:_LOOKED_AT], user_inputs=[*_OUR_WORDS, *personal])
    return int(result["score"]) < LOWEST_SCORE
