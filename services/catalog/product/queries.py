"""Statements about products."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any
from typing import cast as cast_to
from uuid import UUID

from sqlalchemy import Table, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from contracts.events.catalog import ProductStatus
from kit.pagination import PageParams, keyset
from services.catalog.models import Product, Variant


async def find(session: AsyncSession, *, product_id: UUID) -> Product | None:
    """A product with its packs."""
    statement = (
        select(Product).options(selectinload(Product.variants)).where(Product.id == product_id)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def lock(session: AsyncSession, *, product_id: UUID) -> Product | None:
    """A product with its packs, its row locked: whoever changes it waits for the other."""
    statement = (
        select(Product)
        .options(selectinload(Product.variants))
        .where(Product.id == product_id)
        .with_for_update(of=Product, key_share=True)
        .execution_options(populate_existing=True)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def lock_many(session: AsyncSession, *, product_ids: Sequence[UUID]) -> Sequence[Product]:
    """Products with their packs, locked in the order of their ids."""
    statement = (
        select(Product)
        .options(selectinload(Product.variants))
        .where(Product.id.in_(product_ids))
        .order_by(Product.id)
        .with_for_update(of=Product, key_share=True)
        .execution_options(populate_existing=True)
    )
    return (await session.execute(statement)).scalars().all()


async def insert_new(session: AsyncSession, *, products: Sequence[Product]) -> None:
    """Insert products that no session knows, with their packs."""
    rows = [_columns(product) for product in products]
    packs = [_columns(pack) for product in products for pack in product.variants]
    await session.execute(insert(cast_to(Table, Product.__table__)), rows)
    await session.execute(insert(cast_to(Table, Variant.__table__)), packs)


def _columns(row: Product | Variant) -> dict[str, Any]:
    columns = row.__table__.columns
    return {name: value for name, value in row.__dict__.items() if name in columns}


async def page_of_shop(
    session: AsyncSession, *, shop_id: UUID, status: ProductStatus | None, page: PageParams
) -> Sequence[Any]:
    """Briefs of a party's products, newest first."""
    statement: Any = select(
        Product.id,
        Product.status,
        Product.version,
        Product.name_th,
        Product.name_en,
        Product.category_code.label("category"),
        Product.updated_at,
    ).where(Product.shop_id == shop_id)
    if status is not None:
        statement = statement.where(Product.status == status)
    rows = await session.execute(keyset(statement, order=[(Product.id, "desc")], page=page))
    return list(rows.all())


async def once_published(session: AsyncSession, *, batch: int) -> AsyncIterator[Sequence[Product]]:
    """Every product that has been public, with its packs, in batches by id."""
    after: UUID | None = None
    while True:
        statement = (
            select(Product)
            .options(selectinload(Product.variants))
            .where(Product.status != ProductStatus.DRAFT)
            .order_by(Product.id)
            .limit(batch)
        )
        if after is not None:
            statement = statement.where(Product.id > after)
        found = (await session.execute(statement)).scalars().all()
        if not found:
            return
        yield found
        after = found[-1].id
        session.expunge_all()
