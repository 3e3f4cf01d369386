"""The services' answers about a person's data."""

from __future__ import annotations

from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.events.catalog import CatalogPersonErasureApplied, CatalogPersonExportReady
from contracts.events.orders import OrdersPersonErasureApplied, OrdersPersonExportReady
from contracts.events.people import PersonErasureApplied, PersonExportReady
from kit.events.envelope import Envelope
from kit.events.subscription import Subscription
from services.auth.privacy import service


async def export_ready(
    session: AsyncSession, event: PersonExportReady, _envelope: Envelope
) -> None:
    """A part of an export has come."""
    await service.export_answered(session, event=event)


async def erasure_applied(
    session: AsyncSession, event: PersonErasureApplied, _envelope: Envelope
) -> None:
    """A service has forgotten a person."""
    await service.erasure_answered(session, event=event)


SUBSCRIPTIONS: Final[tuple[Subscription, ...]] = (
    Subscription(CatalogPersonExportReady, export_ready),
    Subscription(OrdersPersonExportReady, export_ready),
    Subscription(CatalogPersonErasureApplied, erasure_applied),
    Subscription(OrdersPersonErasureApplied, erasure_applied),
)
