"""HTTP of linked data."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request, Response

from kit.errors import problem_responses
from services.catalog.deps import resources_of
from services.catalog.linked_data import service
from services.catalog.storefront.errors import ProductNotOnSale

router = APIRouter(prefix="/storefront/v1/products", tags=["storefront"])

_MEDIA_TYPE: Final = "application/ld+json"
_DOCUMENT: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "schema.org Product", "content": {_MEDIA_TYPE: {}}}
}


@router.get(
    "/{product_id}/jsonld",
    summary="ข้อมูลสินค้าแบบ schema.org · A product as JSON-LD",
    response_class=Response,
    responses={**_DOCUMENT, **problem_responses(ProductNotOnSale)},
)
async def read_product_json_ld(request: Request, product_id: UUID) -> Response:
    """For a page's ``<script type="application/ld+json">``; prices in baht."""
    resources = resources_of(request)
    origin = resources.settings.public_url.rstrip("/")
    body = await service.product(resources.database, product_id=product_id, origin=origin)
    return Response(body, media_type=_MEDIA_TYPE)
