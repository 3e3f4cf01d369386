"""Pure rules of purchase orders: the fiscal year, the numbers, amounts as text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from services.orders.cart.rules import BPS, half_up

_BUDDHIST_ERA = 543
_FIRST_MONTH = 10


@dataclass(frozen=True)
class Amounts:
    """Money of a line or of a whole purchase, in satang; ``net`` is before VAT."""

    net_satang: int
    vat_satang: int

    @property
    def total_satang(self) -> int:
        """Net and VAT together."""
        return self.net_satang + self.vat_satang


def line_amounts(quantity: Decimal, unit_price_satang: int, vat_bps: int) -> Amounts:
    """Quantity × price before VAT, and the VAT on it, each rounded once."""
    net = half_up(quantity * unit_price_satang)
    return Amounts(net_satang=net, vat_satang=half_up(Decimal(net * vat_bps) / BPS))


def fiscal_year(on: date) -> int:
    """The government's fiscal year in the Buddhist era: 1 October to 30 September.

    FY2567 = 1 Oct 2566 to 30 Sep 2567 (วิธีการงบประมาณ).
    """
    return on.year + _BUDDHIST_ERA + (1 if on.month >= _FIRST_MONTH else 0)


class Document(StrEnum):
    """Documents that are numbered per buyer and fiscal year."""

    REQUISITION = "requisition"
    PURCHASE_ORDER = "purchase_order"


_PREFIXES = {Document.REQUISITION: "RQ", Document.PURCHASE_ORDER: "PO"}


def number_of(document: Document, year: int, sequence: int) -> str:
    """How a document is called within its buyer: ``PO-2569-0001``."""
    return f"{_PREFIXES[document]}-{year}-{sequence:04d}"


def baht(satang: int) -> str:
    """An amount as people read it: ``4,800.00``."""
    return f"{satang // 100:,}.{satang % 100:02d}"
