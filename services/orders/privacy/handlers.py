"""Requests of people about their data, passed on by auth."""

from __future__ import annotations

from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.events.auth import PersonErasureRequested, PersonExportRequested
from kit.events.envelope import Envelope
from kit.events.subscription import Subscription
from services.orders.privacy import service


async def export_requested(
    session: AsyncSession, event: PersonExportRequested, _envelope: Envelope
) -> None:
    """Answer with everything held about the person, sealed to the request's key."""
    await service.export(session, request=event)


async def erasure_requested(
    session: AsyncSession, event: PersonErasureRequested, _envelope: Envelope
) -> None:
    """Forget the person and answer with what was done and what the law keeps."""
    await service.erase(session, request=event)


SUBSCRIPTIONS: Final = (
    Subscription(PersonExportRequested, export_requested),
    Subscription(PersonErasureRequested, erasure_requested),
)
