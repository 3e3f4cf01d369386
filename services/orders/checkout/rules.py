"""The operator's commission and an order's number: pure calculation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from services.orders.cart.rules import BPS, Priced, half_up

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
