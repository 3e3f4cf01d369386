"""SQL of purchase orders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from kit.pagination import PageParams, keyset
from services.orders.models.offer import Offer
from services.orders.models.purchase import DocumentCounter, PurchaseOrder, PurchaseOrderLine


async def take_numbers(
    session: AsyncSession, *, buyer_id: UUID, document: str, fiscal_year: int, count: int
) -> int:
    """Take the buyer's next ``count`` numbers of a kind of document; returns the first.

    The counter's row stays locked until the transaction ends, so a number is given once and a
    rolled back one is given again: no gap.
    """
    statement = insert(DocumentCounter).values(
        buyer_id=buyer_id, document=str(document), fiscal_year=fiscal_year, last=count
    )
    taken = statement.on_conflict_do_update(
        index_elements=[
            DocumentCounter.buyer_id,
            DocumentCounter.document,
            DocumentCounter.fiscal_year,
        ],
        set_={"last": DocumentCounter.last + count},
    ).returning(DocumentCounter.last)
    last: int = (await session.execute(taken)).scalar_one()
    return last - count + 1


async def of_requisition(session: AsyncSession, *, requisition_id: UUID) -> Sequence[PurchaseOrder]:
    """The orders that came of a requisition, in the order of their numbers."""
    found = await session.scalars(
        select(PurchaseOrder)
        .where(PurchaseOrder.requisition_id == requisition_id)
        .order_by(PurchaseOrder.sequence)
    )
    return found.all()


async def page_of(
    session: AsyncSession, *, party_id: UUID, side: str | None, page: PageParams
) -> Sequence[PurchaseOrder]:
    """The party's orders, newest first, as buyer, as seller or as either."""
    own = {
        "buyer": PurchaseOrder.buyer_id == party_id,
        "seller": PurchaseOrder.seller_id == party_id,
    }
    mine = own[side] if side else or_(*own.values())
    statement = keyset(
        select(PurchaseOrder).where(mine), order=[(PurchaseOrder.id, "desc")], page=page
    )
    return (await session.scalars(statement)).all()


async def one(session: AsyncSession, *, order_id: UUID, party_id: UUID) -> PurchaseOrder | None:
    """An order with its lines, if the party is its buyer or its seller."""
    found = await session.scalars(
        select(PurchaseOrder)
        .where(
            PurchaseOrder.id == order_id,
            or_(PurchaseOrder.buyer_id == party_id, PurchaseOrder.seller_id == party_id),
        )
        .options(selectinload(PurchaseOrder.lines))
    )
    return found.one_or_none()


async def locked(
    session: AsyncSession, *, order_id: UUID, buyer_id: UUID | None, seller_id: UUID | None
) -> PurchaseOrder | None:
    """An order with its lines as they are now; others wait for this transaction."""
    statement = select(PurchaseOrder).where(PurchaseOrder.id == order_id)
    if buyer_id is not None:
        statement = statement.where(PurchaseOrder.buyer_id == buyer_id)
    if seller_id is not None:
        statement = statement.where(PurchaseOrder.seller_id == seller_id)
    return await session.scalar(
        statement.options(selectinload(PurchaseOrder.lines))
        .with_for_update()
        .execution_options(populate_existing=True)
    )


async def open_with_product(
    session: AsyncSession, *, product_id: UUID, from_on: date
) -> Sequence[PurchaseOrder]:
    """Open orders that hold the product and are to come on or after the date, locked."""
    holding = select(PurchaseOrderLine.purchase_order_id).where(
        PurchaseOrderLine.product_id == product_id
    )
    found = await session.scalars(
        select(PurchaseOrder)
        .where(
            PurchaseOrder.id.in_(holding),
            PurchaseOrder.status.in_(("placed", "confirmed")),
            PurchaseOrder.need_by_on >= from_on,
        )
        .order_by(PurchaseOrder.id)
        .options(selectinload(PurchaseOrder.lines))
        .with_for_update()
    )
    return found.all()


async def offers_of_product(session: AsyncSession, *, product_id: UUID) -> dict[UUID, Offer]:
    """The product's offers by variant."""
    found = await session.scalars(select(Offer).where(Offer.product_id == product_id))
    return {offer.variant_id: offer for offer in found}
