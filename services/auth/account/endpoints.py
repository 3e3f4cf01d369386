"""HTTP of accounts."""

from __future__ import annotations

from fastapi import APIRouter, status

from kit.errors import Unauthenticated, problem_responses
from services.auth.account import service
from services.auth.account.errors import ContactNotValid
from services.auth.account.schemas import AccountAccepted, AccountCreate, Me
from services.auth.deps import (
    AccountCaller,
    CallerAddress,
    DatabaseDep,
    Hashing,
    ReadSession,
    SettingsDep,
)
from services.auth.password.errors import HashingBusy, PasswordTooWeak
from services.auth.throttle.errors import TooManyAttempts

router = APIRouter(prefix="/auth/v1", tags=["account"])


@router.post(
    "/accounts",
    status_code=status.HTTP_201_CREATED,
    responses=problem_responses(ContactNotValid, PasswordTooWeak, TooManyAttempts, HashingBusy),
)
async def create_account(
    body: AccountCreate,
    database: DatabaseDep,
    hashing: Hashing,
    settings: SettingsDep,
    address: CallerAddress,
) -> AccountAccepted:
    """Sign up by e-mail or phone.

    A code goes to the address; `POST /auth/v1/accounts/verification/confirm` proves it. The
    answer is the same when the address has an account already: its owner is told instead, at
    most once a day, and nothing changes. Password rule: 12-128 characters, at least 5 different
    ones, without one's own name, e-mail name or phone number, and not easily guessed (zxcvbn).
    """
    return await service.sign_up(
        database,
        hashing=hashing,
        account=body,
        address=address,
        must_verify=settings.verification_required,
    )


@router.get("/me", responses=problem_responses(Unauthenticated))
async def read_me(caller: AccountCaller, session: ReadSession) -> Me:
    """One's own account: addresses, organisations and roles, appointments."""
    return await service.me(session, person_id=caller.person_id)
