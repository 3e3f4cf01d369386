"""Prices and VAT of a cart: pure arithmetic in satang, every sum exact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final
from uuid import UUID

from contracts.types import TaxClass

BPS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Priced:
    """A line's figures. ``net_satang + vat_satang == total_satang``."""

    unit_price_satang: int
    vat_bps: int
    total_satang: int
    net_satang: int
    vat_satang: int


def half_up(amount: Decimal) -> int:
    """Whole satang, halves up: the one rounding that a line has."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def unit_price(price_satang: int, tiers: Sequence[dict[str, Any]], quantity: Decimal) -> int:
    """The price of one unit at a quantity: the highest tier reached, else the list price."""
    reached = [tier for tier in tiers if quantity >= Decimal(str(tier["min_quantity"]))]
    if not reached:
        return price_satang
    return int(max(reached, key=lambda tier: Decimal(str(tier["min_quantity"])))["price_satang"])


def vat_rate(*, vat_registered: bool, tax_class: str, vat_bps: int) -> int:
    """VAT inside a shop price: none unless the seller is registered and the class is taxed."""
    return vat_bps if vat_registered and tax_class == TaxClass.STANDARD else 0


def price_line(unit_price_satang: int, quantity: Decimal, vat_bps: int) -> Priced:
    """A line's total and the VAT inside it; the total is rounded once, the VAT is the rest."""
    total = half_up(unit_price_satang * quantity)
    net = half_up(Decimal(total * BPS) / (BPS + vat_bps))
    return Priced(unit_price_satang, vat_bps, total, net, total - net)


def in_step(quantity: Decimal, order_step: Decimal) -> bool:
    """Whether a quantity is a whole number of the variant's order steps."""
    return quantity % order_step == 0


@dataclass(frozen=True, slots=True)
class CartItem:
    """A line of a cart with what is on sale under it now."""

    variant_id: UUID
    product_id: UUID
    seller_id: UUID
    seller_name_th: str
    vat_registered: bool
    name_th: str
    name_en: str | None
    sku: str
    unit: str
    quantity: Decimal
    order_step: Decimal
    price_satang: int
    tiers: Sequence[dict[str, Any]]
    tax_class: str
    marks: Sequence[dict[str, Any]]
    income_shares: Sequence[dict[str, Any]]
    for_sale: bool


@dataclass(frozen=True, slots=True)
class CartView:
    """A cart as one statement saw it: lines, offers and rates belong to the same instant."""

    id: UUID
    version: int
    status: str
    items: tuple[CartItem, ...]
    unknown: tuple[UUID, ...]
    """Variants in the cart that the catalogue told us nothing of."""
    vat_bps: int
    commission_bps: int


@dataclass(frozen=True, slots=True)
class PricedItem:
    """An item and its figures."""

    item: CartItem
    priced: Priced


@dataclass(frozen=True, slots=True)
class SellerPart:
    """One seller's lines in a cart and their sums."""

    seller_id: UUID
    seller_name_th: str
    vat_registered: bool
    lines: tuple[PricedItem, ...]

    @property
    def total_satang(self) -> int:
        """What the shopper pays for this seller's lines."""
        return sum(line.priced.total_satang for line in self.lines)

    @property
    def net_satang(self) -> int:
        """The total without VAT."""
        return sum(line.priced.net_satang for line in self.lines)

    @property
    def vat_satang(self) -> int:
        """The VAT inside the total."""
        return sum(line.priced.vat_satang for line in self.lines)


def price_cart(items: Iterable[CartItem], *, vat_bps: int) -> list[SellerPart]:
    """The cart by seller, sellers and lines in the order of their ids."""
    by_seller: dict[UUID, list[PricedItem]] = {}
    for item in sorted(items, key=lambda item: (item.seller_id, item.variant_id)):
        rate = vat_rate(
            vat_registered=item.vat_registered, tax_class=item.tax_class, vat_bps=vat_bps
        )
        price = unit_price(item.price_satang, item.tiers, item.quantity)
        by_seller.setdefault(item.seller_id, []).append(
            PricedItem(item, price_line(price, item.quantity, rate))
        )
    return [
        SellerPart(
            seller_id, lines[0].item.seller_name_th, lines[0].item.vat_registered, tuple(lines)
        )
        for seller_id, lines in by_seller.items()
    ]
