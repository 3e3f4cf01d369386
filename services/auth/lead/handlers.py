"""Orders that were placed: a lead ends at the first."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.events.orders import OrderPlaced, PurchaseOrderPlaced
from kit.events.envelope import Envelope
from services.auth.lead import service


async def order_placed(session: AsyncSession, event: OrderPlaced, _envelope: Envelope) -> None:
    """A shopper's order wins the seller's leads that have no buyer of their own."""
    await service.ordered(
        session,
        supplier_id=event.seller_id,
        buyer_id=None,
        order_id=event.order_id,
        number=event.number,
        satang=event.total_satang,
        placed_at=event.occurred_at,
    )


async def purchase_order_placed(
    session: AsyncSession, event: PurchaseOrderPlaced, _envelope: Envelope
) -> None:
    """An institution's order wins the leads that brought it and the seller together."""
    await service.ordered(
        session,
        supplier_id=event.seller_id,
        buyer_id=event.buyer_id,
        order_id=event.purchase_order_id,
        number=event.number,
        satang=event.total_satang,
        placed_at=event.occurred_at,
    )
