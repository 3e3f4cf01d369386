"""Pure rules of purchase orders: the fiscal year and the number."""

from __future__ import annotations

from datetime import date

_BUDDHIST_ERA = 543
_FIRST_MONTH = 10


def fiscal_year(on: date) -> int:
    """The government's fiscal year in the Buddhist era: 1 October to 30 September.

    FY2567 = 1 Oct 2566 to 30 Sep 2567 (วิธีการงบประมาณ).
    """
    return on.year + _BUDDHIST_ERA + (1 if on.month >= _FIRST_MONTH else 0)


def order_number(year: int, sequence: int) -> str:
    """How a purchase order is called within its buyer: ``PO-2569-0001``."""
    return f"PO-{year}-{sequence:04d}"
