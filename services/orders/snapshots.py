"""The shop's present state as events, from which other services rebuild their copies."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.events.orders import StockChanged
from kit.events.envelope import Event
from kit.events.rebuild import Snapshots
from services.orders.stock import service as stock_service


async def stock_levels(session: AsyncSession) -> AsyncIterator[Event]:
    """Every variant's availability, as its last event told it."""
    async for event in stock_service.snapshots(session):
        yield event


SNAPSHOTS: Final[Snapshots] = {StockChanged.type: stock_levels}
