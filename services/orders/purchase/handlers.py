"""Events that purchase orders react to."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.events.catalog import ProductChanged
from kit.events.consumer import Subscription
from kit.events.envelope import Envelope
from services.orders.purchase import service as purchase_service


async def review_open_orders(
    session: AsyncSession, event: ProductChanged, _envelope: Envelope
) -> None:
    """Flag open lines whose mark was suspended or shortened, in the event's transaction.

    Stands after the offer projection's subscription: it judges by the offers as they are then,
    so a late or repeated event does no harm.
    """
    await purchase_service.review_eligibility(session, product_id=event.product_id)


SUBSCRIPTIONS = (Subscription(ProductChanged, review_open_orders),)
