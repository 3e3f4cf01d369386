"""HTTP of passwords."""

from __future__ import annotations

from fastapi import APIRouter, status

from kit.errors import Unauthenticated, problem_responses
from services.auth.account.errors import ContactNotValid
from services.auth.challenge.errors import CodeNotValid
from services.auth.challenge.schemas import ChallengeOpened
from services.auth.credential import service
from services.auth.credential.errors import PasswordNotConfirmed
from services.auth.credential.schemas import AddressGiven, PasswordChange, PasswordReset
from services.auth.deps import AccountCaller, CallerAddress, DatabaseDep, Hashing
from services.auth.password.errors import HashingBusy, PasswordTooWeak
from services.auth.throttle.errors import TooManyAttempts

router = APIRouter(prefix="/auth/v1", tags=["account"])


@router.post(
    "/accounts/password-reset",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problem_responses(ContactNotValid, TooManyAttempts),
)
async def ask_for_password_reset(
    body: AddressGiven, database: DatabaseDep, address: CallerAddress
) -> ChallengeOpened:
    """Ask for a code to set a new password; the same answer for every address."""
    return await service.ask_for_reset(
        database, email=body.email, phone=body.phone, address=address
    )


@router.post(
    "/accounts/password-reset/confirm",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problem_responses(CodeNotValid, PasswordTooWeak, HashingBusy),
)
async def reset_password(body: PasswordReset, database: DatabaseDep, hashing: Hashing) -> None:
    """Set a new password by the code; ends every sign-in. A second factor stays in force."""
    await service.reset(
        database,
        hashing=hashing,
        challenge_id=body.challenge_id,
        code=body.code,
        new_password=body.new_password,
    )


@router.post(
    "/me/password",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problem_responses(
        Unauthenticated, PasswordNotConfirmed, PasswordTooWeak, TooManyAttempts, HashingBusy
    ),
)
async def change_password(
    body: PasswordChange, caller: AccountCaller, database: DatabaseDep, hashing: Hashing
) -> None:
    """Set a new password by the present one; ends every other sign-in."""
    await service.change(
        database,
        hashing=hashing,
        caller=caller,
        current_password=body.current_password,
        new_password=body.new_password,
    )
