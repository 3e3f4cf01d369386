"""Use cases of the second factor."""

from __future__ import annotations

import time
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.tokens import Principal
from contracts.types import clean_identifier
from kit.db import Database
from kit.ids import uuid7
from kit.time import now
from services.auth.account import service as account_service
from services.auth.audit import service as audit_service
from services.auth.credential import service as credential_service
from services.auth.notice import service as notice_service
from services.auth.password.argon2id import PasswordHashing
from services.auth.second_factor import queries, rules, totp
from services.auth.second_factor.errors import (
    AddressNotProven,
    SecondFactorCodeNotValid,
    SecondFactorEnrolled,
    SecondFactorNotEnrolled,
)
from services.auth.second_factor.rules import Outcome
from services.auth.second_factor.schemas import (
    RecoveryCodes,
    SecondFactorBegun,
    SecondFactorRead,
)
from services.auth.session import service as session_service
from services.auth.signing_key.fernet import Vault
from services.auth.throttle import service as throttle_service
from services.auth.throttle.rules import Limit, throttle_key

_ISSUER: Final = "Talat"


async def state(session: AsyncSession, *, caller: Principal) -> SecondFactorRead:
    """Whether one-time passwords are on for the caller."""
    enrolled = await queries.is_enrolled(session, caller.person_id)
    left = await queries.recovery_codes_left(session, caller.person_id)
    return SecondFactorRead(enrolled=enrolled, recovery_codes_left=left, required=caller.restricted)


async def begin(
    database: Database,
    *,
    hashing: PasswordHashing,
    vault: Vault,
    caller: Principal,
    password: str,
) -> SecondFactorBegun:
    """Give the caller a secret for an app; nothing changes before it is confirmed.

    Raises:
        PasswordNotConfirmed, AddressNotProven, SecondFactorEnrolled, TooManyAttempts.
    """
    await credential_service.confirm_password(
        database, hashing=hashing, person_id=caller.person_id, password=password
    )
    secret = totp.new_secret()
    async with database.transaction() as session:
        label = await account_service.proven_label(session, person_id=caller.person_id)
        if label is None:
            raise AddressNotProven
        kept = await queries.begin(session, person_id=caller.person_id, sealed=vault.seal(secret))
        if not kept:
            raise SecondFactorEnrolled
    return SecondFactorBegun(
        secret=totp.shown(secret),
        otpauth_uri=totp.address(secret, account=label, issuer=_ISSUER),
    )


async def confirm(
    session: AsyncSession, *, vault: Vault, caller: Principal, code: str
) -> RecoveryCodes:
    """Turn one-time passwords on by a code of the app; gives the recovery codes.

    The present sign-in counts as one with a second factor from its next refresh on.

    Raises:
        SecondFactorNotEnrolled, SecondFactorEnrolled, SecondFactorCodeNotValid.
    """
    kept = await queries.totp(session, caller.person_id)
    if kept is None:
        raise SecondFactorNotEnrolled
    if kept.confirmed_at is not None:
        raise SecondFactorEnrolled
    secret = vault.open(kept.secret_encrypted)
    step = totp.matching_step(secret, clean_identifier(code), at=time.time(), after=kept.last_step)
    if step is None:
        raise SecondFactorCodeNotValid
    kept.last_step = step
    kept.confirmed_at = now()
    await session_service.second_factor_given(session, caller=caller)
    await _told(session, caller.person_id, "second_factor_on")
    return await _new_recovery_codes(session, caller.person_id)


async def _new_recovery_codes(session: AsyncSession, person_id: UUID) -> RecoveryCodes:
    codes = rules.new_recovery_codes()
    await queries.replace_recovery_codes(
        session, person_id=person_id, hashes=[rules.recovery_hash(code) for code in codes]
    )
    return RecoveryCodes(recovery_codes=codes)


async def _told(session: AsyncSession, person_id: UUID, what: str) -> None:
    await audit_service.record(
        session, action=f"account.{what}", by=person_id, subject=("person", person_id)
    )
    await notice_service.tell_person(
        session, person_id=person_id, template=what, data={}, dedupe_key=f"{what}:{uuid7()}"
    )


