"""Every statement of the counters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import case, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.auth.models import SignInThrottle


async def count_attempt(
    session: AsyncSession, *, keys: Sequence[bytes], at: datetime, until: datetime
) -> dict[bytes, tuple[int, datetime]]:
    """Count one attempt under each key and give the counts with the ends of their windows.

    The keys are written in one order, so that two attempts cannot deadlock.
    """
    rows = [{"key": key, "attempts": 1, "expires_at": until} for key in sorted(keys)]
    statement = insert(SignInThrottle).values(rows)
    ends = SignInThrottle.expires_at
    over = ends <= at
    counting = statement.on_conflict_do_update(
        index_elements=[SignInThrottle.key],
        set_={
            "attempts": case((over, 1), else_=SignInThrottle.attempts + 1),
            "expires_at": case(
                (over, statement.excluded.expires_at), else_=SignInThrottle.expires_at
            ),
        },
    ).returning(SignInThrottle.key, SignInThrottle.attempts, SignInThrottle.expires_at)
    found = (await session.execute(counting)).all()
    return {row.key: (row.attempts, row.expires_at) for row in found}


async def forgive_attempt(session: AsyncSession, *, keys: Sequence[bytes]) -> None:
    """Take back one attempt under each key; locked in the order in which they were counted."""
    locked = (
        select(SignInThrottle.key)
        .where(SignInThrottle.key.in_(keys))
        .order_by(SignInThrottle.key)
        .with_for_update()
        .cte("locked")
    )
    await session.execute(
        update(SignInThrottle)
        .where(SignInThrottle.key.in_(select(locked.c.key)))
        .values(attempts=func.greatest(SignInThrottle.attempts - 1, 0))
    )


async def forget_attempts(session: AsyncSession, *, key: bytes) -> None:
    """Forget the attempts under a key."""
    await session.execute(delete(SignInThrottle).where(SignInThrottle.key == key))


async def delete_expired_throttles(session: AsyncSession, *, at: datetime, limit: int) -> int:
    """Forget counters whose window is over; how many."""
    expired = select(SignInThrottle.key).where(SignInThrottle.expires_at < at).limit(limit)
    result = await session.execute(
        delete(SignInThrottle)
        .where(SignInThrottle.key.in_(expired), SignInThrottle.expires_at < at)
        .returning(SignInThrottle.key)
    )
    return len(result.all())
