"""Use cases of linked data."""

from __future__ import annotations

from uuid import UUID

import orjson

from kit.db import Database
from services.catalog.linked_data import rules
from services.catalog.storefront import service as storefront_service


async def product(database: Database, *, product_id: UUID, origin: str) -> bytes:
    """A product on sale as JSON-LD, with today's marks and stock.

    Raises:
        ProductNotOnSale
    """
    page = orjson.loads(await storefront_service.product(database, product_id=product_id))
    return orjson.dumps(rules.product(page, origin=origin))
