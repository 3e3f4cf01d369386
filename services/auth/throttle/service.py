"""Use cases of the counters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Database
from kit.time import now
from services.auth.throttle import queries
from services.auth.throttle.errors import TooManyAttempts
from services.auth.throttle.rules import Limit

WINDOW: Final = timedelta(minutes=15)
"""Attempts are counted in windows of this length."""

_CLEANED_AT_ONCE: Final = 500


async def count(
    database: Database, *, limits: Sequence[Limit], window: timedelta = WINDOW
) -> dict[bytes, int]:
    """Count one attempt under each key, in a transaction of its own; how many there were.

    The count stays whatever the attempt comes to, so that many at once cannot slip through.

    Raises:
        TooManyAttempts: beyond a limit; says after how many seconds to try again.
    """
    at = now()
    async with database.transaction() as session:
        counts = await queries.count_attempt(
            session, keys=[limit.key for limit in limits], at=at, until=at + window
        )
    for limit in limits:
        attempts, until = counts[limit.key]
        if attempts > limit.most:
            seconds = max(1, int((until - at).total_seconds()))
            raise TooManyAttempts(
                headers={"Retry-After": str(seconds)}, retry_after_seconds=seconds
            )
    return {key: attempts for key, (attempts, _) in counts.items()}


async def forgive(session: AsyncSession, *, keys: Sequence[bytes]) -> None:
    """Take back one attempt under each key: it was a right one."""
    await queries.forgive_attempt(session, keys=keys)


async def forget(session: AsyncSession, *, key: bytes) -> None:
    """Begin the count under a key anew."""
    await queries.forget_attempts(session, key=key)


async def clean_up(database: Database) -> bool:
    """Forget counters whose window is over, some at a time; whether there may be more."""
    async with database.transaction() as session:
        gone = await queries.delete_expired_throttles(session, at=now(), limit=_CLEANED_AT_ONCE)
    return gone == _CLEANED_AT_ONCE
