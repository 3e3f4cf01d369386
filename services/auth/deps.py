"""What endpoints of the auth service ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, cast

from fastapi import Depends, Request

from contracts.scopes import Scope
from contracts.tokens import Principal
from kit.app import ReadSession, Resources, Session
from kit.auth import OptionalClaims, VerifiedClaims
from kit.db import Database
from kit.objects import Bucket
from services.auth.audit.origin import caller_address
from services.auth.errors import MissingScope, PersonNeeded, SecondFactorNeeded
from services.auth.password.argon2id import PasswordHashing
from services.auth.settings import Settings
from services.auth.signing_key.fernet import Vault

__all__ = [
    "AccountCaller",
    "AuthResources",
    "BucketDep",
    "Caller",
    "CallerAddress",
    "DatabaseDep",
    "Hashing",
    "Operator",
    "OptionalClaims",
    "ReadSession",
    "Session",
    "SettingsDep",
    "UserAgent",
    "VaultDep",
]


_LONGEST_USER_AGENT: Final = 200


@dataclass(frozen=True)
class AuthResources(Resources):
    """What lives as long as the process: settings, database, keys and the hashing threads."""

    settings: Settings
    hashing: PasswordHashing
    vault: Vault
    bucket: Bucket


async def get_resources(request: Request) -> AuthResources:
    """The process's resources."""
    return cast("AuthResources", request.app.state.resources)


ResourcesDep = Annotated[AuthResources, Depends(get_resources)]


async def get_settings(resources: ResourcesDep) -> Settings:
    """The service's settings."""
    return resources.settings


async def get_database(resources: ResourcesDep) -> Database:
    """The database itself, for use cases that run as steps."""
    return resources.database


async def get_hashing(resources: ResourcesDep) -> PasswordHashing:
    """The hashing threads."""
    return resources.hashing


async def get_vault(resources: ResourcesDep) -> Vault:
    """What opens the signing keys."""
    return resources.vault


async def get_bucket(resources: ResourcesDep) -> Bucket:
    """The private bucket of applicants' documents."""
    return resources.bucket


async def get_account_caller(claims: VerifiedClaims) -> Principal:
    """The person who calls, for the routes of one's own account.

    Raises:
        PersonNeeded: it is an organisation's system.
    """
    caller = Principal.from_claims(claims)
    if caller.system:
        raise PersonNeeded
    return caller


AccountCaller = Annotated[Principal, Depends(get_account_caller)]


async def get_caller(caller: AccountCaller) -> Principal:
    """The person who calls, with all that the token gives.

    Raises:
        PersonNeeded, SecondFactorNeeded (an officer or operator who has not enrolled).
    """
    if caller.restricted:
        raise SecondFactorNeeded
    return caller


async def get_caller_address(request: Request) -> str:
    """The caller's network address, as the gateway tells it."""
    return request.client.host if request.client else "unknown"


async def get_user_agent(request: Request) -> str | None:
    """What the caller's program says that it is, for the list of sign-ins."""
    return request.headers.get("user-agent", "")[:_LONGEST_USER_AGENT] or None


async def remember_address(request: Request) -> None:
    """Keep the caller's address where the audit log finds it."""
    caller_address.set(request.client.host if request.client else None)


SettingsDep = Annotated[Settings, Depends(get_settings)]
DatabaseDep = Annotated[Database, Depends(get_database)]
Hashing = Annotated[PasswordHashing, Depends(get_hashing)]
BucketDep = Annotated[Bucket, Depends(get_bucket)]
VaultDep = Annotated[Vault, Depends(get_vault)]
Caller = Annotated[Principal, Depends(get_caller)]
CallerAddress = Annotated[str, Depends(get_caller_address)]
UserAgent = Annotated[str | None, Depends(get_user_agent)]


async def get_operator(caller: Caller) -> Principal:
    """The caller, who runs the marketplace.

    Raises:
        MissingScope: the token is not an operator's.
    """
    if not (caller.operator and caller.has(Scope.OPERATOR)):
        raise MissingScope(scope=Scope.OPERATOR.value)
    return caller


Operator = Annotated[Principal, Depends(get_operator)]
