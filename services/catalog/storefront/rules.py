"""From rows of the reading side to what shoppers see. Dates are Asia/Bangkok."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import blake2b
from typing import Any, Final

import orjson

from contracts.types import AvailabilityBand
from services.catalog.listing.rules import badges
from services.catalog.models import CaseState, Certification
from services.catalog.storefront.schemas import CertificateStanding

_NONE: Final = AvailabilityBand.NONE.value
_BEST_FIRST: Final = (AvailabilityBand.PLENTY.value, AvailabilityBand.LOW.value)


def best_band(bands: Sequence[str] | None) -> str:
    """The band of a product from those of its packs; none when orders has told nothing."""
    return next((band for band in _BEST_FIRST if bands and band in bands), _NONE)


def _shop(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": str(row["shop_id"]),
        "name_th": row["shop_name_th"],
        "name_en": row["shop_name_en"],
    }


def product_page(row: Mapping[str, Any], today: str) -> bytes:
    """The JSON of a product's page: the stored page with stock, seller and today's badges."""
    page: dict[str, Any] = orjson.loads(row["page"])
    levels: dict[str, str] = orjson.loads(row["levels"]) if row["levels"] else {}
    for variant in page["variants"]:
        variant["availability"] = levels.get(variant["id"], _NONE)
    page["availability"] = best_band([pack["availability"] for pack in page["variants"]])
    page["shop_id"] = str(row["shop_id"])
    page["shop"] = _shop(row)
    page["marks"] = badges(orjson.loads(row["marks"]), today)
    return orjson.dumps(page)


def product_list(rows: Sequence[Mapping[str, Any]], today: str, next_cursor: str | None) -> bytes:
    """The JSON of a page of cards."""
    items = ",".join(_card(row, today) for row in rows)
    return f'{{"items":[{items}],"next_cursor":{orjson.dumps(next_cursor).decode()}}}'.encode()


def _card(row: Mapping[str, Any], today: str) -> str:
    """The stored card's text with what changes without the product put before its brace."""
    shown = {
        "availability": best_band(row["bands"]),
        "shop_id": str(row["shop_id"]),
        "shop": _shop(row),
        "marks": badges(orjson.loads(row["marks"]), today) if row["marks"] != "[]" else [],
    }
    stored: str = row["card"]
    return f"{stored[:-1]},{orjson.dumps(shown).decode()[1:]}"


def entity_tag(body: bytes) -> str:
    """A strong tag of exactly these bytes: it changes with stock, badges and the day too."""
    return f'"{blake2b(body, digest_size=12).hexdigest()}"'


def matches(if_none_match: str | None, tag: str) -> bool:
    """Whether the client has these bytes already (weak comparison, as RFC 9110 asks)."""
    if if_none_match is None:
        return False
    known = {part.strip().removeprefix("W/") for part in if_none_match.split(",")}
    return tag in known or "*" in known


def standing(case: Certification, today: date) -> CertificateStanding:
    """What a once certified case is worth on a day."""
    if case.state in {CaseState.SUSPENDED, CaseState.CANCELLED}:
        return CertificateStanding(case.state.value)
    if case.valid_from_on is not None and today < case.valid_from_on:
        return CertificateStanding.NOT_YET_VALID
    if case.valid_until_on is not None and today > case.valid_until_on:
        return CertificateStanding.EXPIRED
    return CertificateStanding.VALID
