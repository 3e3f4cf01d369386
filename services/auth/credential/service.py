"""Use cases of passwords: change by the present one, reset by a code."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from contracts.tokens import Principal
from kit.db import Database
from kit.ids import uuid7
from services.auth.account import service as account_service
from services.auth.account.rules import Address, mask
from services.auth.audit import service as audit_service
from services.auth.challenge import service as challenge_service
from services.auth.challenge.errors import CodeNotValid
from services.auth.challenge.schemas import ChallengeOpened
from services.auth.credential.errors import PasswordNotConfirmed
from services.auth.models import ChallengePurpose
from services.auth.models.person import ContactKind
from services.auth.notice import service as notice_service
from services.auth.password.argon2id import PasswordHashing
from services.auth.session import service as session_service
from services.auth.throttle import service as throttle_service
from services.auth.throttle.rules import Limit, throttle_key

_CONFIRM_LIMIT: Final = 10
"""Times that a signed-in person may give a wrong password in a window."""


async def confirm_password(
    database: Database, *, hashing: PasswordHashing, person_id: UUID, password: str
) -> None:
    """Hold the caller's password once more against what is stored, before something that matters.

    Raises:
        PasswordNotConfirmed, TooManyAttempts, HashingBusy.
    """
    key = throttle_key("confirm", str(person_id))
    await throttle_service.count(database, limits=[Limit(key, _CONFIRM_LIMIT)])
    if not await account_service.password_is(
        database, hashing=hashing, person_id=person_id, password=password
    ):
        raise PasswordNotConfirmed
    async with database.transaction() as session:
        await throttle_service.forget(session, key=key)


async def change(
    database: Database,
    *,
    hashing: PasswordHashing,
    caller: Principal,
    current_password: str,
    new_password: str,
) -> None:
    """Set a new password and end every other sign-in; the person is told.

    Raises:
        PasswordNotConfirmed, PasswordTooWeak, TooManyAttempts, HashingBusy.
    """
    await confirm_password(
        database, hashing=hashing, person_id=caller.person_id, password=current_password
    )
    await _set(
        database,
        hashing=hashing,
        person_id=caller.person_id,
        password=new_password,
        by=caller.person_id,
        keep=caller.session_id,
    )


async def ask_for_reset(
    database: Database, *, email: str | None, phone: str | None, address: str
) -> ChallengeOpened:
    """Ask for a code with which to set a new password; the same for every address.

    Raises:
        ContactNotValid, TooManyAttempts.
    """
    contact = account_service.address_of(email=email, phone=phone)
    await challenge_service.count_request(database, value=contact.value, address=address)
    async with database.transaction() as session:
        return await challenge_service.open_challenge(
            session,
            purpose=ChallengePurpose.RESET,
            kind=contact.kind,
            value=contact.value,
            masked=mask(contact),
        )


async def reset(
    database: Database,
    *,
    hashing: PasswordHashing,
    challenge_id: UUID,
    code: str,
    new_password: str,
) -> None:
    """Set a new password by a code, and end every sign-in; the address is proven thereby.

    So whoever had signed up with somebody's address is out. A second factor stays in force.
    Steps: the code is tried, argon2 works without a connection, the code is used up. A weak
    password leaves the code good for another.

    Raises:
        CodeNotValid, PasswordTooWeak, HashingBusy.
    """
    async with database.transaction() as session:
        proven = await challenge_service.try_code(
            session, challenge_id=challenge_id, purposes={ChallengePurpose.RESET}, code=code
        )
    if proven is None or proven.person_id is None:
        raise CodeNotValid
    await _set(
        database,
        hashing=hashing,
        person_id=proven.person_id,
        password=new_password,
        by=None,
        proven=(challenge_id, Address(ContactKind(proven.kind), proven.value)),
    )


async def _set(
    database: Database,
    *,
    hashing: PasswordHashing,
    person_id: UUID,
    password: str,
    by: UUID | None,
    keep: UUID | None = None,
    proven: tuple[UUID, Address] | None = None,
) -> None:
    encoded = await account_service.hash_new_password(
        database, hashing=hashing, person_id=person_id, password=password
    )
    async with database.transaction() as session:
        if proven is not None:
            challenge_id, address = proven
            if not await challenge_service.consume(session, challenge_id):
                raise CodeNotValid
            await account_service.mark_verified(session, person_id=person_id, address=address)
        await account_service.replace_password(session, person_id=person_id, encoded=encoded)
        await session_service.end_all(
            session, person_id=person_id, reason="password_changed", by=by, but=keep
        )
        await audit_service.record(
            session,
            action="account.password_reset" if proven else "account.password_changed",
            by=by,
            subject=("person", person_id),
        )
        await notice_service.tell_person(
            session,
            person_id=person_id,
            template="password_changed",
            data={},
            dedupe_key=f"password_changed:{uuid7()}",
        )
