"""What other features ask about a shop."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.catalog.models import Shop
from services.catalog.shop import queries
from services.catalog.shop.errors import ShopNotApproved, ShopNotKnownYet


async def require(session: AsyncSession, *, shop_id: UUID) -> Shop:
    """The shop.

    Raises:
        ShopNotKnownYet: its event has not arrived.
    """
    shop = await queries.find(session, shop_id=shop_id)
    if shop is None:
        raise ShopNotKnownYet(headers={"Retry-After": "1"})
    return shop


async def require_selling(session: AsyncSession, *, shop_id: UUID) -> Shop:
    """The shop, active and approved to sell.

    Raises:
        ShopNotKnownYet: its event has not arrived.
        ShopNotApproved: it may not sell, or not now.
    """
    shop = await require(session, shop_id=shop_id)
    if not shop.sells:
        raise ShopNotApproved
    return shop
