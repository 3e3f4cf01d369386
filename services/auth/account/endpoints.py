"""HTTP of accounts."""

from __future__ import annotations

from fastapi import APIRouter, status

from kit.errors import Unauthenticated, problem_responses
from services.auth.account import service
from services.auth.account.errors import ContactNotValid
from services.auth.account.schemas import AccountAccepted, AccountCreate, Me
from services.auth.deps import Caller, DatabaseDep, Hashing, ReadSession
from services.auth.password.errors import HashingBusy, PasswordTooWeak

router = APIRouter(prefix="/auth/v1", tags=["account"])


@router.post(
    "/accounts",
    status_code=status.HTTP_201_CREATED,
    responses=problem_responses(ContactNotValid, PasswordTooWeak, HashingBusy),
)
async def create_account(
    body: AccountCreate, database: DatabaseDep, hashing: Hashing
) -> AccountAccepted:
    """Sign up by e-mail or phone.

    The answer is the same when the address has an account already: its owner is told instead,
    at most once a day, and nothing changes. Password rule: 12-128 characters, at least 5
    different ones, without one's own e-mail name or phone number.
    """
    return await service.sign_up(database, hashing=hashing, account=body)


@router.get("/me", responses=problem_responses(Unauthenticated))
async def read_me(caller: Caller, session: ReadSession) -> Me:
    """One's own account: addresses, organisations and roles, appointments."""
    return await service.me(session, person_id=caller.person_id)
