"""Use cases of attempts to sign in."""

from __future__ import annotations

import asyncio

from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Database
from services.auth.guard import rules
from services.auth.guard.rules import Keys
from services.auth.throttle import service as throttle_service
from services.auth.throttle.rules import Limit


async def admit(database: Database, keys: Keys) -> None:
    """Count the attempt before the secret is looked at, and wait when the account is under fire.

    Raises:
        TooManyAttempts: at this account from this network, or from this network at all. Never
            because of the account alone, so nobody can lock its owner out.
    """
    counts = await throttle_service.count(
        database,
        limits=[
            Limit(keys.pair, rules.PAIR_LIMIT),
            Limit(keys.network, rules.NETWORK_LIMIT),
            Limit(keys.wide, rules.WIDE_NETWORK_LIMIT),
            Limit(keys.account, rules.NO_LIMIT),
        ],
    )
    await asyncio.sleep(rules.account_delay_seconds(counts[keys.account]))


async def was_right(session: AsyncSession, keys: Keys) -> None:
    """Take the attempt back: it was a right one."""
    await throttle_service.forget(session, key=keys.pair)
    await throttle_service.forgive(session, keys=[keys.network, keys.wide, keys.account])
