"""Use cases of accounts."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.types import clean_name
from kit.db import Database
from kit.errors import Unauthenticated
from kit.ids import uuid7
from kit.time import bangkok_today
from services.auth.account import queries, rules
from services.auth.account.errors import AddressTaken, PersonNotFound
from services.auth.account.schemas import (
    AccountAccepted,
    AccountCreate,
    ContactRead,
    Me,
    OwnAppointment,
    OwnMembership,
)
from services.auth.models import Person
from services.auth.models.person import ContactKind
from services.auth.notice import service as notice_service
from services.auth.password import rules as password_rules
from services.auth.password.argon2id import PasswordHashing

SIGN_UP_AGAIN: Final = "sign_up_again"


def address_of(*, email: str | None, phone: str | None) -> rules.Address:
    """The normal form of whichever of the two is given.

    Raises:
        ContactNotValid: neither an e-mail address nor a phone number.
    """
    if email is not None:
        return rules.Address(ContactKind.EMAIL, rules.normalise_email(email))
    return rules.Address(ContactKind.PHONE, rules.normalise_phone(phone or ""))


async def sign_up(
    database: Database, *, hashing: PasswordHashing, account: AccountCreate
) -> AccountAccepted:
    """Make an account, or tell the owner of the address that somebody tried to.

    The answer and the work are the same in both cases, so that nobody learns whose address is
    known here. The password is hashed before the transaction: no connection waits for argon2.

    Raises:
        ContactNotValid, PasswordTooWeak, HashingBusy.
    """
    address = address_of(email=account.email, phone=account.phone)
    password = password_rules.normalise_password(account.password)
    password_rules.check_password(password, personal=rules.personal_part(address))
    encoded = await hashing.hash(password)
    async with database.transaction() as session:
        person_id = await _insert(
            session,
            address=address,
            display_name=account.display_name,
            password_hash=encoded,
            operator=False,
        )
        if person_id is None:
            await _tell_owner(session, address)
    return AccountAccepted(
        contact_kind=address.kind,
        contact=rules.mask(address),
        display_name=account.display_name,
        next_step="sign_in",
    )


async def _insert(
    session: AsyncSession,
    *,
    address: rules.Address,
    display_name: str,
    password_hash: str,
    operator: bool,
) -> UUID | None:
    """The new person's id, or None when the address belongs to somebody, racing or not."""
    person_id = uuid7()
    await queries.insert_person(
        session,
        id=person_id,
        display_name=display_name,
        password_hash=password_hash,
        operator=operator,
    )
    inserted = await queries.insert_contact(
        session, id=uuid7(), person_id=person_id, kind=address.kind.value, value=address.value
    )
    if not inserted:
        await queries.delete_person(session, person_id)
        return None
    return person_id


async def _tell_owner(session: AsyncSession, address: rules.Address) -> None:
    owner = await queries.person_by_address(session, kind=address.kind, value=address.value)
    if owner is not None:
        await notice_service.tell_person(
            session,
            person_id=owner.id,
            template=SIGN_UP_AGAIN,
            data={},
            dedupe_key=f"{SIGN_UP_AGAIN}:{owner.id}:{bangkok_today()}",
        )


async def create_operator(
    session: AsyncSession, *, email: str, password: str, display_name: str
) -> UUID:
    """Make an operator's account; for the operator's command, not for a route.

    Raises:
        ContactNotValid, PasswordTooWeak, AddressTaken.
    """
    address = address_of(email=email, phone=None)
    typed = password_rules.normalise_password(password)
    password_rules.check_password(typed, personal=rules.personal_part(address))
    hashing = PasswordHashing()
    try:
        encoded = await hashing.hash(typed)
    finally:
        hashing.close()
    person_id = await _insert(
        session,
        address=address,
        display_name=clean_name(display_name),
        password_hash=encoded,
        operator=True,
    )
    if person_id is None:
        raise AddressTaken
    return person_id


async def verify_password(
    database: Database, *, hashing: PasswordHashing, address: rules.Address | None, password: str
) -> Person | None:
    """The person whose address and password these are, else None after the same work.

    Holds no connection while argon2 works. A hash made under older parameters is renewed.
    """
    person = None
    if address is not None:
        async with database.transaction() as session:
            person = await queries.person_by_address(
                session, kind=address.kind, value=address.value
            )
    typed = password_rules.normalise_password(password[: password_rules.PASSWORD_MAX_LENGTH * 4])
    verdict = await hashing.verify(person.password_hash if person else None, typed)
    if person is None or not verdict.matches:
        return None
    if verdict.rehash is not None:
        async with database.transaction() as session:
            await queries.set_password_hash(
                session, person_id=person.id, old=person.password_hash, new=verdict.rehash
            )
    return person


async def person(session: AsyncSession, *, person_id: UUID) -> Person | None:
    """The person, or None."""
    return await queries.person_by_id(session, person_id)


async def find_person(
    session: AsyncSession, *, email: str | None, phone: str | None, person_id: UUID | None
) -> Person:
    """The person with that address or id.

    Raises:
        ContactNotValid, PersonNotFound.
    """
    if person_id is not None:
        found = await queries.person_by_id(session, person_id)
    else:
        address = address_of(email=email, phone=phone)
        found = await queries.person_by_address(session, kind=address.kind, value=address.value)
    if found is None:
        raise PersonNotFound
    return found


async def me(session: AsyncSession, *, person_id: UUID) -> Me:
    """One's own account with everything one may act as.

    Raises:
        Unauthenticated: the account is gone.
    """
    person = await queries.person_by_id(session, person_id)
    if person is None:
        raise Unauthenticated
    contacts = await queries.contacts_of(session, person_id)
    memberships = await queries.memberships_of(session, person_id)
    appointments = await queries.appointments_of(session, person_id, today=bangkok_today())
    return Me(
        person_id=person.id,
        display_name=person.display_name,
        contacts=[ContactRead.model_validate(contact) for contact in contacts],
        organisations=[OwnMembership.model_validate(row) for row in memberships],
        appointments=[OwnAppointment.model_validate(row) for row in appointments],
        operator=person.operator,
    )
