"""Writing a product's listing in the transaction that changes the product."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

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
    text = await stored_marks(session, marks=marks)
    await queries.upsert(session, **_values(product, category, text))


async def write_new(session: AsyncSession, *, products: Sequence[tuple[Product, Category]]) -> None:
    """Write the listings of products that have just been made and bear no mark yet."""
    if products:
        rows = [_values(product, category, rules.NO_MARKS) for product, category in products]
        await queries.insert_new(session, rows)


async def categories(session: AsyncSession) -> Sequence[Category]:
    """Every category."""
    return await queries.all_categories(session)


def _values(product: Product, category: Category, marks_text: str) -> dict[str, Any]:
    return {
        "id": product.id,
        "shop_id": product.shop_id,
        "status": product.status,
        "category_code": category.code,
        "root_category_code": category.root_code,
        "province_code": product.province_code,
        "price_from_satang": rules.price_from(product),
        "variant_ids": [variant.id for variant in rules.live_variants(product)],
        "tokens": rules.tokens(product, category),
        "card": rules.card(product),
        "page": rules.page(product, category),
        "marks": marks_text,
        "version": product.version,
    }
