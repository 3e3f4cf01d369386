"""From a product to the rows of a sheet that an import understands."""

from __future__ import annotations

from datetime import date
from typing import Final

from contracts.events.catalog import ProductStatus
from contracts.types import TaxClass, TemperatureClass
from services.catalog.importing.rules import be_date
from services.catalog.importing.words import FIELDS, HEADINGS
from services.catalog.models import Product, Variant
from services.catalog.place import geothai

TITLES: Final = tuple(HEADINGS[name][0] for name in FIELDS)
_TEMPERATURES: Final = {
    TemperatureClass.AMBIENT: "อุณหภูมิห้อง",
    TemperatureClass.CHILLED: "แช่เย็น",
    TemperatureClass.FROZEN: "แช่แข็ง",
    TemperatureClass.LIVE: "มีชีวิต",
}


def rows(product: Product, ref: str | None, registered_on: date | None) -> list[list[str]]:
    """One row for each pack on sale. A product without a key of the seller's gets its id."""
    key = ref or str(product.id)
    return [
        _row(product, pack, key, registered_on) for pack in product.variants if not pack.withdrawn
    ]


def _row(product: Product, pack: Variant, key: str, registered_on: date | None) -> list[str]:
    place = geothai.describe(product.province_code, product.subdistrict_code)
    cells = {
        "ref": key,
        "sku": pack.sku,
        "name_th": product.name_th,
        "name_en": product.name_en or "",
        "description_th": product.description_th,
        "description_en": product.description_en,
        "category": product.category_code,
        "price": f"{pack.price_satang // 100}.{pack.price_satang % 100:02d}",
        "unit": pack.unit,
        "pack_size": f"{pack.pack_size.normalize():f}",
        "pack_name": pack.name_th,
        "weight": "" if pack.weight_grams is None else str(pack.weight_grams),
        "province": place.province_th,
        "district": place.district_th or "",
        "subdistrict": product.subdistrict_code or "",
        "tax_class": "ยกเว้น" if product.tax_class is TaxClass.EXEMPT_AGRI else "มี",
        "crop": "ใช่" if product.crop else "ไม่ใช่",
        "temperature": _TEMPERATURES[product.temperature_class],
        "lead_time": str(product.lead_time_days),
        "seasons": ",".join(str(month) for month in product.seasons),
        "registered_on": be_date(registered_on),
        "status": "เผยแพร่" if product.status is ProductStatus.PUBLISHED else "ร่าง",
    }
    return [cells[name] for name in FIELDS]
