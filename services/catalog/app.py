"""The catalogue's application."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from contracts.tokens import AUDIENCE
from kit.app import build_app, database_of
from kit.auth import TokenVerifier, jwks_from_url
from services.catalog.api import router
from services.catalog.deps import CatalogResources
from services.catalog.search import nlpo3
from services.catalog.settings import Settings
from services.catalog.storage.s3 import ObjectStore
from services.catalog.storefront.endpoints import HOT_ROUTES


def create_app(settings: Settings) -> FastAPI:
    """The ASGI application; its lifespan opens the database, the keys and the object store."""

    @asynccontextmanager
    async def resources() -> AsyncIterator[CatalogResources]:
        database = database_of(settings, service="catalog")
        verifier = TokenVerifier(
            jwks_from_url(settings.jwks_url), issuer=settings.issuer, audience=AUDIENCE
        )
        await verifier.start()
        await asyncio.to_thread(nlpo3.warm)
        try:
            yield CatalogResources(
                settings=settings,
                database=database,
                verifier=verifier,
                store=ObjectStore(settings),
            )
        finally:
            await verifier.close()
            await database.close()

    return build_app(
        service="catalog",
        title="ตลาด · แคตตาล็อก (Talat catalogue)",
        settings=settings,
        router=router,
        resources=resources,
        ready_checks={"token_keys": _has_keys},
        hot_routes=HOT_ROUTES,
    )


async def _has_keys(resources: CatalogResources) -> None:
    if not resources.verifier.ready:
        raise RuntimeError("no public key of the auth service has been fetched")
