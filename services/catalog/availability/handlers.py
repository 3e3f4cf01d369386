"""The stock-level projection, kept by orders' ``stock.changed``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from contracts.events.orders import StockChanged
from kit.events.projection import Projection
from services.catalog.models import StockLevel


def stock_rows(event: StockChanged) -> Sequence[Mapping[str, Any]]:
    """The one row of a variant; shop fronts are joined to it when read."""
    return [{"variant_id": event.variant_id, "product_id": event.product_id, "band": event.band}]


STOCK_LEVEL: Final = Projection(
    name="stock_level",
    event=StockChanged,
    table=StockLevel.__table__,
    key=("variant_id",),
    to_rows=stock_rows,
)
