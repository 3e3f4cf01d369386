"""Use cases of tokens: sign in, refresh, revoke."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.scopes import Scope
from kit.db import Database
from kit.ids import uuid7
from kit.time import now
from services.auth.account import rules as account_rules
from services.auth.account import service as account_service
from services.auth.account.errors import ContactNotValid
from services.auth.membership import service as membership_service
from services.auth.membership.service import Standing
from services.auth.models import Person, RefreshFamily
from services.auth.officer import service as officer_service
from services.auth.password.argon2id import PasswordHashing
from services.auth.signing_key import service as signing_key_service
from services.auth.signing_key.fernet import Vault
from services.auth.token import queries, rules
from services.auth.token.errors import (
    NotAMember,
    OAuthError,
    RefreshTokenNotValid,
    TooManySignIns,
    WrongCredentials,
)
from services.auth.token.schemas import TokenPair

_REUSED: Final = "reused"
_REVOKED: Final = "revoked"
_SECRET_BYTES: Final = 32
_CLEANED_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Issuer:
    """What issuing a token takes besides the person."""

    name: str
    vault: Vault
    access_lifetime: timedelta
    refresh_lifetime: timedelta


async def sign_in(
    database: Database,
    *,
    hashing: PasswordHashing,
    issuer: Issuer,
    username: str,
    password: str,
    organisation_id: UUID | None,
    address: str,
) -> TokenPair:
    """The password grant.

    Attempts are counted before the password is looked at, so that many at once cannot slip
    through, and forgiven afterwards when it was right. Steps: no connection waits for argon2.

    Raises:
        WrongCredentials, TooManySignIns, NotAMember, HashingBusy.
    """
    contact = _contact(username)
    keys = _Keys.of(contact.value if contact else username, address)
    attempts = await _count(database, keys)
    await asyncio.sleep(rules.account_delay_seconds(attempts))
    person = await account_service.verify_password(
        database, hashing=hashing, address=contact, password=password
    )
    if person is None:
        raise WrongCredentials
    async with database.transaction() as session:
        await queries.forget_attempts(session, key=keys.pair)
        await queries.forgive_attempt(session, keys=[keys.network, keys.account])
        return await _new_family(
            session, issuer=issuer, person=person, organisation_id=organisation_id
        )


def _contact(username: str) -> account_rules.Address | None:
    try:
        return account_rules.normalise_address(username)
    except ContactNotValid:
        return None


@dataclass(frozen=True, slots=True)
class _Keys:
    """The counters of one attempt."""

    pair: bytes
    network: bytes
    account: bytes

    @classmethod
    def of(cls, account: str, address: str) -> _Keys:
        network = rules.network_of(address)
        return cls(
            pair=rules.throttle_key("pair", account, network),
            network=rules.throttle_key("network", network),
            account=rules.throttle_key("account", account),
        )


async def _count(database: Database, keys: _Keys) -> int:
    """Count the attempt; how many there were at this account from everywhere."""
    at = now()
    async with database.transaction() as session:
        counts = await queries.count_attempt(
            session,
            keys=[keys.pair, keys.network, keys.account],
            at=at,
            until=at + rules.WINDOW,
        )
    for key, limit in ((keys.pair, rules.PAIR_LIMIT), (keys.network, rules.NETWORK_LIMIT)):
        attempts, until = counts[key]
        if attempts > limit:
            seconds = max(1, int((until - at).total_seconds()))
            raise TooManySignIns(headers={"Retry-After": str(seconds)}, retry_after_seconds=seconds)
    return counts[keys.account][0]


async def refresh(
    database: Database, *, issuer: Issuer, token: str, organisation_id: UUID | None
) -> TokenPair:
    """The refresh grant: the token is used up and another takes its place.

    A token that was used before ends its family, and the end is committed although the answer
    is a refusal. ``organisation_id`` changes the party; left out, it stays.

    Raises:
        RefreshTokenNotValid, NotAMember.
    """
    async with database.transaction() as session:
        outcome = await _rotate(
            session, issuer=issuer, token=token, organisation_id=organisation_id
        )
    if isinstance(outcome, OAuthError):
        raise outcome
    return outcome


async def _rotate(
    session: AsyncSession, *, issuer: Issuer, token: str, organisation_id: UUID | None
) -> TokenPair | OAuthError:
    found = await queries.lock_refresh_token(session, _digest(token))
    if found is None:
        return RefreshTokenNotValid()
    used, family = found
    at = now()
    if family.ended_at is not None or used.expires_at <= at:
        return RefreshTokenNotValid()
    if used.used_at is not None:
        _end(family, at=at, reason=_REUSED)
        return RefreshTokenNotValid()
    person = await account_service.person(session, person_id=family.person_id)
    if person is None:
        return RefreshTokenNotValid()
    used.used_at = at
    if organisation_id is not None:
        family.organisation_id = organisation_id
    return await _issue(
        session, issuer=issuer, person=person, family=family, generation=used.generation + 1
    )


async def _new_family(
    session: AsyncSession, *, issuer: Issuer, person: Person, organisation_id: UUID | None
) -> TokenPair:
    family = RefreshFamily(
        id=uuid7(),
        person_id=person.id,
        organisation_id=organisation_id,
        expires_at=now() + issuer.refresh_lifetime,
    )
    return await _issue(session, issuer=issuer, person=person, family=family, generation=1)


async def _issue(
    session: AsyncSession,
    *,
    issuer: Issuer,
    person: Person,
    family: RefreshFamily,
    generation: int,
) -> TokenPair:
    """Both tokens, by what the person may do now.

    Raises:
        NotAMember: not of the family's organisation (any more), or it is closed.
    """
    at = now()
    standing = await _standing(session, person=person, organisation_id=family.organisation_id)
    family.expires_at = at + issuer.refresh_lifetime
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    await queries.save_family(session, family)
    await queries.insert_refresh_token(
        session,
        token_hash=_digest(secret),
        family_id=family.id,
        generation=generation,
        expires_at=family.expires_at,
    )
    access, scope = await _access_token(
        session, issuer=issuer, person=person, family=family, standing=standing, at=at
    )
    return TokenPair(
        access_token=access,
        token_type="Bearer",  # noqa: S106 - the type's name, not a password
        expires_in=int(issuer.access_lifetime.total_seconds()),
        refresh_token=secret,
        scope=scope,
        organisation_id=family.organisation_id,
    )


async def _standing(
    session: AsyncSession, *, person: Person, organisation_id: UUID | None
) -> Standing | None:
    if organisation_id is None:
        return None
    found = await membership_service.standing(
        session, person_id=person.id, organisation_id=organisation_id
    )
    if found is None or not found.scopes:
        raise NotAMember
    return found


async def _access_token(
    session: AsyncSession,
    *,
    issuer: Issuer,
    person: Person,
    family: RefreshFamily,
    standing: Standing | None,
    at: datetime,
) -> tuple[str, str]:
    """The signed token and its scope."""
    if standing is None:
        officer = await officer_service.rights_today(session, person_id=person.id)
        operator = person.operator
        scopes = rules.personal_scopes(officer=bool(officer), operator=operator)
    else:
        officer, operator = [], False
        scopes = standing.scopes | {Scope.ACCOUNT}
    claims = rules.claims(
        issuer=issuer.name,
        token_id=uuid7(),
        issued_at=at,
        lifetime=issuer.access_lifetime,
        person_id=person.id,
        name=person.display_name,
        organisation_id=family.organisation_id,
        kind=standing.kind if standing else None,
        roles=standing.roles if standing else (),
        scopes=scopes,
        officer=officer,
        operator=operator,
    )
    signed = await signing_key_service.sign(session, vault=issuer.vault, claims=claims)
    return signed, str(claims["scope"])


async def revoke(database: Database, *, token: str) -> None:
    """End the family of a refresh token; an unknown one is nothing (RFC 7009).

    Access tokens cannot be revoked: they end by themselves within minutes.
    """
    async with database.transaction() as session:
        found = await queries.lock_refresh_token(session, _digest(token))
        if found is not None and found[1].ended_at is None:
            _end(found[1], at=now(), reason=_REVOKED)


def _end(family: RefreshFamily, *, at: datetime, reason: str) -> None:
    family.ended_at = at
    family.end_reason = reason


def _digest(token: str) -> bytes:
    """What is stored of a refresh token; 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).digest()


async def clean_up(database: Database) -> bool:
    """Forget what has expired, some rows at a time; whether there may be more."""
    async with database.transaction() as session:
        families = await queries.delete_expired_families(session, at=now(), limit=_CLEANED_AT_ONCE)
        throttles = await queries.delete_expired_throttles(
            session, at=now(), limit=_CLEANED_AT_ONCE
        )
    return max(families, throttles) == _CLEANED_AT_ONCE
