"""HTTP of the second factor."""

from __future__ import annotations

from fastapi import APIRouter, status

from kit.errors import Unauthenticated, problem_responses
from services.auth.credential.errors import PasswordNotConfirmed
from services.auth.deps import (
    AccountCaller,
    DatabaseDep,
    Hashing,
    ReadSession,
    Session,
    VaultDep,
)
from services.auth.password.errors import HashingBusy
from services.auth.second_factor import service
from services.auth.second_factor.errors import (
    AddressNotProven,
    SecondFactorCodeNotValid,
    SecondFactorEnrolled,
    SecondFactorNotEnrolled,
)
from services.auth.second_factor.schemas import (
    RecoveryCodes,
    SecondFactorBegin,
    SecondFactorBegun,
    SecondFactorChange,
    SecondFactorConfirm,
    SecondFactorRead,
)
from services.auth.throttle.errors import TooManyAttempts

router = APIRouter(prefix="/auth/v1/me/totp", tags=["account"])

_CONFIRMED = (Unauthenticated, PasswordNotConfirmed, TooManyAttempts, HashingBusy)


@router.get("", responses=problem_responses(Unauthenticated))
async def read_second_factor(caller: AccountCaller, session: ReadSession) -> SecondFactorRead:
    """Whether one-time passwords are on, and how many recovery codes are left."""
    return await service.state(session, caller=caller)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    responses=problem_responses(AddressNotProven, SecondFactorEnrolled, *_CONFIRMED),
)
async def begin_second_factor(
    body: SecondFactorBegin,
    caller: AccountCaller,
    database: DatabaseDep,
    hashing: Hashing,
    vault: VaultDep,
) -> SecondFactorBegun:
    """A secret for an authenticator app; in force once confirmed by a code."""
    return await service.begin(
        database, hashing=hashing, vault=vault, caller=caller, password=body.password
    )


@router.post(
    "/confirm",
    responses=problem_responses(
        Unauthenticated, SecondFactorNotEnrolled, SecondFactorEnrolled, SecondFactorCodeNotValid
    ),
)
async def confirm_second_factor(
    body: SecondFactorConfirm, caller: AccountCaller, session: Session, vault: VaultDep
) -> RecoveryCodes:
    """Turn one-time passwords on; gives ten recovery codes, once. Refresh the token then."""
    return await service.confirm(session, vault=vault, caller=caller, code=body.code)


@router.post(
    "/disable",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problem_responses(SecondFactorNotEnrolled, SecondFactorCodeNotValid, *_CONFIRMED),
)
async def turn_second_factor_off(
    body: SecondFactorChange,
    caller: AccountCaller,
    database: DatabaseDep,
    hashing: Hashing,
    vault: VaultDep,
) -> None:
    """Turn one-time passwords off. Officers and operators then lose their rights."""
    await service.turn_off(
        database,
        hashing=hashing,
        vault=vault,
        caller=caller,
        password=body.password,
        code=body.code,
    )


@router.post(
    "/recovery-codes",
    responses=problem_responses(SecondFactorNotEnrolled, SecondFactorCodeNotValid, *_CONFIRMED),
)
async def renew_recovery_codes(
    body: SecondFactorChange,
    caller: AccountCaller,
    database: DatabaseDep,
    hashing: Hashing,
    vault: VaultDep,
) -> RecoveryCodes:
    """Ten new recovery codes; the old ones are gone."""
    return await service.renew_recovery_codes(
        database,
        hashing=hashing,
        vault=vault,
        caller=caller,
        password=body.password,
        code=body.code,
    )
