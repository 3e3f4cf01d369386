"""Statements of the shop front. The hot ones are compiled once and run on raw asyncpg."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    Text,
    and_,
    bindparam,
    cast,
    exists,
    func,
    literal_column,
    or_,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.types import AvailabilityBand
from kit.db import HotStatement
from kit.hotpool import HotPool
from services.catalog.models import (
    CaseState,
    Category,
    Certification,
    CertificationScheme,
    Listing,
    ProductMark,
    Shop,
    StockLevel,
)

# A bound constant would hide the partial indexes.
_PUBLISHED: Final[ColumnElement[bool]] = literal_column("listing.status = 'published'")
_SELLS: Final[ColumnElement[bool]] = literal_column("shop.sells")
_SHOP_COLUMNS: Final = (
    Shop.id.label("shop_id"),
    Shop.name_th.label("shop_name_th"),
    Shop.name_en.label("shop_name_en"),
)
_ITS_VARIANTS: Final = StockLevel.variant_id == func.any(Listing.variant_ids)


def _of_variants(column: ColumnElement[Any]) -> ScalarSelect[Any]:
    return select(column).where(_ITS_VARIANTS).correlate(Listing).scalar_subquery()


_PRODUCT: Final = HotStatement(
    select(
        Listing.page,
        Listing.marks,
        _of_variants(func.json_object_agg(StockLevel.variant_id, StockLevel.band)).label("levels"),
        *_SHOP_COLUMNS,
    )
    .join(Shop, Shop.id == Listing.shop_id)
    .where(Listing.id == bindparam("id"), _PUBLISHED, _SELLS)
)


async def product(pool: HotPool, *, product_id: UUID) -> Mapping[str, Any] | None:
    """(page, marks, levels, shop_*) of a product on sale."""
    return await _PRODUCT.fetchrow(pool, id=product_id)


_HAS_MARK: Final = exists().where(
    ProductMark.product_id == Listing.id,
    ProductMark.scheme == bindparam("scheme", type_=Text),
    ProductMark.from_on <= bindparam("today"),
    or_(ProductMark.until_on.is_(None), ProductMark.until_on >= bindparam("today")),
)
_IN_STOCK: Final = exists().where(
    _ITS_VARIANTS, cast(StockLevel.band, Text) != AvailabilityBand.NONE.value
)
FILTERS: Final[Mapping[str, ColumnElement[bool]]] = {
    "q": Listing.search.op("@@")(cast(cast(bindparam("q"), Text), TSQUERY)),
    "category": Listing.category_code == bindparam("category"),
    "root_category": Listing.root_category_code == bindparam("root_category"),
    "province": Listing.province_code == bindparam("province"),
    "scheme": _HAS_MARK,
    "shop": Listing.shop_id == bindparam("shop"),
    "min_price": Listing.price_from_satang >= bindparam("min_price"),
    "max_price": Listing.price_from_satang <= bindparam("max_price"),
    "in_stock": _IN_STOCK,
}

_PRICE_KEY: Final = tuple_(Listing.price_from_satang, Listing.id)
_PRICE_AFTER: Final = tuple_(bindparam("after_price"), bindparam("after_id"))
_ORDERS: Final[Mapping[str, tuple[Sequence[Any], ColumnElement[bool]]]] = {
    "-created_at": ([Listing.id.desc()], Listing.id < bindparam("after_id")),
    "price": ([Listing.price_from_satang, Listing.id], _PRICE_KEY > _PRICE_AFTER),
    "-price": ([Listing.price_from_satang.desc(), Listing.id.desc()], _PRICE_KEY < _PRICE_AFTER),
}


@cache
def _listing(filters: frozenset[str], sort: str, *, later_page: bool) -> HotStatement:
    """The statement of a combination of filters, compiled when first asked for."""
    order, after = _ORDERS[sort]
    statement: Select[Any] = (
        select(
            Listing.id,
            Listing.price_from_satang,
            Listing.card,
            Listing.marks,
            _of_variants(func.array_agg(StockLevel.band)).label("bands"),
            *_SHOP_COLUMNS,
        )
        .join(Shop, Shop.id == Listing.shop_id)
        .where(_PUBLISHED, _SELLS, and_(*(FILTERS[name] for name in sorted(filters))))
        .order_by(*order)
        .limit(cast(bindparam("limit"), Integer))
    )
    return HotStatement(statement.where(after) if later_page else statement)


async def listing(
    pool: HotPool,
    *,
    filters: Mapping[str, Any],
    sort: str,
    after: Mapping[str, Any] | None,
    limit: int,
    today: Any,
) -> Sequence[Mapping[str, Any]]:
    """Rows of a page of cards after a position; ``filters`` by their names in FILTERS."""
    statement = _listing(frozenset(filters), sort, later_page=after is not None)
    return await statement.fetch(pool, **filters, **(after or {}), limit=limit, today=today)


async def categories(session: AsyncSession) -> Sequence[Category]:
    """The whole tree, parents before children."""
    statement = select(Category).order_by(
        Category.parent_code.is_not(None), Category.position, Category.code
    )
    return (await session.execute(statement)).scalars().all()


async def shop(session: AsyncSession, *, shop_id: UUID) -> Shop | None:
    """A shop that sells now."""
    statement = select(Shop).where(Shop.id == shop_id, Shop.sells)
    return (await session.execute(statement)).scalar_one_or_none()


async def certificate(session: AsyncSession, *, certification_id: UUID) -> Any:
    """(case, scheme, shop or None) of a case that has once been certified."""
    once = (CaseState.CERTIFIED, CaseState.SUSPENDED, CaseState.CANCELLED)
    statement = (
        select(Certification, CertificationScheme, Shop)
        .join(CertificationScheme, CertificationScheme.code == Certification.scheme)
        .outerjoin(Shop, Shop.id == Certification.organisation_id)
        .where(Certification.id == certification_id, Certification.state.in_(once))
    )
    return (await session.execute(statement)).one_or_none()
