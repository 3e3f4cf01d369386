"""HTTP of products, for the party that sells them."""

from __future__ import annotations

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response, status

from contracts.events.catalog import ProductStatus
from kit.errors import (
    Forbidden,
    PreconditionFailed,
    PreconditionRequired,
    Unauthenticated,
    Unprocessable,
    problem_responses,
)
from kit.http import IfMatch, etag
from kit.pagination import Page, Paged
from services.catalog.deps import (
    CatalogueEditor,
    DatabaseDep,
    MissingScope,
    NoOrganisation,
    PartyReader,
    ReadSession,
    Session,
    StoreDep,
)
from services.catalog.media.errors import UploadNotFound, UploadNotStored
from services.catalog.media.schemas import UploadAttach
from services.catalog.product import service
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
)
from services.catalog.shop.errors import ShopNotApproved, ShopNotKnownYet

router = APIRouter(prefix="/products", tags=["products"])

_PARTY: Final = (Unauthenticated, Forbidden, NoOrganisation, MissingScope)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    summary="เพิ่มสินค้าฉบับร่าง · Add a draft product",
    responses=problem_responses(
        *_PARTY, ShopNotKnownYet, UnknownCategory, UnknownPlace, Unprocessable
    ),
)
async def create_product(
    data: ProductCreate, actor: CatalogueEditor, session: Session, response: Response
) -> ProductRead:
    """Nothing is public yet: publish it when it is ready."""
    product = await service.create(session, shop_id=actor.organisation_id, data=data)
    response.headers["ETag"] = etag(product.version)
    response.headers["Location"] = f"/catalog/v1/products/{product.id}"
    return product


@router.get(
    "",
    summary="สินค้าของร้านตน · The party's own products",
    responses=problem_responses(*_PARTY, Unprocessable),
)
async def list_products(
    actor: PartyReader,
    session: ReadSession,
    page: Page,
    status: Annotated[ProductStatus | None, Query()] = None,
) -> Paged[ProductBrief]:
    """Newest first."""
    return await service.list_own(session, shop_id=actor.organisation_id, status=status, page=page)


@router.get(
    "/{product_id}",
    summary="อ่านสินค้าของร้านตน · Read one of the party's products",
    responses=problem_responses(*_PARTY, ProductNotFound),
)
async def read_product(
    product_id: UUID, actor: PartyReader, session: ReadSession, response: Response
) -> ProductRead:
    """With an ETag for the next edit."""
    product = await service.get(session, shop_id=actor.organisation_id, product_id=product_id)
    response.headers["ETag"] = etag(product.version)
    return product


@router.patch(
    "/{product_id}",
    summary="แก้ไขสินค้า · Change a product",
    responses=problem_responses(
        *_PARTY,
        ProductNotFound,
        LastPackOnSale,
        PreconditionFailed,
        UnknownCategory,
        UnknownPlace,
        Unprocessable,
        PreconditionRequired,
    ),
)
async def update_product(
    *,
    product_id: UUID,
    data: ProductUpdate,
    actor: CatalogueEditor,
    session: Session,
    expected_version: IfMatch,
    response: Response,
) -> ProductRead:
    """Fields left out stay as they are; ``variants``, when given, is the whole list."""
    product = await service.update(
        session,
        shop_id=actor.organisation_id,
        product_id=product_id,
        expected_version=expected_version,
        data=data,
    )
    response.headers["ETag"] = etag(product.version)
    return product


@router.post(
    "/{product_id}/publish",
    summary="เผยแพร่สินค้า · Publish a product",
    responses=problem_responses(
        *_PARTY, ProductNotFound, ShopNotKnownYet, ShopNotApproved, ProductNotPublishable
    ),
)
async def publish_product(
    product_id: UUID, actor: CatalogueEditor, session: Session, response: Response
) -> ProductRead:
    """Only a shop that is approved to sell publishes."""
    product = await service.publish(session, shop_id=actor.organisation_id, product_id=product_id)
    response.headers["ETag"] = etag(product.version)
    return product


@router.post(
    "/{product_id}/withdraw",
    summary="ถอนสินค้า · Withdraw a product",
    responses=problem_responses(*_PARTY, ProductNotFound, ProductNotPublished),
)
async def withdraw_product(
    product_id: UUID, actor: CatalogueEditor, session: Session, response: Response
) -> ProductRead:
    """It can be published again; its history stays."""
    product = await service.withdraw(session, shop_id=actor.organisation_id, product_id=product_id)
    response.headers["ETag"] = etag(product.version)
    return product


@router.post(
    "/{product_id}/images",
    summary="แนบรูปสินค้าที่อัปโหลดแล้ว · Attach an uploaded image",
    responses=problem_responses(*_PARTY, ProductNotFound, UploadNotFound, UploadNotStored),
)
async def attach_product_image(
    product_id: UUID,
    data: UploadAttach,
    actor: CatalogueEditor,
    database: DatabaseDep,
    store: StoreDep,
) -> ProductRead:
    """The object must already be in the store."""
    return await service.attach_image(
        database,
        store,
        shop_id=actor.organisation_id,
        product_id=product_id,
        upload_id=data.upload_id,
    )
