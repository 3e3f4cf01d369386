"""Use cases of the shop front."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Database
from kit.errors import FieldError, Unprocessable
from kit.pagination import decode_cursor, encode_cursor
from kit.time import bangkok_today
from services.catalog.listing import service as listing_service
from services.catalog.listing.rules import DEMO_LABEL, badges
from services.catalog.listing.schemas import Badge, ShopBrief
from services.catalog.mark import service as mark_service
from services.catalog.place import geothai
from services.catalog.search.rules import query_text
from services.catalog.storefront import queries, rules
from services.catalog.storefront.errors import CertificateNotFound, ProductNotOnSale, ShopNotOpen
from services.catalog.storefront.schemas import (
    Categories,
    CategoryRead,
    CertificatePage,
    ListingQuery,
    ShopPage,
)

_MAX_PRICE: Final = 2**63 - 1


async def product(database: Database, *, product_id: UUID) -> bytes:
    """The JSON of a product's page, from one statement.

    Raises:
        ProductNotOnSale
    """
    row = await queries.product(database.hot, product_id=product_id)
    if row is None:
        raise ProductNotOnSale
    return rules.product_page(row, bangkok_today().isoformat())


async def products(database: Database, *, wanted: ListingQuery) -> bytes:
    """The JSON of a page of products, from one statement.

    Raises:
        Unprocessable: the cursor is not one of this list.
    """
    after = _position(wanted)
    today = bangkok_today()
    filters = _filters(wanted)
    if filters is None:
        return rules.product_list([], today.isoformat(), None)
    rows = await queries.listing(
        database.hot,
        filters=filters,
        sort=wanted.sort,
        after=after,
        limit=wanted.limit + 1,
        today=today,
    )
    shown = rows[: wanted.limit]
    cursor = None
    if len(rows) > wanted.limit:
        last = shown[-1]
        last_id = UUID(bytes=last["id"].bytes)
        by_price = wanted.sort != "-created_at"
        cursor = encode_cursor([last["price_from_satang"], last_id] if by_price else [last_id])
    return rules.product_list(shown, today.isoformat(), cursor)


def _filters(wanted: ListingQuery) -> dict[str, Any] | None:
    """The asked filters by name; None when the query holds no word, which nothing matches."""
    chosen = wanted.model_dump(
        include={"province", "scheme", "shop", "min_price", "max_price"}, exclude_none=True
    )
    if wanted.category is not None:
        # A root's code has no dot; a filter by it takes in everything below.
        chosen["category" if "." in wanted.category else "root_category"] = wanted.category
    if wanted.in_stock:
        chosen["in_stock"] = True
    if wanted.q is not None:
        words = query_text(wanted.q)
        if words is None:
            return None
        chosen["q"] = words
    return chosen


def _position(wanted: ListingQuery) -> dict[str, Any] | None:
    if wanted.cursor is None:
        return None
    by_price = wanted.sort != "-created_at"
    values = decode_cursor(wanted.cursor, length=2 if by_price else 1)
    after_id, price = values[-1], values[0] if by_price else 0
    if not isinstance(after_id, UUID) or not isinstance(price, int) or not 0 <= price <= _MAX_PRICE:
        wrong = FieldError(
            "cursor",
            "bad_cursor",
            "ตัวชี้หน้าไม่ถูกต้อง ให้เริ่มอ่านจากหน้าแรก",
            "Not a cursor of this list; start from the first page.",
        )
        raise Unprocessable(errors=[wrong])
    return {"after_price": price, "after_id": after_id} if by_price else {"after_id": after_id}


async def categories(session: AsyncSession) -> Categories:
    """The category tree."""
    found = await queries.categories(session)
    return Categories(items=[CategoryRead.model_validate(category) for category in found])


async def shop(session: AsyncSession, *, shop_id: UUID) -> ShopPage:
    """A shop's page.

    Raises:
        ShopNotOpen
    """
    found = await queries.shop(session, shop_id=shop_id)
    if found is None:
        raise ShopNotOpen
    marks = await mark_service.judge_organisation(
        session, organisation_id=shop_id, subdistrict_code=found.subdistrict_code
    )
    stored = orjson.loads(await listing_service.stored_marks(session, marks=marks))
    today = bangkok_today().isoformat()
    return ShopPage(
        id=found.id,
        kind=found.kind,
        name_th=found.name_th,
        name_en=found.name_en,
        place=geothai.describe(found.province_code, found.subdistrict_code),
        marks=[Badge.model_validate(badge) for badge in badges(stored, today)],
        demo_label_th=DEMO_LABEL if found.provenance else None,
    )


async def certificate(session: AsyncSession, *, certification_id: UUID) -> CertificatePage:
    """The public check of a mark.

    Raises:
        CertificateNotFound: no such certificate; an undecided case is none.
    """
    found = await queries.certificate(session, certification_id=certification_id)
    if found is None:
        raise CertificateNotFound
    case, scheme, holder = found
    return CertificatePage(
        id=case.id,
        scheme=case.scheme,
        scheme_th=scheme.name_th,
        scheme_en=scheme.name_en,
        agency=scheme.agency,
        number=case.number,
        standard=case.standard,
        title_th=case.title_th,
        product_id=case.product_id,
        shop=ShopBrief.model_validate(holder) if holder else None,
        place=geothai.describe(case.province_code, None),
        valid_from_on=case.valid_from_on,
        valid_until_on=case.valid_until_on,
        standing=rules.standing(case, bangkok_today()),
        demo_label_th=DEMO_LABEL if case.provenance else None,
    )
