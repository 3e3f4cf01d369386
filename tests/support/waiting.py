"""Waiting for what must become true, instead of sleeping and hoping."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


async def eventually(
    probe: Callable[[], Awaitable[T]], *, within: float = 10.0, every: float = 0.02
) -> T:
    """The first true value of `probe`, which must come within so many seconds.

    An AssertionError of the probe counts as "not yet"; the last one is shown when time is up.
    """
    deadline = time.monotonic() + within
    last: AssertionError | None = None
    while time.monotonic() < deadline:
        try:
            if value := await probe():
                return value
        except AssertionError as error:
            last = error
        await asyncio.sleep(every)
    raise AssertionError(f"not within {within} s") from last
