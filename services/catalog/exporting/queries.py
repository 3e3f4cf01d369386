"""Statements about a shop's whole list."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.catalog.models import Product, ProductReference


async def shop_products(
    session: AsyncSession, *, shop_id: UUID, batch: int
) -> AsyncIterator[Sequence[tuple[Product, str | None, date | None]]]:
    """(product with packs, ref, registered_on) of a shop, oldest first, in batches."""
    after: UUID | None = None
    while True:
        statement: Any = (
            select(Product, ProductReference.ref, ProductReference.registered_on)
            .outerjoin(ProductReference, ProductReference.product_id == Product.id)
            .options(selectinload(Product.variants))
            .where(Product.shop_id == shop_id)
            .order_by(Product.id)
            .limit(batch)
        )
        if after is not None:
            statement = statement.where(Product.id > after)
        found = [(row[0], row[1], row[2]) for row in (await session.execute(statement)).all()]
        if not found:
            return
        yield found
        after = found[-1][0].id
        session.expunge_all()


async def count_products(session: AsyncSession, *, shop_id: UUID) -> int:
    """How many products a shop has."""
    statement = select(func.count()).select_from(Product).where(Product.shop_id == shop_id)
    number: int = (await session.execute(statement)).scalar_one()
    return number
