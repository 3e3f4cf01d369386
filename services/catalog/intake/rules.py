"""What a chunk of rows means for a shop's products. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from contracts.events.catalog import ProductStatus
from kit.ids import uuid7
from kit.time import now
from services.catalog.importing import words
from services.catalog.importing.rules import Parsed
from services.catalog.models import Category, Product, ProductReference, Shop, Variant
from services.catalog.product import rules as product_rules
from services.catalog.product.schemas import PriceTierWrite, VariantWrite

CREATED: Final = "created_count"
UPDATED: Final = "updated_count"
UNCHANGED: Final = "unchanged_count"

# By column of the product: the column of the sheet that speaks of it.
_SPOKEN_OF_BY: Final = {
    "name_th": "name_th",
    "name_en": "name_en",
    "description_th": "description_th",
    "description_en": "description_en",
    "category_code": "category",
    "tax_class": "tax_class",
    "crop": "crop",
    "temperature_class": "temperature",
    "lead_time_days": "lead_time",
    "seasons": "seasons",
}


def category_names(categories: Iterable[Category]) -> dict[str, str]:
    """Codes by themselves, and by their Thai and English names and what offices call them."""
    found: dict[str, str] = {}
    for each in categories:
        for name in (each.code, each.name_th, each.name_en):
            found[words.plain(name)] = each.code
        found[each.code] = each.code
    return {words.plain(name): code for name, code in words.CATEGORY_ALIASES.items()} | found


@dataclass
class Plan:
    """Gathers what is to be written for the rows of a chunk, in the rows' order."""

    shop: Shop
    present: Mapping[str, Product]
    """Products that are there already, by the seller's key, locked."""
    dry_run: bool
    """Only counted: nothing new is made."""
    changes: list[tuple[Product, dict[str, Any], VariantWrite]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    _new: dict[str, Product] = field(default_factory=dict)
    _dates: dict[str, date] = field(default_factory=dict)

    def add(self, row: Parsed) -> None:
        """One row: a new product, another pack, a change, or nothing new."""
        if row.registered_on:
            self._dates[row.ref] = row.registered_on
        if row.ref in self.present:
            self._compare(self.present[row.ref], row)
        elif self.dry_run:
            self.counts[CREATED] += 1
        elif row.ref in self._new:
            product_rules.set_pack(self._new[row.ref], row.product.variants[0])
            self.counts[CREATED] += 1
        else:
            self._new[row.ref] = _made(self.shop, row)
            self.counts[CREATED] += 1

    def made(self) -> list[Product]:
        """The new products with their packs."""
        return list(self._new.values())

    def references(self) -> list[dict[str, Any]]:
        """The keys of the new products."""
        return [
            {
                "shop_id": self.shop.id,
                "ref": ref,
                "product_id": product.id,
                "registered_on": self._dates.get(ref),
            }
            for ref, product in self._new.items()
        ]

    def dates(self, known: Mapping[str, ProductReference]) -> dict[str, date]:
        """Dates of registration that are told anew for products that were there, by key."""
        return {
            ref: on
            for ref, on in self._dates.items()
            if ref in known and known[ref].registered_on != on
        }

    def _compare(self, product: Product, row: Parsed) -> None:
        changes = _changes(product, row)
        present = next(
            (each for each in product.variants if each.sku == row.product.variants[0].sku), None
        )
        pack = _merged(row.product.variants[0], present, row.given)
        if changes or present is None or _differs(present, pack):
            self.changes.append((product, changes, pack))
            self.counts[UPDATED] += 1
        else:
            self.counts[UNCHANGED] += 1


def _made(shop: Shop, row: Parsed) -> Product:
    at, data = now(), row.product
    province = data.province_code or (data.subdistrict_code or "")[:2] or shop.province_code
    status = ProductStatus.PUBLISHED if row.publish else ProductStatus.DRAFT
    product = Product()
    product_id, pack = uuid7(), Variant()
    # No session will know them: set without the bookkeeping that is most of the time otherwise.
    pack.__dict__.update(
        id=uuid7(),
        product_id=product_id,
        position=0,
        withdrawn=False,
        **product_rules.pack_values(data.variants[0]),
    )
    product.__dict__.update(
        id=product_id,
        shop_id=shop.id,
        status=status,
        version=1,
        **_described(row),
        province_code=province,
        subdistrict_code=data.subdistrict_code,
        image_keys=[],
        provenance=shop.provenance,
        created_at=at,
        updated_at=at,
        published_at=at if row.publish else None,
        variants=[pack],
    )
    return product


def _described(row: Parsed) -> dict[str, Any]:
    data = row.product
    return {
        "name_th": data.name_th,
        "name_en": data.name_en,
        "description_th": data.description_th,
        "description_en": data.description_en,
        "category_code": data.category,
        "tax_class": data.tax_class,
        "crop": data.crop,
        "temperature_class": data.temperature_class,
        "lead_time_days": data.lead_time_days,
        "seasons": sorted(set(data.seasons)),
    }


def _changes(product: Product, row: Parsed) -> dict[str, Any]:
    """Columns in which the row says something else; what its sheet lacks is not touched."""
    told = {
        name: value for name, value in _described(row).items() if _SPOKEN_OF_BY[name] in row.given
    }
    if row.product.province_code:
        told["province_code"] = row.product.province_code
    if row.product.subdistrict_code:
        told["subdistrict_code"] = row.product.subdistrict_code
        told["province_code"] = row.product.subdistrict_code[:2]
    changes = {name: value for name, value in told.items() if getattr(product, name) != value}
    if "province_code" in changes and "subdistrict_code" not in told:
        # The old production place is not in the new province.
        changes["subdistrict_code"] = None
    if row.publish and product.status is not ProductStatus.PUBLISHED:
        changes["status"] = ProductStatus.PUBLISHED
        changes["published_at"] = product.published_at or now()
    return changes


def _merged(pack: VariantWrite, present: Variant | None, given: frozenset[str]) -> VariantWrite:
    """A pack as the row tells it, over what the row has no column for."""
    if present is None:
        return pack
    kept: dict[str, Any] = {
        "order_step": present.order_step,
        "tiers": tuple(PriceTierWrite.model_validate(tier) for tier in present.tiers),
    }
    if "weight" not in given:
        kept["weight_grams"] = present.weight_grams
    if "pack_size" not in given:
        kept["pack_size"] = present.pack_size
    told = pack.model_copy(update=kept)
    same_size = (told.unit, told.pack_size) == (present.unit, present.pack_size)
    if told.name_th is None and same_size:
        told = told.model_copy(update={"name_th": present.name_th})
    return told


def _differs(present: Variant, pack: VariantWrite) -> bool:
    told = product_rules.pack_values(pack)
    return present.withdrawn or any(getattr(present, name) != told[name] for name in told)
