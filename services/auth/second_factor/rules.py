"""Recovery codes. Pure, no I/O."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from enum import StrEnum
from typing import Final

from contracts.types import clean_identifier

RECOVERY_CODES: Final = 10
MOST_TRIES: Final = 20
"""Codes tried in a window. Only who has the password can use them up: no stranger locks out."""

_CODE_BYTES: Final = 10
_GROUP: Final = 4
_ONE_TIME_PASSWORD: Final = re.compile(r"[0-9]{6}")


class Outcome(StrEnum):
    """What came of asking for a second factor."""

    NOT_ENROLLED = "not_enrolled"
    MISSING = "missing"
    WRONG = "wrong"
    RIGHT = "right"


def is_one_time_password(code: str) -> bool:
    """Whether the text has a one-time password's form; everything else is a recovery code."""
    return _ONE_TIME_PASSWORD.fullmatch(clean_identifier(code)) is not None


def new_recovery_codes() -> list[str]:
    """Ten codes of 80 random bits, in groups that can be read out."""
    return [_grouped(secrets.token_bytes(_CODE_BYTES)) for _ in range(RECOVERY_CODES)]


def _grouped(raw: bytes) -> str:
    text = base64.b32encode(raw).decode().lower()
    return "-".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))


def recovery_hash(code: str) -> bytes:
    """What is stored of a recovery code; 80 random bits need no slow hash."""
    plain = clean_identifier(code).replace("-", "").lower()
    return hashlib.sha256(b"recovery\x00" + plain.encode()).digest()
