"""SQL of deliveries."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from kit.pagination import PageParams, keyset
from services.orders.delivery.rules import UNDER_WAY
from services.orders.models.delivery import Delivery


async def one(session: AsyncSession, *, delivery_id: UUID, party_id: UUID) -> Delivery | None:
    """A delivery with its lines, if the party is its buyer or its seller."""
    return await session.scalar(
        select(Delivery)
        .where(
            Delivery.id == delivery_id,
            or_(Delivery.buyer_id == party_id, Delivery.seller_id == party_id),
        )
        .options(selectinload(Delivery.lines))
    )


async def locked(session: AsyncSession, *, delivery_id: UUID) -> Delivery:
    """A delivery with its lines as they are now; others wait for this transaction."""
    found = await session.scalars(
        select(Delivery)
        .where(Delivery.id == delivery_id)
        .options(selectinload(Delivery.lines))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.one()


async def page_of(
    session: AsyncSession,
    *,
    party_id: UUID,
    order_id: UUID | None,
    status: str | None,
    page: PageParams,
) -> Sequence[Delivery]:
    """The party's deliveries as buyer or seller, newest first."""
    statement = select(Delivery).where(
        or_(Delivery.buyer_id == party_id, Delivery.seller_id == party_id)
    )
    if order_id is not None:
        statement = statement.where(Delivery.purchase_order_id == order_id)
    if status is not None:
        statement = statement.where(Delivery.status == status)
    found = await session.scalars(keyset(statement, order=[(Delivery.id, "desc")], page=page))
    return found.all()


async def of_order(session: AsyncSession, *, order_id: UUID) -> Sequence[Delivery]:
    """Every delivery of an order with its lines, in the order of their numbers."""
    found = await session.scalars(
        select(Delivery)
        .where(Delivery.purchase_order_id == order_id)
        .options(selectinload(Delivery.lines))
        .order_by(Delivery.sequence)
    )
    return found.all()


async def count_of_order(session: AsyncSession, *, order_id: UUID) -> int:
    """How many deliveries an order has had; its row lock keeps others from adding one."""
    statement = select(func.count()).where(Delivery.purchase_order_id == order_id)
    return int((await session.execute(statement)).scalar_one())


async def any_under_way(session: AsyncSession, *, order_id: UUID) -> bool:
    """Whether a delivery of the order is on the road or being inspected."""
    statement = select(Delivery.id).where(
        Delivery.purchase_order_id == order_id, Delivery.status.in_(UNDER_WAY)
    )
    return (await session.execute(statement.limit(1))).first() is not None
