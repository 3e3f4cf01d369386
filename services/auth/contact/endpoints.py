"""HTTP of addresses."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, status

from kit.errors import NotFound, Unauthenticated, problem_responses
from services.auth.account.errors import ContactNotValid
from services.auth.challenge.errors import CodeNotValid
from services.auth.challenge.schemas import ChallengeOpened
from services.auth.contact import service
from services.auth.contact.errors import LastContact
from services.auth.contact.schemas import AddressProven, CodeGiven, ContactCreate, PasswordGiven
from services.auth.credential.errors import PasswordNotConfirmed
from services.auth.credential.schemas import AddressGiven
from services.auth.deps import AccountCaller, CallerAddress, DatabaseDep, Hashing
from services.auth.password.errors import HashingBusy
from services.auth.throttle.errors import TooManyAttempts

router = APIRouter(prefix="/auth/v1", tags=["account"])

_CONFIRMED = (Unauthenticated, PasswordNotConfirmed, TooManyAttempts, HashingBusy)


@router.post(
    "/accounts/verification",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problem_responses(ContactNotValid, TooManyAttempts),
)
async def ask_for_verification_code(
    body: AddressGiven, database: DatabaseDep, address: CallerAddress
) -> ChallengeOpened:
    """Ask for another code for one's address; the same answer for every address."""
    return await service.ask_for_code(database, email=body.email, phone=body.phone, address=address)


@router.post("/accounts/verification/confirm", responses=problem_responses(CodeNotValid))
async def verify_address(body: CodeGiven, database: DatabaseDep) -> AddressProven:
    """Prove an address by the code that was sent to it. Five tries a code."""
    return await service.prove(database, challenge_id=body.challenge_id, code=body.code)


@router.post(
    "/me/contacts",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problem_responses(ContactNotValid, *_CONFIRMED),
)
async def ask_to_add_contact(
    body: ContactCreate,
    caller: AccountCaller,
    database: DatabaseDep,
    hashing: Hashing,
    address: CallerAddress,
) -> ChallengeOpened:
    """Ask for a code to another address; it is added by the code."""
    return await service.ask_to_add(
        database,
        hashing=hashing,
        caller=caller,
        email=body.email,
        phone=body.phone,
        password=body.password,
        address=address,
    )


@router.post(
    "/me/contacts/confirm",
    status_code=status.HTTP_201_CREATED,
    responses=problem_responses(Unauthenticated, CodeNotValid),
)
async def add_contact(
    body: CodeGiven, caller: AccountCaller, database: DatabaseDep
) -> AddressProven:
    """Add the address whose code this is. The account's other addresses are told."""
    return await service.add(
        database, caller=caller, challenge_id=body.challenge_id, code=body.code
    )


@router.post(
    "/me/contacts/{contact_id}/remove",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problem_responses(NotFound, LastContact, *_CONFIRMED),
)
async def remove_contact(
    contact_id: UUID,
    body: PasswordGiven,
    caller: AccountCaller,
    database: DatabaseDep,
    hashing: Hashing,
) -> None:
    """Remove an address; a proven one must stay."""
    await service.remove(
        database, hashing=hashing, caller=caller, contact_id=contact_id, password=body.password
    )
