"""Writing a product's listing in the transaction that changes the product."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.events.catalog import ProductStatus
from contracts.types import Mark
from services.catalog.listing import queries, rules
from services.catalog.models import Category, Product


async def find_category(session: AsyncSession, *, code: str) -> Category | None:
    """A category by its code, or None."""
    return await queries.category(session, code=code)


async def stored_marks(session: AsyncSession, *, marks: Sequence[Mark]) -> str:
    """Runs of days with their schemes' names, as the reading side keeps them."""
    return rules.marks_text(marks, await queries.schemes(session) if marks else {})


async def write(
    session: AsyncSession, *, product: Product, category: Category, marks: Sequence[Mark]
) -> None:
    """Bring the listing to the product's present state; the caller holds the product's lock."""
    if product.status is ProductStatus.WITHDRAWN:
        await queries.hide(session, product_id=product.id, version=product.version)
        return
    await queries.upsert(
        session,
        id=product.id,
        shop_id=product.shop_id,
        status=product.status,
        category_code=category.code,
        root_category_code=category.root_code,
        province_code=product.province_code,
        price_from_satang=rules.price_from(product),
        variant_ids=[variant.id for variant in rules.live_variants(product)],
        tokens=rules.tokens(product, category),
        card=rules.card(product),
        page=rules.page(product, category),
        marks=await stored_marks(session, marks=marks),
        version=product.version,
    )
