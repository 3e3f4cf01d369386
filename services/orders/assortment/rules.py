"""Pure arithmetic of an offer as an institution sees it: prices before VAT, escaped patterns."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from services.orders.assortment.schemas import TierRead
from services.orders.requisition.rules import price_before_vat


def tiers_before_vat(tiers: Sequence[dict[str, Any]], vat_bps: int) -> list[TierRead]:
    """The quantity tiers, each price of one unit without the VAT inside it, in their order."""
    return [
        TierRead(
            min_quantity=Decimal(str(tier["min_quantity"])),
            unit_price_satang=price_before_vat(int(tier["price_satang"]), vat_bps),
        )
        for tier in sorted(tiers, key=lambda tier: Decimal(str(tier["min_quantity"])))
    ]


def containing(words: str) -> str:
    """A LIKE pattern that finds the words anywhere, as they are."""
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
