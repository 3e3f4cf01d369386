"""What endpoints of the auth service ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request

from contracts.scopes import Scope
from contracts.tokens import Principal
from kit.app import ReadSession, Resources, Session
from kit.auth import OptionalClaims, VerifiedClaims
from kit.db import Database
from kit.objects import Bucket
from services.auth.audit.origin import caller_address
from services.auth.errors import MissingScope
from services.auth.password.argon2id import PasswordHashing
from services.auth.settings import Settings
from services.auth.signing_key.fernet import Vault

__all__ = [
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
    "VaultDep",
]


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


async def get_caller(claims: VerifiedClaims) -> Principal:
    """Who calls, by a verified access token."""
    return Principal.from_claims(claims)


async def get_caller_address(request: Request) -> str:
    """The caller's network address, as the gateway tells it."""
    return request.client.host if request.client else "unknown"


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


async def get_operator(caller: Caller) -> Principal:
    """The caller, who runs the marketplace.

    Raises:
        MissingScope: the token is not an operator's.
    """
    if not (caller.operator and caller.has(Scope.OPERATOR)):
        raise MissingScope(scope=Scope.OPERATOR.value)
    return caller


Operator = Annotated[Principal, Depends(get_operator)]
