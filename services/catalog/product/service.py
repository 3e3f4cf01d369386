"""Use cases of products."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.events.catalog import ProductChanged, ProductStatus
from kit.db import Database
from kit.events.outbox import publish as publish_event
from kit.events.outbox import publish_all
from kit.http import check_version
from kit.ids import uuid7
from kit.pagination import Paged, PageParams, paged
from kit.time import now
from services.catalog.listing import service as listing_service
from services.catalog.mark import service as mark_service
from services.catalog.media import service as media_service
from services.catalog.models import Category, Product, UploadPurpose
from services.catalog.place import geothai
from services.catalog.product import queries, rules
from services.catalog.product.errors import (
    LastPackOnSale,
    ProductNotFound,
    ProductNotPublishable,
    ProductNotPublished,
    UnknownCategory,
    UnknownPlace,
)
from services.catalog.product.schemas import (
    ProductBrief,
    ProductCreate,
    ProductRead,
    ProductUpdate,
    VariantWrite,
)
from services.catalog.shop import service as shop_service
from services.catalog.storage.s3 import ObjectStore

_SNAPSHOT_BATCH: Final = 500
_NOT_COLUMNS: Final = frozenset({"category", "variants", "marks"})


async def create(session: AsyncSession, *, shop_id: UUID, data: ProductCreate) -> ProductRead:
    """Add a draft.

    Raises:
        ShopNotKnownYet, UnknownCategory, UnknownPlace
    """
    shop = await shop_service.require(session, shop_id=shop_id)
    await _category(session, data.category)
    subdistrict = data.subdistrict_code
    province = data.province_code or (subdistrict[:2] if subdistrict else shop.province_code)
    _require_place(province, subdistrict)
    at = now()
    product = Product(
        id=uuid7(),
        shop_id=shop_id,
        status=ProductStatus.DRAFT,
        version=1,
        **data.model_dump(
            exclude={"variants", "category", "province_code", "seasons", "provenance"}
        ),
        category_code=data.category,
        province_code=province,
        seasons=sorted(set(data.seasons)),
        image_keys=[],
        provenance=data.provenance or shop.provenance,
        created_at=at,
        updated_at=at,
        published_at=None,
        variants=[],
    )
    rules.set_variants(product, data.variants)
    session.add(product)
    await session.flush()
    return await _read(session, product)


async def get(session: AsyncSession, *, shop_id: UUID, product_id: UUID) -> ProductRead:
    """A product of the party. Raises ProductNotFound when it is not the party's."""
    product = await queries.find(session, product_id=product_id)
    return await _read(session, _own(product, shop_id))


async def list_own(
    session: AsyncSession, *, shop_id: UUID, status: ProductStatus | None, page: PageParams
) -> Paged[ProductBrief]:
    """The party's products, newest first."""
    rows = await queries.page_of_shop(session, shop_id=shop_id, status=status, page=page)
    shown, cursor = paged(rows, page=page, key=lambda row: (row.id,))
    return Paged[ProductBrief](
        items=[ProductBrief.model_validate(row) for row in shown], next_cursor=cursor
    )


async def update(
    session: AsyncSession,
    *,
    shop_id: UUID,
    product_id: UUID,
    expected_version: int,
    data: ProductUpdate,
) -> ProductRead:
    """Change what the request names; a published product's change is told to the bus.

    Raises:
        ProductNotFound, PreconditionFailed, UnknownCategory, UnknownPlace, LastPackOnSale
    """
    product = _own(await queries.lock(session, product_id=product_id), shop_id)
    check_version(expected_version, product.version)
    changes = data.model_dump(include=data.model_fields_set - {"variants"})
    _apply(product, changes)
    if "variants" in data.model_fields_set:
        rules.set_variants(product, data.variants)
    category = await _category(session, product.category_code)
    _require_place(product.province_code, product.subdistrict_code)
    if product.status is not ProductStatus.DRAFT and not _has_pack_on_sale(product):
        raise LastPackOnSale
    await _changed(session, product, category)
    return await _read(session, product)


def _apply(product: Product, changes: dict[str, Any]) -> None:
    if "category" in changes:
        changes["category_code"] = changes.pop("category")
    if "seasons" in changes:
        changes["seasons"] = sorted(set(changes["seasons"]))
    moved_to = changes.get("subdistrict_code")
    if moved_to and "province_code" not in changes:
        changes["province_code"] = moved_to[:2]
    for name, value in changes.items():
        setattr(product, name, value)


async def publish(session: AsyncSession, *, shop_id: UUID, product_id: UUID) -> ProductRead:
    """Put a product on sale; publishing what is published changes nothing.

    Raises:
        ProductNotFound, ShopNotKnownYet, ShopNotApproved, ProductNotPublishable
    """
    product = _own(await queries.lock(session, product_id=product_id), shop_id)
    await shop_service.require_selling(session, shop_id=shop_id)
    if not _has_pack_on_sale(product):
        raise ProductNotPublishable
    if product.status is not ProductStatus.PUBLISHED:
        product.status = ProductStatus.PUBLISHED
        product.published_at = product.published_at or now()
        await _changed(session, product, await _category(session, product.category_code))
    return await _read(session, product)


