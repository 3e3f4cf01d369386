"""The auth service's HTTP application."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI

from contracts.tokens import AUDIENCE
from kit.app import build_app, database_of
from kit.auth import TokenVerifier
from kit.db import Database
from kit.objects import Bucket
from services.auth.api import router
from services.auth.deps import AuthResources
from services.auth.password.argon2id import PasswordHashing
from services.auth.settings import Settings
from services.auth.signing_key import service as signing_key_service
from services.auth.signing_key.fernet import Vault
from services.auth.token.endpoints import oauth_refusal
from services.auth.token.errors import OAuthError


def create_app(settings: Settings) -> FastAPI:
    """The application; nothing is opened until its lifespan starts.

    The first start makes the first signing key; it is refused when the stored keys cannot be
    opened with the configured one.
    """

    @asynccontextmanager
    async def resources() -> AsyncIterator[AuthResources]:
        database = database_of(settings, service="auth")
        hashing = PasswordHashing(
            memory_kib=settings.argon2_memory_kib,
            time_cost=settings.argon2_time_cost,
            threads=settings.argon2_threads,
        )
        vault = Vault(settings.key_encryption_key.get_secret_value())
        verifier = TokenVerifier(
            lambda: _own_keys(database), issuer=settings.issuer, audience=AUDIENCE
        )
        try:
            await signing_key_service.ensure(database, vault=vault)
            await verifier.start()
            yield AuthResources(
                settings=settings,
                database=database,
                verifier=verifier,
                hashing=hashing,
                vault=vault,
                bucket=Bucket(settings.bucket()),
            )
        finally:
            await verifier.close()
            hashing.close()
            await database.close()

    app = build_app(
        service="auth",
        title="Talat · auth (บัญชี องค์กร สิทธิ์ เจ้าหน้าที่)",
        settings=settings,
        router=router,
        resources=resources,
    )
    app.add_exception_handler(OAuthError, oauth_refusal)
    return app


async def _own_keys(database: Database) -> Mapping[str, Any]:
    """Our own public keys, straight from the table."""
    async with database.reading() as session:
        return await signing_key_service.key_set(session)
