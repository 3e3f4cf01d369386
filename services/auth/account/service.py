"""Use cases of accounts."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.types import clean_name
from kit.db import Database
from kit.errors import Unauthenticated
from kit.ids import uuid7
from kit.time import bangkok_today, now
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
from services.auth.audit import service as audit_service
from services.auth.challenge import service as challenge_service
from services.auth.models import ChallengePurpose, Person
from services.auth.models.person import ContactKind
from services.auth.password import rules as password_rules
from services.auth.password.argon2id import PasswordHashing


def address_of(*, email: str | None, phone: str | None) -> rules.Address:
    """The normal form of whichever of the two is given.

    Raises:
        ContactNotValid: neither an e-mail address nor a phone number.
    """
    if email is not None:
        return rules.Address(ContactKind.EMAIL, rules.normalise_email(email))
    return rules.Address(ContactKind.PHONE, rules.normalise_phone(phone or ""))


async def sign_up(
    database: Database,
    *,
    hashing: PasswordHashing,
    account: AccountCreate,
    address: str,
    must_verify: bool,
) -> AccountAccepted:
    """Make an account, unless the address has one, and ask for a code to the address.

    The answer and every statement are the same in both cases, so that nobody learns whose
    address is known here: the worker tells the owner or sends the code. The password is hashed
    before the transaction: no connection waits for argon2.

    Raises:
        ContactNotValid, PasswordTooWeak, TooManyAttempts, HashingBusy.
    """
    contact = address_of(email=account.email, phone=account.phone)
    await challenge_service.count_request(database, value=contact.value, address=address)
    encoded = await _hash_checked(
        hashing, account.password, personal=[rules.personal_part(contact), account.display_name]
    )
    async with database.transaction() as session:
        person_id = await _insert(
            session,
            address=contact,
            display_name=account.display_name,
            password_hash=encoded,
            operator=False,
        )
        opened = await challenge_service.open_challenge(
            session,
            purpose=ChallengePurpose.SIGN_UP,
            kind=contact.kind,
            value=contact.value,
            masked=rules.mask(contact),
            person_id=person_id,
        )
    return AccountAccepted(
        contact_kind=contact.kind,
        contact=opened.contact,
        display_name=account.display_name,
        next_step="verify" if must_verify else "sign_in",
        challenge_id=opened.challenge_id,
        expires_at=opened.expires_at,
    )


async def _hash_checked(hashing: PasswordHashing, password: str, *, personal: Sequence[str]) -> str:
    typed = password_rules.normalise_password(password)
    password_rules.check_password(typed, personal=personal)
    if await hashing.is_guessable(typed, personal=personal):
        raise password_rules.too_weak()
    return await hashing.hash(typed)


async def _insert(
    session: AsyncSession,
    *,
    address: rules.Address,
    display_name: str,
    password_hash: str,
    operator: bool,
) -> UUID | None:
    """The new person's id, or None when the address belongs to somebody, racing or not.

    The same statements in both cases.
    """
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
    await queries.delete_person_without_contact(session, person_id)
    await audit_service.record(
        session,
        action="account.created" if inserted else "account.sign_up_repeated",
        by=person_id if inserted else None,
        subject=("person", person_id),
        after={"contact": rules.mask(address)},
    )
    return person_id if inserted else None


async def create_operator(
    session: AsyncSession, *, email: str, password: str, display_name: str
) -> UUID:
    """Make an operator's account; for the operator's command, not for a route.

    Raises:
        ContactNotValid, PasswordTooWeak, AddressTaken.
    """
    address = address_of(email=email, phone=None)
    hashing = PasswordHashing()
    try:
        encoded = await _hash_checked(
            hashing, password, personal=[rules.personal_part(address), display_name]
        )
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
    await mark_verified(session, person_id=person_id, address=address)
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


async def password_is(
    database: Database, *, hashing: PasswordHashing, person_id: UUID, password: str
) -> bool:
    """Whether it is the person's password. Holds no connection while argon2 works."""
    async with database.transaction() as session:
        found = await queries.person_by_id(session, person_id)
    typed = password_rules.normalise_password(password[: password_rules.PASSWORD_MAX_LENGTH * 4])
    return (await hashing.verify(found.password_hash if found else None, typed)).matches


async def hash_new_password(
    database: Database, *, hashing: PasswordHashing, person_id: UUID, password: str
) -> str:
    """The hash of a person's new password, held against the rule.

    Raises:
        PasswordTooWeak, HashingBusy, Unauthenticated (the account is gone).
    """
    async with database.transaction() as session:
        found = await queries.person_by_id(session, person_id)
        if found is None or found.erased_at is not None:
            raise Unauthenticated
        contacts = await queries.contacts_of(session, person_id)
    own = [rules.Address(ContactKind(contact.kind), contact.value) for contact in contacts]
    personal = [*(rules.personal_part(address) for address in own), found.display_name]
    return await _hash_checked(hashing, password, personal=personal)


async def replace_password(session: AsyncSession, *, person_id: UUID, encoded: str) -> None:
    """Store the hash of a new password."""
    await queries.replace_password_hash(session, person_id=person_id, new=encoded)


async def mark_verified(session: AsyncSession, *, person_id: UUID, address: rules.Address) -> None:
    """The address is the person's: a code that was sent there came back."""
    await queries.verify_contact(
        session, person_id=person_id, kind=address.kind, value=address.value
    )


async def owner_of(session: AsyncSession, *, address: rules.Address) -> UUID | None:
    """Whose address it is."""
    found = await queries.person_by_address(session, kind=address.kind, value=address.value)
    return found.id if found else None


async def is_verified(session: AsyncSession, *, person_id: UUID, address: rules.Address) -> bool:
    """Whether the person has proven the address."""
    contacts = await queries.contacts_of(session, person_id)
    return any(
        contact.value == address.value and contact.verified_at is not None
        for contact in contacts
        if contact.kind == address.kind.value
    )


async def proven_label(session: AsyncSession, *, person_id: UUID) -> str | None:
    """The person's oldest proven address, masked; None when there is none."""
    for contact in await queries.contacts_of(session, person_id):
        if contact.verified_at is not None:
            return rules.mask(rules.Address(ContactKind(contact.kind), contact.value))
    return None


async def add_contact(session: AsyncSession, *, person_id: UUID, address: rules.Address) -> bool:
    """Give the person a proven address; False when somebody has it."""
    return await queries.insert_contact(
        session,
        id=uuid7(),
        person_id=person_id,
        kind=address.kind.value,
        value=address.value,
        verified_at=now(),
    )


async def remove_contact(
    session: AsyncSession, *, person_id: UUID, contact_id: UUID
) -> tuple[rules.Address, int] | None:
    """Take an address from the person: which it was, and how many proven ones are left.

    None when it is not the person's. The person is locked, so that of two removals one is last.
    """
    await queries.lock_person(session, person_id)
    removed = await queries.delete_contact(session, person_id=person_id, contact_id=contact_id)
    if removed is None:
        return None
    left = await queries.contacts_of(session, person_id)
    proven = sum(contact.verified_at is not None for contact in left)
    return rules.Address(ContactKind(removed.kind), removed.value), proven


async def remove_contacts(session: AsyncSession, *, person_id: UUID) -> int:
    """Take every address from a person who is erased; how many."""
    return await queries.delete_contacts(session, person_id)


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
    if person is None or person.erased_at is not None:
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
