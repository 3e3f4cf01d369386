"""Account numbers and dated authorities. Pure, no I/O."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from contracts.types import clean_identifier
from services.auth.payee.errors import AccountNumberNotValid

SHOWN: Final = 4
_ACCOUNT: Final = re.compile(r"[0-9]{10,15}")


def account_number(text: str) -> str:
    """The number without separators, in Arabic digits.

    Raises:
        AccountNumberNotValid.
    """
    number = clean_identifier(text).replace("-", "")
    if not _ACCOUNT.fullmatch(number):
        raise AccountNumberNotValid
    return number


def masked(ends: str) -> str:
    """How an account is shown everywhere."""
    return f"xxx-{ends}"


def in_force(today: date, *, from_on: date | None, until_on: date | None) -> bool:
    """Whether money may go there on a Bangkok date; a group's own account has no dates."""
    return (from_on is None or from_on <= today) and (until_on is None or today <= until_on)
