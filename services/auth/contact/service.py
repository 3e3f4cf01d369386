"""Use cases of addresses: prove, add, remove, and send the codes."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.tokens import Principal
from kit.db import Database
from kit.errors import NotFound
from kit.ids import uuid7
from kit.time import bangkok_today, now
from services.auth.account import service as account_service
from services.auth.account.rules import Address, mask
from services.auth.audit import service as audit_service
from services.auth.challenge import service as challenge_service
from services.auth.challenge.errors import CodeNotValid
from services.auth.challenge.rules import LIFETIME
from services.auth.challenge.schemas import ChallengeOpened
from services.auth.contact.errors import LastContact
from services.auth.contact.schemas import AddressProven
from services.auth.credential import service as credential_service
from services.auth.models import Challenge, ChallengePurpose
from services.auth.models.person import ContactKind
from services.auth.notice import service as notice_service
from services.auth.password.argon2id import PasswordHashing

_PROVES: Final = frozenset({ChallengePurpose.SIGN_UP, ChallengePurpose.VERIFY})
_TEMPLATES: Final = {
    ChallengePurpose.SIGN_UP: "code_verify",
    ChallengePurpose.VERIFY: "code_verify",
    ChallengePurpose.ADD_CONTACT: "code_verify",
    ChallengePurpose.RESET: "code_reset",
}


async def ask_for_code(
    database: Database, *, email: str | None, phone: str | None, address: str
) -> ChallengeOpened:
    """Ask for another code for the address of a sign-up; the same for every address.

    Raises:
        ContactNotValid, TooManyAttempts.
    """
    contact = account_service.address_of(email=email, phone=phone)
    await challenge_service.count_request(database, value=contact.value, address=address)
    async with database.transaction() as session:
        return await challenge_service.open_challenge(
            session,
            purpose=ChallengePurpose.VERIFY,
            kind=contact.kind,
            value=contact.value,
            masked=mask(contact),
        )


async def prove(database: Database, *, challenge_id: UUID, code: str) -> AddressProven:
    """Mark the address as proven by the code that was sent to it.

    Raises:
        CodeNotValid.
    """
    async with database.transaction() as session:
        proven = await challenge_service.try_code(
            session, challenge_id=challenge_id, purposes=_PROVES, code=code
        )
        if proven is not None and proven.person_id is not None:
            address = _address(proven)
            await challenge_service.consume(session, challenge_id)
            await account_service.mark_verified(
                session, person_id=proven.person_id, address=address
            )
            await audit_service.record(
                session,
                action="contact.verified",
                by=proven.person_id,
                subject=("person", proven.person_id),
                after={"contact": mask(address)},
            )
            return AddressProven(kind=address.kind, contact=mask(address), verified_at=now())
    raise CodeNotValid


def _address(challenge: Challenge) -> Address:
    return Address(ContactKind(challenge.kind), challenge.value)


async def ask_to_add(
    database: Database,
    *,
    hashing: PasswordHashing,
    caller: Principal,
    email: str | None,
    phone: str | None,
    password: str,
    address: str,
) -> ChallengeOpened:
    """Ask for a code to an address that the caller wants to add.

    The answer is the same when the address is another's: its owner is told instead.

    Raises:
        ContactNotValid, PasswordNotConfirmed, TooManyAttempts, HashingBusy.
    """
    contact = account_service.address_of(email=email, phone=phone)
    await credential_service.confirm_password(
        database, hashing=hashing, person_id=caller.person_id, password=password
    )
    await challenge_service.count_request(database, value=contact.value, address=address)
    async with database.transaction() as session:
        return await challenge_service.open_challenge(
            session,
            purpose=ChallengePurpose.ADD_CONTACT,
            kind=contact.kind,
            value=contact.value,
            masked=mask(contact),
            person_id=caller.person_id,
        )


async def add(
    database: Database, *, caller: Principal, challenge_id: UUID, code: str
) -> AddressProven:
    """Add the address whose code this is; the other addresses are told.

    Raises:
        CodeNotValid: also when the address became somebody's meanwhile.
    """
    async with database.transaction() as session:
        proven = await challenge_service.try_code(
            session,
            challenge_id=challenge_id,
            purposes={ChallengePurpose.ADD_CONTACT},
            code=code,
            person_id=caller.person_id,
        )
        if proven is not None:
            await _add(session, caller, proven)
    if proven is None:
        raise CodeNotValid
    address = _address(proven)
    return AddressProven(kind=address.kind, contact=mask(address), verified_at=now())


async def _add(session: AsyncSession, caller: Principal, proven: Challenge) -> None:
    address = _address(proven)
    await challenge_service.consume(session, proven.id)
    # Before the new address is there, so that an older one is told.
    await _tell(session, caller.person_id, "contact_added", address)
    if not await account_service.add_contact(session, person_id=caller.person_id, address=address):
        raise CodeNotValid
    await audit_service.record(
        session,
        action="contact.added",
        by=caller.person_id,
        subject=("person", caller.person_id),
        after={"contact": mask(address)},
    )


async def _tell(session: AsyncSession, person_id: UUID, template: str, address: Address) -> None:
    await notice_service.tell_person(
        session,
        person_id=person_id,
        template=template,
        data={"contact": mask(address)},
        dedupe_key=f"{template}:{uuid7()}",
    )


async def remove(
    database: Database,
    *,
    hashing: PasswordHashing,
    caller: Principal,
    contact_id: UUID,
    password: str,
) -> None:
    """Remove one of the caller's addresses; the ones that stay are told.

    Raises:
        PasswordNotConfirmed, NotFound, LastContact, TooManyAttempts, HashingBusy.
    """
    await credential_service.confirm_password(
        database, hashing=hashing, person_id=caller.person_id, password=password
    )
    async with database.transaction() as session:
        outcome = await account_service.remove_contact(
            session, person_id=caller.person_id, contact_id=contact_id
        )
        if outcome is None:
            raise NotFound
        address, proven_left = outcome
        if not proven_left:
            raise LastContact
        await audit_service.record(
            session,
            action="contact.removed",
            by=caller.person_id,
            subject=("person", caller.person_id),
            before={"contact": mask(address)},
        )
        await _tell(session, caller.person_id, "contact_removed", address)


async def send_next_code(database: Database) -> bool:
    """Queue the message of the oldest challenge that waits; whether there was one.

    The due task's work. Only here is looked up whose an address is. One that is nobody's gets
    nothing; one that is another's tells its owner, once a day.
    """
    async with database.transaction() as session:
        challenge = await challenge_service.next_unsent(session)
        if challenge is None:
            return False
        address = _address(challenge)
        owner_id = await account_service.owner_of(session, address=address)
        purpose = ChallengePurpose(challenge.purpose)
        claims = purpose in {ChallengePurpose.SIGN_UP, ChallengePurpose.ADD_CONTACT}
        if claims and owner_id not in {None, challenge.person_id}:
            await _tell_owner(session, owner_id)
            return True
        person_id = challenge.person_id if claims else owner_id
        if person_id is None:
            return True
        await _send_code(session, challenge, person_id=person_id, address=address)
    return True


async def _tell_owner(session: AsyncSession, owner_id: UUID | None) -> None:
    if owner_id is not None:
        await notice_service.tell_person(
            session,
            person_id=owner_id,
            template="sign_up_again",
            data={},
            dedupe_key=f"sign_up_again:{owner_id}:{bangkok_today()}",
        )


async def _send_code(
    session: AsyncSession, challenge: Challenge, *, person_id: UUID, address: Address
) -> None:
    code = await challenge_service.make_code(session, challenge, person_id=person_id)
    await notice_service.tell_address(
        session,
        person_id=person_id,
        kind=address.kind,
        value=address.value,
        template=_TEMPLATES[ChallengePurpose(challenge.purpose)],
        data={"code": code, "minutes": str(int(LIFETIME.total_seconds() // 60))},
        dedupe_key=f"code:{challenge.id}",
    )
