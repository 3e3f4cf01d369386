"""Use cases of signing keys."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Database
from kit.errors import ServiceUnavailable
from kit.ids import uuid7
from kit.time import now
from services.auth.audit import service as audit_service
from services.auth.models import SigningKey
from services.auth.signing_key import pyjwt, queries
from services.auth.signing_key.fernet import Vault

_PUBLISHED_AHEAD: Final = timedelta(minutes=15)
"""A new key is published this long before it signs, so that every verifier has it by then."""

_PUBLISHED_AFTER: Final = timedelta(minutes=90)
"""A former key is published this long after it last signed: longer than any token lives."""


async def ensure(database: Database, *, vault: Vault) -> None:
    """Make the first key if there is none, and check that the present one can be read.

    Safe in any number of starting processes: the generation is unique, so one of them makes it.

    Raises:
        SigningKeyUnreadableError: the stored key was encrypted under another key.
    """
    async with database.transaction() as session:
        key = await queries.newest_signing_key(session)
        if key is None:
            await _make(session, vault=vault, generation=1, activates_at=now())
            key = await queries.newest_signing_key(session)
        if key is not None:
            vault.open(key.private_encrypted)


async def _make(
    session: AsyncSession, *, vault: Vault, generation: int, activates_at: datetime
) -> bool:
    kid = uuid7().hex
    pair = pyjwt.new_key(kid)
    return await queries.insert_signing_key(
        session,
        generation=generation,
        kid=kid,
        public_jwk=pair.public_jwk,
        private_encrypted=vault.seal(pair.private),
        activates_at=activates_at,
    )


def rotation(vault: Vault, *, every: timedelta) -> Callable[[Database], Awaitable[bool]]:
    """The due task's work: make the next key when the present one is old enough."""

    async def run(database: Database) -> bool:
        await rotate_if_due(database, vault=vault, every=every)
        return False

    return run


async def rotate_if_due(database: Database, *, vault: Vault, every: timedelta) -> bool:
    """Publish the next key when the newest one has signed for ``every``; whether it was done.

    Of racing workers one makes the generation. The former keys stay published until the last
    token that they signed has expired.
    """
    at = now()
    async with database.transaction() as session:
        newest = await queries.newest_signing_key(session)
        if newest is None or newest.activates_at + every > at:
            return False
        activates_at = at + _PUBLISHED_AHEAD
        made = await _make(
            session, vault=vault, generation=newest.generation + 1, activates_at=activates_at
        )
        if made:
            await queries.withdraw_keys_before(
                session,
                generation=newest.generation + 1,
                at=activates_at + _PUBLISHED_AFTER,
            )
    return made


async def rotate(
    session: AsyncSession, *, vault: Vault, by: UUID, compromised: bool, reason: str
) -> list[SigningKey]:
    """Make the next key now, at the operator's word; every key, newest first.

    In the ordinary way it is published before it signs, and the former keys stay until their
    tokens have expired: nobody is signed out. A compromised key is withdrawn at once, and every
    access token with it; refresh tokens bring new ones. Of racing calls one makes the key.
    """
    at = now()
    newest = await queries.newest_signing_key(session)
    generation = newest.generation + 1 if newest else 1
    activates_at = at if compromised else at + _PUBLISHED_AHEAD
    if await _make(session, vault=vault, generation=generation, activates_at=activates_at):
        if compromised:
            await queries.withdraw_all_now(session, generation=generation, at=at)
        else:
            await queries.withdraw_keys_before(
                session, generation=generation, at=activates_at + _PUBLISHED_AFTER
            )
        await audit_service.record(
            session,
            action="signing_key.compromised" if compromised else "signing_key.rotated",
            by=by,
            subject=("signing_key", UUID(int=generation)),
            reason=reason,
        )
    return list(await queries.all_keys(session))


async def keys(session: AsyncSession) -> list[SigningKey]:
    """Every key, newest first."""
    return list(await queries.all_keys(session))


async def sign(session: AsyncSession, *, vault: Vault, claims: Mapping[str, Any]) -> str:
    """The claims, signed with the key that is active now.

    Raises:
        ServiceUnavailable: no key has been made yet.
        SigningKeyUnreadableError: the key was encrypted under another key.
    """
    key = await queries.active_signing_key(session, at=now())
    if key is None:
        raise ServiceUnavailable
    return pyjwt.sign(claims, private=vault.open(key.private_encrypted), kid=key.kid)


async def key_set(session: AsyncSession) -> dict[str, Any]:
    """The public keys with which tokens can be verified, newest first."""
    return {"keys": list(await queries.published_keys(session, at=now()))}
