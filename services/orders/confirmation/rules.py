"""Pure rules of confirmations."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from typing import Final

_BPS: Final = Decimal(10_000)
_STEP: Final = Decimal("0.001")


def over_delivery(confirmed: Decimal, bps: int) -> Decimal:
    """How much more than confirmed may be delivered, rounded down to a thousandth."""
    return (confirmed * bps / _BPS).quantize(_STEP, rounding=ROUND_DOWN)