async def withdraw(session: AsyncSession, *, shop_id: UUID, product_id: UUID) -> ProductRead:
    """Take a product off sale; it can be published again.

    Raises:
        ProductNotFound, ProductNotPublished
    """
    product = _own(await queries.lock(session, product_id=product_id), shop_id)
    if product.status is ProductStatus.DRAFT:
        raise ProductNotPublished
    if product.status is ProductStatus.PUBLISHED:
        product.status = ProductStatus.WITHDRAWN
        await _changed(session, product, await _category(session, product.category_code))
    return await _read(session, product)


async def marks_changed(session: AsyncSession, *, product_id: UUID) -> None:
    """Judge a product's marks anew after a decision, and tell the bus when it is public."""
    product = await queries.lock(session, product_id=product_id)
    if product is not None and product.status is not ProductStatus.DRAFT:
        await _changed(session, product, await _category(session, product.category_code))


async def attach_image(
    database: Database, store: ObjectStore, *, shop_id: UUID, product_id: UUID, upload_id: UUID
) -> ProductRead:
    """Add an uploaded image; attaching it twice changes nothing.

    Raises:
        ProductNotFound, UploadNotFound, UploadNotStored, ServiceUnavailable
    """
    upload = await media_service.require_stored(
        database,
        store,
        organisation_id=shop_id,
        upload_id=upload_id,
        purpose=UploadPurpose.PRODUCT_IMAGE,
    )
    async with database.transaction() as session:
        product = _own(await queries.lock(session, product_id=product_id), shop_id)
        if upload.key not in product.image_keys:
            product.image_keys = [*product.image_keys, upload.key]
            product.version += 1
            product.updated_at = now()
        return await _read(session, product)


async def snapshots(session: AsyncSession) -> AsyncIterator[ProductChanged]:
    """Every product that has been public, as its present event would tell it."""
    async for products in queries.once_published(session, batch=_SNAPSHOT_BATCH):
        marks = await mark_service.judge_many(session, products=products)
        for product in products:
            yield rules.snapshot(product, marks[product.id])


async def add_imported(session: AsyncSession, *, products: Sequence[Product]) -> None:
    """Write new products with their packs, drafts or published ones, in few round trips.

    The caller has checked the rows, and that the shop may sell when one is published.
    """
    if not products:
        return
    await queries.insert_new(session, products=products)
    published = [each for each in products if each.status is ProductStatus.PUBLISHED]
    by_code = {each.code: each for each in await listing_service.categories(session)}
    await listing_service.write_new(
        session, products=[(each, by_code[each.category_code]) for each in published]
    )
    await publish_all(session, [rules.snapshot(each, ()) for each in published])


async def change_imported(
    session: AsyncSession, *, product: Product, changes: dict[str, Any], pack: VariantWrite
) -> None:
    """Bring a locked product to what its row says; a public one's change is told to the bus.

    Packs that the row does not speak of stay as they are.
    """
    _apply(product, changes)
    rules.set_pack(product, pack)
    await _changed(session, product, await _category(session, product.category_code))


async def locked(session: AsyncSession, *, product_ids: Sequence[UUID]) -> dict[UUID, Product]:
    """Products with their packs, their rows locked in the order of their ids."""
    return {each.id: each for each in await queries.lock_many(session, product_ids=product_ids)}


async def owned(session: AsyncSession, *, shop_id: UUID, product_id: UUID) -> Product:
    """A product of the party, for other features. Raises ProductNotFound."""
    return _own(await queries.find(session, product_id=product_id), shop_id)


async def _changed(session: AsyncSession, product: Product, category: Category) -> None:
    """Count the change, judge, write the listing and tell the bus, all under the row's lock."""
    product.version += 1
    product.updated_at = now()
    await session.flush()
    if product.status is ProductStatus.DRAFT:
        return
    marks = await mark_service.judge_and_write(session, product=product)
    await listing_service.write(session, product=product, category=category, marks=marks)
    await publish_event(session, rules.snapshot(product, marks))


async def _category(session: AsyncSession, code: str) -> Category:
    category = await listing_service.find_category(session, code=code)
    if category is None:
        raise UnknownCategory(category=code)
    return category


def _require_place(province_code: str, subdistrict_code: str | None) -> None:
    if not geothai.exists(province_code, subdistrict_code):
        raise UnknownPlace(province_code=province_code, subdistrict_code=subdistrict_code or "-")


def _own(product: Product | None, shop_id: UUID) -> Product:
    if product is None or product.shop_id != shop_id:
        raise ProductNotFound
    return product


def _has_pack_on_sale(product: Product) -> bool:
    return any(not variant.withdrawn for variant in product.variants)


async def _read(session: AsyncSession, product: Product) -> ProductRead:
    marks: Sequence[Any] = await mark_service.judge(session, product=product)
    columns = {
        name: getattr(product, name)
        for name in ProductRead.model_fields
        if name not in _NOT_COLUMNS
    }
    return ProductRead.model_validate(
        {
            **columns,
            "category": product.category_code,
            "variants": product.variants,
            "marks": marks,
        },
        from_attributes=True,
    )
