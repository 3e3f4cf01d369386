"""A product's page in the words of schema.org."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

_AVAILABILITY: Final = {
    "plenty": "https://schema.org/InStock",
    "low": "https://schema.org/LimitedAvailability",
    "none": "https://schema.org/OutOfStock",
}


def product(page: Mapping[str, Any], *, origin: str) -> dict[str, Any]:
    """The page as a schema.org Product; ``origin`` is where the shop front is served."""
    url = f"{origin}/storefront/v1/products/{page['id']}"
    body = {
        "@context": "https://schema.org",
        "@type": "Product",
        "@id": url,
        "url": url,
        "name": page["name_th"],
        "alternateName": page["name_en"],
        "description": page["description_th"] or None,
        "category": page["category"]["name_th"],
        "countryOfOrigin": {"@type": "Country", "name": "TH"},
        "brand": {"@type": "Brand", "name": page["shop"]["name_th"]},
        "offers": [_offer(page, pack, origin) for pack in page["variants"]],
        "hasCertification": [_certification(mark, origin) for mark in page["marks"]] or None,
    }
    return {name: value for name, value in body.items() if value is not None}


def _offer(page: Mapping[str, Any], pack: Mapping[str, Any], origin: str) -> dict[str, Any]:
    return {
        "@type": "Offer",
        "sku": pack["sku"],
        "name": pack["name_th"],
        "price": str(Decimal(pack["price_satang"]) / 100),
        "priceCurrency": "THB",
        "availability": _AVAILABILITY[pack["availability"]],
        "seller": {
            "@type": "Organization",
            "name": page["shop"]["name_th"],
            "url": f"{origin}/storefront/v1/shops/{page['shop_id']}",
        },
    }


def _certification(mark: Mapping[str, Any], origin: str) -> dict[str, Any]:
    body = {
        "@type": "Certification",
        "name": mark["name_th"],
        "certificationIdentification": mark["number"],
        "expires": mark["valid_until_on"],
        "url": f"{origin}/storefront/v1/certificates/{mark['certificate_id']}",
    }
    return {name: value for name, value in body.items() if value is not None}
