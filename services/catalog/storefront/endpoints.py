"""HTTP of the shop front.

The two hottest reads are plain Starlette routes, tried before all others: FastAPI's search through
included routers costs as much as the read itself. FastAPI routes of the same paths stand behind
them: they put the reads into the OpenAPI document and do the same work.
"""

from __future__ import annotations

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kit.errors import Unprocessable, problem_responses
from services.catalog.deps import ReadSession, resources_of
from services.catalog.listing.schemas import ProductPage
from services.catalog.storefront import service
from services.catalog.storefront.errors import CertificateNotFound, ProductNotOnSale, ShopNotOpen
from services.catalog.storefront.rules import entity_tag, matches
from services.catalog.storefront.schemas import (
    Categories,
    CertificatePage,
    ListingQuery,
    ProductList,
    ShopPage,
)

_JSON: Final = "application/json"
_NOT_MODIFIED: Final[dict[int | str, dict[str, Any]]] = {
    304: {"description": "Unchanged since the ETag in If-None-Match"}
}


async def _hot_product(request: Request) -> Response:
    try:
        product_id = UUID(request.path_params["product_id"])
    except ValueError as error:
        raise ProductNotOnSale from error
    return _answer(
        request, await service.product(resources_of(request).database, product_id=product_id)
    )


async def _hot_products(request: Request) -> Response:
    try:
        wanted = ListingQuery.model_validate(dict(request.query_params))
    except ValidationError as error:
        raise RequestValidationError(
            [{**finding, "loc": ("query", *finding["loc"])} for finding in error.errors()]
        ) from error
    return _answer(request, await service.products(resources_of(request).database, wanted=wanted))


def _answer(request: Request, body: bytes) -> Response:
    tag = entity_tag(body)
    # Stock and badges change at any moment: keep it, but ask each time whether it still holds.
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if matches(request.headers.get("if-none-match"), tag):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=_JSON, headers=headers)


PREFIX: Final = "/storefront/v1"
HOT_ROUTES: Final = (
    Route(f"{PREFIX}/products/{{product_id}}", _hot_product, methods=["GET"]),
    Route(f"{PREFIX}/products", _hot_products, methods=["GET"]),
)
"""To stand before every other route of the application."""

router = APIRouter(prefix=PREFIX, tags=["storefront"])


@router.get(
    "/products",
    summary="ค้นหาและดูรายการสินค้า · Search and browse products",
    response_model=ProductList,
    responses={**_NOT_MODIFIED, **problem_responses(Unprocessable)},
)
async def list_storefront_products(
    request: Request, wanted: Annotated[ListingQuery, Query()]
) -> Response:
    """Every word of ``q`` must begin a word of the product; newest first unless sorted by price."""
    return _answer(request, await service.products(resources_of(request).database, wanted=wanted))


@router.get(
    "/products/{product_id}",
    summary="ดูสินค้า · A product",
    response_model=ProductPage,
    responses={**_NOT_MODIFIED, **problem_responses(ProductNotOnSale)},
)
async def read_storefront_product(request: Request, product_id: UUID) -> Response:
    """Badges are those of today, Asia/Bangkok; stock is shown in bands."""
    return _answer(
        request, await service.product(resources_of(request).database, product_id=product_id)
    )


@router.get("/categories", summary="หมวดสินค้า · The category tree")
async def list_categories(session: ReadSession) -> Categories:
    """Parents before children."""
    return await service.categories(session)


@router.get(
    "/shops/{shop_id}",
    summary="ดูร้านค้า · A shop",
    responses=problem_responses(ShopNotOpen),
)
async def read_shop(shop_id: UUID, session: ReadSession) -> ShopPage:
    """Its public profile; its products are in the list with ``shop=``."""
    return await service.shop(session, shop_id=shop_id)


@router.get(
    "/certificates/{certificate_id}",
    summary="ตรวจสอบใบรับรอง · Check a certificate",
    responses=problem_responses(CertificateNotFound),
)
async def read_certificate(certificate_id: UUID, session: ReadSession) -> CertificatePage:
    """What was verified, by which office, until when, and what it is worth today."""
    return await service.certificate(session, certification_id=certificate_id)
