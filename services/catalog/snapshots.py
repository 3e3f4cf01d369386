"""The catalogue's present state as events, from which other services rebuild their copies."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.events.catalog import ProductChanged
from kit.events.envelope import Event
from kit.events.rebuild import Snapshots
from services.catalog.product import service as product_service


async def products(session: AsyncSession) -> AsyncIterator[Event]:
    """Every product that has ever been public, as its last event told it."""
    async for event in product_service.snapshots(session):
        yield event


SNAPSHOTS: Final[Snapshots] = {ProductChanged.type: products}
