"""The operator's commission and an order's number: pure calculation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from contracts.types import Mark
from kit.ids import uuid7
from kit.time import bangkok_date
from services.orders.cart.rules import BPS, Priced, PricedItem, SellerPart, half_up
from services.orders.ledger.rules import income_shares

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHARACTERS: Final = 10


@dataclass(frozen=True, slots=True)
class Split:
    """Who gets what of a line; the three parts add up to the line's total."""

    commission_satang: int
    commission_vat_satang: int
    seller_satang: int


def split_line(priced: Priced, *, commission_bps: int, vat_bps: int) -> Split:
    """Commission on the price net of VAT, VAT on the commission, the rest to the seller.

    1,070 baht with 7 % VAT inside, at 5 %: 50.00 + 3.50 to the operator, 1,016.50 to the seller.
    """
    fee = half_up(Decimal(priced.net_satang * commission_bps) / BPS)
    fee_vat = half_up(Decimal(fee * vat_bps) / BPS)
    # A fee with its VAT never eats more than the price: rounding alone could, on one satang.
    fee_vat = min(fee_vat, priced.total_satang - fee)
    return Split(fee, fee_vat, priced.total_satang - fee - fee_vat)


def order_number(order_id: UUID, on: date) -> str:
    """A number that people can read out: year and month, then 50 random bits of the id."""
    bits = order_id.int & ((1 << (5 * _CHARACTERS)) - 1)
    digits = "".join(
        _ALPHABET[(bits >> (5 * place)) & 31] for place in reversed(range(_CHARACTERS))
    )
    return f"TL{on:%y%m}-{digits}"


@dataclass(frozen=True, slots=True)
class FrozenOrder:
    """A seller's order and its lines as they will be inserted, every figure fixed."""

    order: dict[str, Any]
    lines: list[dict[str, Any]]


def freeze(
    part: SellerPart, *, group_id: UUID, commission_bps: int, vat_bps: int, at: datetime
) -> FrozenOrder:
    """Fix prices, VAT, commission and today's marks of one seller's part of a cart."""
    order_id = uuid7()
    lines = list(
        _freeze_lines(
            part, order_id=order_id, commission_bps=commission_bps, vat_bps=vat_bps, at=at
        )
    )
    fee = sum(line["commission_satang"] for line in lines)
    fee_vat = sum(line["commission_vat_satang"] for line in lines)
    order = {
        "id": order_id,
        "group_id": group_id,
        "number": order_number(order_id, bangkok_date(at)),
        "seller_id": part.seller_id,
        "seller_name_th": part.seller_name_th,
        "seller_vat_registered": part.vat_registered,
        "status": "awaiting_payment",
        "total_satang": part.total_satang,
        "net_satang": part.net_satang,
        "vat_satang": part.vat_satang,
        "commission_bps": commission_bps,
        "commission_satang": fee,
        "commission_vat_satang": fee_vat,
        "seller_satang": part.total_satang - fee - fee_vat,
        "created_at": at,
        "updated_at": at,
    }
    return FrozenOrder(order, lines)


def _freeze_lines(
    part: SellerPart, *, order_id: UUID, commission_bps: int, vat_bps: int, at: datetime
) -> Iterator[dict[str, Any]]:
    for line in part.lines:
        split = split_line(line.priced, commission_bps=commission_bps, vat_bps=vat_bps)
        yield {
            **_line_columns(line, at=at),
            "order_id": order_id,
            "commission_satang": split.commission_satang,
            "commission_vat_satang": split.commission_vat_satang,
            "income_shares": income_shares(
                line.item.income_shares,
                # A seller who bears VAT owes it out of what they get: it is nobody's income.
                income_satang=max(split.seller_satang - line.priced.vat_satang, 0),
                seller_id=part.seller_id,
            ),
        }


def _line_columns(line: PricedItem, *, at: datetime) -> dict[str, Any]:
    item, priced = line.item, line.priced
    today = bangkok_date(at)
    return {
        "id": uuid7(),
        "variant_id": item.variant_id,
        "product_id": item.product_id,
        "name_th": item.name_th,
        "name_en": item.name_en,
        "sku": item.sku,
        "unit": item.unit,
        "quantity": item.quantity,
        "unit_price_satang": priced.unit_price_satang,
        "tax_class": item.tax_class,
        "vat_bps": priced.vat_bps,
        "total_satang": priced.total_satang,
        "net_satang": priced.net_satang,
        "vat_satang": priced.vat_satang,
        "marks": [mark for mark in item.marks if Mark.model_validate(mark).valid_on(today)],
    }
