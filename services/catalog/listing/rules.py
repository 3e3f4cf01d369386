"""The documents and search tokens of a listing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import orjson

from contracts.types import Mark, Scheme
from services.catalog.listing.schemas import (
    CardBody,
    CardVariant,
    CategoryBrief,
    StoredPage,
    VariantBody,
)
from services.catalog.models import Category, CertificationScheme, Product, Variant
from services.catalog.place import geothai
from services.catalog.search.rules import document_tokens

DEMO_LABEL: Final = "ข้อมูลสาธิต"
NO_MARKS: Final = "[]"
_CODES: Final = {"province_code", "subdistrict_code"}


def live_variants(product: Product) -> list[Variant]:
    """The packs on sale, in the seller's order."""
    return [variant for variant in product.variants if not variant.withdrawn]


def price_from(product: Product) -> int:
    """The lowest unit price in satang among packs on sale, tiers left out."""
    return min(variant.price_satang for variant in live_variants(product))


def page(product: Product, category: Category) -> str:
    """The stored part of the product's page, as JSON text."""
    return StoredPage(
        id=product.id,
        name_th=product.name_th,
        name_en=product.name_en,
        description_th=product.description_th,
        description_en=product.description_en,
        category=CategoryBrief.model_validate(category),
        place=geothai.describe(product.province_code, product.subdistrict_code),
        tax_class=product.tax_class,
        crop=product.crop,
        temperature_class=product.temperature_class,
        lead_time_days=product.lead_time_days,
        seasons=product.seasons,
        price_from_satang=price_from(product),
        provenance=product.provenance,
        demo_label_th=DEMO_LABEL if product.provenance else None,
        variants=[VariantBody.model_validate(variant) for variant in live_variants(product)],
    ).model_dump_json()


def card(product: Product) -> str:
    """The stored part of the product's card, as JSON text."""
    place = geothai.describe(product.province_code, None)
    packs = live_variants(product)
    cheapest = min(packs, key=lambda variant: variant.price_satang)
    return CardBody(
        id=product.id,
        name_th=product.name_th,
        name_en=product.name_en,
        category_code=product.category_code,
        province_code=product.province_code,
        province_th=place.province_th,
        province_en=place.province_en,
        price_from_satang=cheapest.price_satang,
        unit=cheapest.unit,
        variants=[CardVariant.model_validate(pack) for pack in packs],
        demo_label_th=DEMO_LABEL if product.provenance else None,
    ).model_dump_json()


def marks_text(marks: Sequence[Mark], schemes: Mapping[Scheme, CertificationScheme]) -> str:
    """The runs of days as the hot reads take them, each with its scheme's names, as JSON text."""
    shown: list[dict[str, Any]] = [
        {
            **mark.model_dump(mode="json"),
            "name_th": schemes[mark.scheme].name_th,
            "name_en": schemes[mark.scheme].name_en,
            "quality_mark": schemes[mark.scheme].quality_mark,
        }
        for mark in marks
    ]
    return orjson.dumps(shown).decode()


def badges(marks: Iterable[Mapping[str, Any]], today: str) -> list[dict[str, Any]]:
    """Of stored runs of days those that hold today (ISO date, Asia/Bangkok), as badges."""
    return [
        {
            "scheme": mark["scheme"],
            "name_th": mark["name_th"],
            "name_en": mark["name_en"],
            "quality_mark": mark["quality_mark"],
            "certificate_id": mark["certificate_id"],
            "number": mark["number"],
            "valid_until_on": mark["until_on"],
        }
        for mark in marks
        if mark["from_on"] <= today and (mark["until_on"] is None or today <= mark["until_on"])
    ]


def tokens(product: Product, category: Category) -> list[str]:
    """Under which words the product is found: its names, category, place and description."""
    place = geothai.describe(product.province_code, product.subdistrict_code)
    texts = (
        product.name_th,
        product.name_en,
        product.description_th,
        product.description_en,
        category.name_th,
        category.name_en,
        *(value for value in place.model_dump(exclude=_CODES).values()),
    )
    return sorted({token for text in texts if text for token in _words(text)})


@lru_cache(maxsize=8_192)
def _words(text: str) -> tuple[str, ...]:
    """A text's tokens: of thousands of products many share category, place and even name."""
    return tuple(document_tokens(text))
