"""Use cases of codes that prove an address."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Database
from kit.ids import uuid7
from kit.time import now
from services.auth.challenge import queries, rules
from services.auth.challenge.schemas import ChallengeOpened
from services.auth.models import Challenge, ChallengePurpose
from services.auth.models.person import ContactKind
from services.auth.throttle import service as throttle_service
from services.auth.throttle.rules import Limit, network_of, throttle_key

_CLEANED_AT_ONCE: Final = 500


async def count_request(database: Database, *, value: str, address: str) -> None:
    """Count that a code was asked for, before anything is looked up.

    Raises:
        TooManyAttempts: too many for this address or from this network.
    """
    network = network_of(address)
    await throttle_service.count(
        database,
        limits=[
            Limit(throttle_key("code pair", value, network), rules.PAIR_LIMIT),
            Limit(throttle_key("code address", value), rules.ADDRESS_LIMIT),
            Limit(throttle_key("code network", network), rules.NETWORK_LIMIT),
        ],
    )


async def open_challenge(
    session: AsyncSession,
    *,
    purpose: ChallengePurpose,
    kind: ContactKind,
    value: str,
    masked: str,
    person_id: UUID | None = None,
) -> ChallengeOpened:
    """Ask for a code to an address: one INSERT, whoever's the address is.

    The worker finds out whose it is and sends the code, so that neither the answer nor the time
    it takes tells whether the address has an account.
    """
    challenge_id = uuid7()
    expires_at = now() + rules.LIFETIME
    await queries.insert_challenge(
        session,
        id=challenge_id,
        purpose=purpose.value,
        kind=kind.value,
        value=value,
        person_id=person_id,
        expires_at=expires_at,
    )
    return ChallengeOpened(challenge_id=challenge_id, contact=masked, expires_at=expires_at)


async def next_unsent(session: AsyncSession) -> Challenge | None:
    """A challenge whose code must go out, locked; marked as sent when the caller commits."""
    challenge = await queries.next_unsent(session, at=now())
    if challenge is not None:
        challenge.sent_at = now()
        await queries.flush(session)
    return challenge


async def make_code(session: AsyncSession, challenge: Challenge, *, person_id: UUID) -> str:
    """The code to send; only its hash stays."""
    code = rules.new_code()
    challenge.person_id = person_id
    challenge.code_hash = rules.code_hash(challenge.id, code)
    await queries.flush(session)
    return code


async def try_code(
    session: AsyncSession,
    *,
    challenge_id: UUID,
    purposes: Collection[ChallengePurpose],
    code: str,
    person_id: UUID | None = None,
) -> Challenge | None:
    """The challenge when the code is right, else None; either way the try is counted.

    The caller lets its transaction commit before it raises CodeNotValid. With ``person_id`` the
    challenge must be that person's.
    """
    challenge = await queries.lock_challenge(session, challenge_id)
    if challenge is None:
        return None
    challenge.attempts += 1
    await queries.flush(session)
    good = (
        challenge.purpose in purposes
        and challenge.consumed_at is None
        and challenge.expires_at > now()
        and challenge.attempts <= rules.MOST_ATTEMPTS
        and (person_id is None or challenge.person_id == person_id)
    )
    fits = rules.fits(challenge.id, code, challenge.code_hash)
    return challenge if good and fits else None


async def consume(session: AsyncSession, challenge_id: UUID) -> bool:
    """Use a proven challenge up; False when somebody else just did."""
    challenge = await queries.lock_challenge(session, challenge_id)
    if challenge is None or challenge.consumed_at is not None or challenge.expires_at <= now():
        return False
    challenge.consumed_at = now()
    await queries.flush(session)
    return True


async def forget_person(session: AsyncSession, *, person_id: UUID) -> None:
    """Remove what names a person's addresses."""
    await queries.delete_of_person(session, person_id)


async def clean_up(database: Database) -> bool:
    """Forget challenges that are over, some at a time; whether there may be more."""
    async with database.transaction() as session:
        gone = await queries.delete_expired(session, at=now(), limit=_CLEANED_AT_ONCE)
    return gone == _CLEANED_AT_ONCE
