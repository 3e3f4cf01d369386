"""Pure rules of confirmations."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_DOWN, Decimal
from typing import Final

from services.orders.models.purchase import PurchaseOrderLine
from services.orders.purchase.rules import line_amounts

_BPS: Final = Decimal(10_000)
_STEP: Final = Decimal("0.001")


def over_delivery(confirmed: Decimal, bps: int) -> Decimal:
    """How much more than confirmed may be delivered, rounded down to a thousandth."""
    return (confirmed * bps / _BPS).quantize(_STEP, rounding=ROUND_DOWN)


def not_coming(lines: Iterable[PurchaseOrderLine]) -> int:
    """What the unconfirmed part of an order would have cost, VAT included, in satang."""
    return sum(
        line.net_satang + line.vat_satang - _total(line)
        for line in lines
        if line.confirmed_quantity is not None and line.confirmed_quantity < line.quantity
    )


def _total(line: PurchaseOrderLine) -> int:
    confirmed = line.confirmed_quantity or Decimal(0)
    return line_amounts(confirmed, line.unit_price_satang, line.vat_bps).total_satang
