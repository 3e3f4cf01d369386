"""How the catalogue's snapshot of a product becomes offers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from contracts.events.catalog import ProductChanged, VariantSnapshot
from kit.events.projection import Projection
from services.orders.models.offer import Offer


def to_rows(event: ProductChanged) -> Sequence[dict[str, Any]]:
    """One row for each variant of the product, withdrawn ones too."""
    product = _product_columns(event)
    return [{**product, **_variant_columns(variant)} for variant in event.variants]


def _product_columns(event: ProductChanged) -> dict[str, Any]:
    return {
        "product_id": event.product_id,
        "seller_id": event.shop_id,
        "name_th": event.name_th,
        "name_en": event.name_en,
        "category": event.category,
        "status": event.status.value,
        "tax_class": event.tax_class.value,
        "crop": event.crop,
        "temperature_class": event.temperature_class.value,
        "lead_time_days": event.lead_time_days,
        "seasons": list(event.seasons),
        "province_code": event.province_code,
        "subdistrict_code": event.subdistrict_code,
        "flags": list(event.flags),
        "income_shares": [share.model_dump(mode="json") for share in event.income_shares],
        "marks": [mark.model_dump(mode="json") for mark in event.marks],
    }


def _variant_columns(variant: VariantSnapshot) -> dict[str, Any]:
    return {
        "variant_id": variant.variant_id,
        "variant_name_th": variant.name_th,
        "sku": variant.sku,
        "withdrawn": variant.withdrawn,
        "unit": variant.unit,
        "pack_size": variant.pack_size,
        "order_step": variant.order_step,
        "price_satang": variant.price_satang,
        "tiers": [tier.model_dump(mode="json") for tier in variant.tiers],
        "weight_grams": variant.weight_grams,
    }


OFFERS: Final = Projection(
    name="offer",
    event=ProductChanged,
    table=Offer.__table__,
    key=("variant_id",),
    to_rows=to_rows,
)
