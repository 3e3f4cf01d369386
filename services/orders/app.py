"""The orders service's HTTP application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from contracts.tokens import AUDIENCE
from kit.app import build_app, database_of
from kit.auth import TokenVerifier, jwks_from_url
from services.orders.api import router
from services.orders.deps import OrdersResources
from services.orders.payment.stripe import StripePayments
from services.orders.settings import Settings


def create_app(settings: Settings) -> FastAPI:
    """The application; nothing is opened until its lifespan starts."""

    @asynccontextmanager
    async def resources() -> AsyncIterator[OrdersResources]:
        database = database_of(settings, service="orders")
        payments = stripe_payments(settings)
        verifier = TokenVerifier(
            jwks_from_url(settings.jwks_url), issuer=settings.issuer, audience=AUDIENCE
        )
        await verifier.start()
        try:
            yield OrdersResources(
                settings=settings, database=database, verifier=verifier, payments=payments
            )
        finally:
            await verifier.close()
            await payments.close()
            await database.close()

    return build_app(
        service="orders",
        title="Talat · orders (คำสั่งซื้อ สต็อก การเงิน)",
        settings=settings,
        router=router,
        resources=resources,
    )


def stripe_payments(settings: Settings) -> StripePayments:
    """The payment port as the settings say."""
    return StripePayments(
        settings.stripe_api_key.get_secret_value(),
        api_base=settings.stripe_api_base,
        timeout_seconds=settings.stripe_timeout_seconds,
    )
