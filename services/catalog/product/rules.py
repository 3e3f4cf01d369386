"""What a product's event says, and how an edit changes its packs."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from contracts.events.catalog import PriceTier, ProductChanged, VariantSnapshot
from contracts.types import Mark
from kit.ids import uuid7
from services.catalog.models import Product, Variant
from services.catalog.product.schemas import VariantWrite


def snapshot(product: Product, marks: Sequence[Mark]) -> ProductChanged:
    """The whole public product with the marks it bears on which days."""
    return ProductChanged(
        version=product.version,
        product_id=product.id,
        shop_id=product.shop_id,
        name_th=product.name_th,
        name_en=product.name_en,
        category=product.category_code,
        status=product.status,
        province_code=product.province_code,
        subdistrict_code=product.subdistrict_code,
        tax_class=product.tax_class,
        crop=product.crop,
        temperature_class=product.temperature_class,
        lead_time_days=product.lead_time_days,
        seasons=tuple(product.seasons),
        variants=tuple(_variant(variant) for variant in product.variants),
        marks=tuple(marks),
        provenance=product.provenance,
    )


def _variant(variant: Variant) -> VariantSnapshot:
    return VariantSnapshot(
        variant_id=variant.id,
        sku=variant.sku,
        name_th=variant.name_th,
        unit=variant.unit,
        pack_size=variant.pack_size,
        order_step=variant.order_step,
        price_satang=variant.price_satang,
        tiers=tuple(PriceTier.model_validate(tier) for tier in variant.tiers),
        weight_grams=variant.weight_grams,
        withdrawn=variant.withdrawn,
    )


def set_variants(product: Product, wanted: Sequence[VariantWrite]) -> None:
    """Bring the packs to the wanted list: known SKUs change, new ones come, others withdraw."""
    known = {variant.sku: variant for variant in product.variants}
    for position, pack in enumerate(wanted):
        values = {**pack_values(pack), "position": position, "withdrawn": False}
        variant = known.pop(pack.sku, None)
        if variant is None:
            product.variants.append(Variant(id=uuid7(), product_id=product.id, **values))
        else:
            _assign(variant, values)
    for left_out in known.values():
        left_out.withdrawn = True


def set_pack(product: Product, pack: VariantWrite) -> None:
    """Change or add one pack, known by its SKU; it is on sale then."""
    known = {variant.sku: variant for variant in product.variants}
    values = {**pack_values(pack), "withdrawn": False}
    variant = known.get(pack.sku)
    if variant is None:
        position = len(product.variants)
        product.variants.append(
            Variant(id=uuid7(), product_id=product.id, position=position, **values)
        )
    else:
        _assign(variant, values)


def pack_values(pack: VariantWrite) -> dict[str, Any]:
    """The columns that a pack as sent gives."""
    return {
        "sku": pack.sku,
        "name_th": pack.name_th or pack_name(pack.pack_size, pack.unit),
        "unit": pack.unit,
        "pack_size": pack.pack_size,
        "order_step": pack.order_step,
        "price_satang": pack.price_satang,
        "tiers": [tier.model_dump(mode="json") for tier in pack.tiers],
        "weight_grams": pack.weight_grams,
    }


def _assign(variant: Variant, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(variant, name, value)


def pack_name(size: Decimal, unit: str) -> str:
    """What a pack is called when the seller does not say: size and unit."""
    return f"{size.normalize():f} {unit}"
