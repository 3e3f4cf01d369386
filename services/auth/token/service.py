"""Use cases of tokens: sign in, refresh, revoke."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.scopes import Scope
from contracts.tokens import OfficerRights
from kit.db import Database
from kit.ids import uuid7
from kit.time import now
from services.auth.account import rules as account_rules
from services.auth.account import service as account_service
from services.auth.account.errors import ContactNotValid
from services.auth.client import service as client_service
from services.auth.client.service import System
from services.auth.guard import service as guard_service
from services.auth.guard.rules import Keys
from services.auth.membership import service as membership_service
from services.auth.membership.service import Standing
from services.auth.models import Person, RefreshFamily
from services.auth.officer import service as officer_service
from services.auth.password.argon2id import PasswordHashing
from services.auth.second_factor import service as second_factor_service
from services.auth.second_factor.rules import Outcome
from services.auth.signing_key import service as signing_key_service
from services.auth.signing_key.fernet import Vault
from services.auth.throttle.errors import TooManyAttempts
from services.auth.token import queries, rules
from services.auth.token.errors import (
    ClientNotValid,
    ContactNotProven,
    NotAMember,
    OAuthError,
    RefreshTokenNotValid,
    ScopeNotValid,
    SecondFactorMissing,
    SecondFactorWrong,
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
    """What issuing a token takes besides the person, and what it demands of the person."""

    name: str
    vault: Vault
    access_lifetime: timedelta
    refresh_lifetime: timedelta
    verified_contact: bool = False
    second_factor: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """From where somebody signs in."""

    address: str
    user_agent: str | None = None


async def sign_in(
    database: Database,
    *,
    hashing: PasswordHashing,
    issuer: Issuer,
    username: str,
    password: str,
    totp: str | None,
    organisation_id: UUID | None,
    origin: Origin,
) -> TokenPair:
    """The password grant.

    Attempts are counted before the password is looked at, so that many at once cannot slip
    through, and forgiven afterwards when it was right. Steps: no connection waits for argon2.

    Raises:
        WrongCredentials, TooManySignIns, SecondFactorMissing, SecondFactorWrong,
        ContactNotProven, NotAMember, HashingBusy.
    """
    contact = _contact(username)
    keys = Keys.of(contact.value if contact else username, origin.address)
    await _admit(database, keys)
    person = await account_service.verify_password(
        database, hashing=hashing, address=contact, password=password
    )
    if person is None or contact is None:
        raise WrongCredentials
    second_factor = await _second_factor(database, issuer=issuer, person=person, code=totp)
    async with database.transaction() as session:
        if issuer.verified_contact and not await account_service.is_verified(
            session, person_id=person.id, address=contact
        ):
            raise ContactNotProven
        await guard_service.was_right(session, keys)
        family = RefreshFamily(
            id=uuid7(),
            person_id=person.id,
            organisation_id=organisation_id,
            expires_at=now() + issuer.refresh_lifetime,
            address=origin.address,
            user_agent=origin.user_agent,
            second_factor=second_factor,
        )
        return await _issue(session, issuer=issuer, person=person, family=family, generation=1)


def _contact(username: str) -> account_rules.Address | None:
    try:
        return account_rules.normalise_address(username)
    except ContactNotValid:
        return None


async def _second_factor(
    database: Database, *, issuer: Issuer, person: Person, code: str | None
) -> bool:
    """Whether a second factor was given; who has enrolled must. After the password only."""
    if code:
        try:
            await second_factor_service.count_try(database, person_id=person.id)
        except TooManyAttempts as error:
            raise _too_many(error) from error
    async with database.transaction() as session:
        outcome = await second_factor_service.check(
            session, vault=issuer.vault, person_id=person.id, code=code
        )
    if outcome is Outcome.MISSING:
        raise SecondFactorMissing
    if outcome is Outcome.WRONG:
        raise SecondFactorWrong
    return outcome is Outcome.RIGHT


async def _admit(database: Database, keys: Keys) -> None:
    try:
        await guard_service.admit(database, keys)
    except TooManyAttempts as error:
        raise _too_many(error) from error


def _too_many(error: TooManyAttempts) -> TooManySignIns:
    """The same refusal in the shape of RFC 6749."""
    return TooManySignIns(
        headers=error.headers, retry_after_seconds=error.context["retry_after_seconds"]
    )


async def system_sign_in(
    database: Database,
    *,
    issuer: Issuer,
    client_id: str,
    client_secret: str,
    scope: str | None,
    origin: Origin,
) -> TokenPair:
    """The client credentials grant: a token for the organisation whose system it is.

    ``scope`` narrows. There is no refresh token: the secret brings the next one.

    Raises:
        ClientNotValid, ScopeNotValid, TooManySignIns.
    """
    keys = Keys.of(client_id, origin.address)
    await _admit(database, keys)
    async with database.transaction() as session:
        system = await client_service.authenticate(
            session, client_id=_uuid_or_nobody(client_id), secret=client_secret
        )
        if system is not None:
            await guard_service.was_right(session, keys)
            return await _system_token(session, issuer=issuer, system=system, scope=scope)
    raise ClientNotValid


def _uuid_or_nobody(client_id: str) -> UUID:
    try:
        return UUID(client_id)
    except ValueError:
        return UUID(int=0)


async def _system_token(
    session: AsyncSession, *, issuer: Issuer, system: System, scope: str | None
) -> TokenPair:
    wanted = set(scope.split()) if scope else {each.value for each in system.scopes}
    scopes = frozenset(each for each in system.scopes if each.value in wanted)
    if not scopes or wanted - {each.value for each in system.scopes}:
        raise ScopeNotValid
    claims = rules.claims(
        issuer=issuer.name,
        token_id=uuid7(),
        issued_at=now(),
        lifetime=issuer.access_lifetime,
        person_id=system.client_id,
        name=system.name,
        organisation_id=system.organisation_id,
        kind=system.kind,
        roles=(),
        scopes=scopes,
        officer=(),
        operator=False,
        extra={"system": True},
    )
    signed = await signing_key_service.sign(session, vault=issuer.vault, claims=claims)
    return TokenPair(
        access_token=signed,
        token_type="Bearer",  # noqa: S106 - the type's name, not a password
        expires_in=int(issuer.access_lifetime.total_seconds()),
        refresh_token=None,
        scope=str(claims["scope"]),
        organisation_id=system.organisation_id,
        next_step=None,
    )


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
    if person is None or person.erased_at is not None:
        return RefreshTokenNotValid()
    used.used_at = at
    if organisation_id is not None:
        family.organisation_id = organisation_id
    return await _issue(
        session, issuer=issuer, person=person, family=family, generation=used.generation + 1
    )


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
    family.last_used_at = at
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    await queries.save_family(session, family)
    await queries.insert_refresh_token(
        session,
        token_hash=_digest(secret),
        family_id=family.id,
        generation=generation,
        expires_at=family.expires_at,
    )
    claims = await _claims(
        session, issuer=issuer, person=person, family=family, standing=standing, at=at
    )
    access = await signing_key_service.sign(session, vault=issuer.vault, claims=claims)
    return TokenPair(
        access_token=access,
        token_type="Bearer",  # noqa: S106 - the type's name, not a password
        expires_in=int(issuer.access_lifetime.total_seconds()),
        refresh_token=secret,
        scope=str(claims["scope"]),
        organisation_id=family.organisation_id,
        next_step="enrol_second_factor" if claims.get("restricted") else None,
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


async def _claims(
    session: AsyncSession,
    *,
    issuer: Issuer,
    person: Person,
    family: RefreshFamily,
    standing: Standing | None,
    at: datetime,
) -> dict[str, Any]:
    """What the access token says. Without a second factor an officer's or operator's rights are
    withheld where it is required, and the token says so."""
    extra: dict[str, Any] = {"sid": str(family.id)}
    officer: list[OfficerRights] = []
    operator = False
    if standing is None:
        officer = await officer_service.rights_today(session, person_id=person.id)
        operator = person.operator
        if (officer or operator) and issuer.second_factor and not family.second_factor:
            officer, operator = [], False
            extra["restricted"] = True
        scopes = rules.personal_scopes(officer=bool(officer), operator=operator)
    else:
        scopes = standing.scopes | {Scope.ACCOUNT}
    return rules.claims(
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
        extra=extra,
    )


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
    """Forget sign-ins that have expired, some at a time; whether there may be more."""
    async with database.transaction() as session:
        families = await queries.delete_expired_families(session, at=now(), limit=_CLEANED_AT_ONCE)
    return families == _CLEANED_AT_ONCE
