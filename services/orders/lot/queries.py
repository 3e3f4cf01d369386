"""SQL of lots."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from kit.pagination import PageParams, keyset
from services.orders.models.lot import Lot, LotAbbreviation, LotCounter


async def one(session: AsyncSession, *, lot_id: UUID, seller_id: UUID) -> Lot | None:
    """A lot of the producer's, with what went into it."""
    statement = (
        select(Lot)
        .where(Lot.id == lot_id, Lot.seller_id == seller_id)
        .options(selectinload(Lot.inputs))
    )
    return await session.scalar(statement)


async def page_of(
    session: AsyncSession, *, seller_id: UUID, variant_id: UUID | None, page: PageParams
) -> Sequence[Lot]:
    """The producer's lots, newest first."""
    statement = select(Lot).where(Lot.seller_id == seller_id).options(selectinload(Lot.inputs))
    if variant_id is not None:
        statement = statement.where(Lot.variant_id == variant_id)
    found = await session.scalars(keyset(statement, order=[(Lot.id, "desc")], page=page))
    return found.all()


async def held(
    session: AsyncSession, *, lot_ids: Collection[UUID], seller_id: UUID | None = None
) -> dict[UUID, Lot]:
    """The lots by id as they are now; everybody locks them in the order of their ids."""
    statement = select(Lot).where(Lot.id.in_(lot_ids))
    if seller_id is not None:
        statement = statement.where(Lot.seller_id == seller_id)
    found = await session.scalars(
        statement.options(selectinload(Lot.inputs))
        .order_by(Lot.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {lot.id: lot for lot in found}


async def take_sequence(
    session: AsyncSession, *, seller_id: UUID, product_id: UUID, made_on: date
) -> int:
    """The next number of the product's lots of the day; given again when rolled back."""
    statement = insert(LotCounter).values(
        seller_id=seller_id, product_id=product_id, made_on=made_on, last=1
    )
    taken = statement.on_conflict_do_update(
        index_elements=[LotCounter.seller_id, LotCounter.product_id, LotCounter.made_on],
        set_={"last": LotCounter.last + 1},
    ).returning(LotCounter.last)
    last: int = (await session.execute(taken)).scalar_one()
    return last


async def abbreviations(session: AsyncSession, *, seller_id: UUID) -> Sequence[LotAbbreviation]:
    """The letters that the producer's codes use."""
    found = await session.scalars(
        select(LotAbbreviation).where(LotAbbreviation.seller_id == seller_id)
    )
    return found.all()


async def lock_abbreviations(session: AsyncSession, *, seller_id: UUID) -> None:
    """Let one transaction at a time choose new letters for the producer."""
    key = func.hashtextextended(f"lot_abbreviation:{seller_id}", 0)
    await session.execute(select(func.pg_advisory_xact_lock(key)))