async def turn_off(
    database: Database,
    *,
    hashing: PasswordHashing,
    vault: Vault,
    caller: Principal,
    password: str,
    code: str,
) -> None:
    """Turn one-time passwords off.

    Raises:
        PasswordNotConfirmed, SecondFactorNotEnrolled, SecondFactorCodeNotValid, TooManyAttempts.
    """
    await _confirm_both(
        database, hashing=hashing, vault=vault, caller=caller, password=password, code=code
    )
    async with database.transaction() as session:
        await queries.remove(session, caller.person_id)
        await _told(session, caller.person_id, "second_factor_off")


async def renew_recovery_codes(
    database: Database,
    *,
    hashing: PasswordHashing,
    vault: Vault,
    caller: Principal,
    password: str,
    code: str,
) -> RecoveryCodes:
    """New recovery codes in place of the old ones.

    Raises:
        PasswordNotConfirmed, SecondFactorNotEnrolled, SecondFactorCodeNotValid, TooManyAttempts.
    """
    await _confirm_both(
        database, hashing=hashing, vault=vault, caller=caller, password=password, code=code
    )
    async with database.transaction() as session:
        await audit_service.record(
            session,
            action="account.recovery_codes_renewed",
            by=caller.person_id,
            subject=("person", caller.person_id),
        )
        return await _new_recovery_codes(session, caller.person_id)


async def _confirm_both(
    database: Database,
    *,
    hashing: PasswordHashing,
    vault: Vault,
    caller: Principal,
    password: str,
    code: str,
) -> None:
    await credential_service.confirm_password(
        database, hashing=hashing, person_id=caller.person_id, password=password
    )
    await count_try(database, person_id=caller.person_id)
    async with database.transaction() as session:
        outcome = await check(session, vault=vault, person_id=caller.person_id, code=code)
    if outcome is Outcome.NOT_ENROLLED:
        raise SecondFactorNotEnrolled
    if outcome is not Outcome.RIGHT:
        raise SecondFactorCodeNotValid


async def count_try(database: Database, *, person_id: UUID) -> None:
    """Count that a code is about to be tried; only who has the password comes so far.

    Raises:
        TooManyAttempts.
    """
    key = throttle_key("second factor", str(person_id))
    await throttle_service.count(database, limits=[Limit(key, rules.MOST_TRIES)])


async def check(
    session: AsyncSession, *, vault: Vault, person_id: UUID, code: str | None
) -> Outcome:
    """Hold a one-time password or recovery code against what is stored, and use it up.

    The caller commits whatever comes of it, and counts the attempts.
    """
    kept = await queries.totp(session, person_id)
    if kept is None or kept.confirmed_at is None:
        return Outcome.NOT_ENROLLED
    if not code:
        return Outcome.MISSING
    if rules.is_one_time_password(code):
        secret = vault.open(kept.secret_encrypted)
        typed = clean_identifier(code)
        step = totp.matching_step(secret, typed, at=time.time(), after=kept.last_step)
        if step is None:
            return Outcome.WRONG
        kept.last_step = step
        await queries.flush(session)
        return Outcome.RIGHT
    return await _use_recovery_code(session, person_id, code)


async def _use_recovery_code(session: AsyncSession, person_id: UUID, code: str) -> Outcome:
    used = await queries.use_recovery_code(
        session, person_id=person_id, code_hash=rules.recovery_hash(code)
    )
    if not used:
        return Outcome.WRONG
    left = await queries.recovery_codes_left(session, person_id)
    await audit_service.record(
        session,
        action="account.recovery_code_used",
        by=person_id,
        subject=("person", person_id),
        after={"left": left},
    )
    await notice_service.tell_person(
        session,
        person_id=person_id,
        template="recovery_code_used",
        data={"left": str(left)},
        dedupe_key=f"recovery_code_used:{uuid7()}",
    )
    return Outcome.RIGHT


async def remove(session: AsyncSession, *, person_id: UUID) -> None:
    """Forget a person's second factor; part of an erasure."""
    await queries.remove(session, person_id)
