"""Events take a moment to arrive: wait for the fact, not for a time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, TypeVar

from talat.demo.client import Refused

T = TypeVar("T")

PATIENCE_SECONDS: Final = 20.0
_PAUSE_SECONDS: Final = 0.02


class NeverHappenedError(Exception):
    """What was waited for did not come about in time."""


def until(fact: Callable[[], T | None], what: str) -> tuple[T, float]:
    """Ask until the answer is something, a refusal counting as nothing yet.

    Returns the answer and the seconds waited. Raises NeverHappenedError after twenty.
    """
    began = time.monotonic()
    last: Refused | None = None
    while time.monotonic() - began < PATIENCE_SECONDS:
        try:
            found = fact()
        except Refused as refusal:
            last, found = refusal, None
        if found is not None and found is not False:
            return found, time.monotonic() - began
        time.sleep(_PAUSE_SECONDS)
    raise NeverHappenedError(
        f"{what}: not within {PATIENCE_SECONDS:.0f} s ({last or 'no refusal'})"
    )
