"""Pure calculation of invoices: lines, credits, the late fine. Satang, Bangkok dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Final
from uuid import UUID

from services.orders.acceptance.rules import AcceptedLine
from services.orders.cart.rules import half_up
from services.orders.models.invoice import InvoiceLine
from services.orders.promptpay.rules import BillPayment, write
from services.orders.purchase.rules import Amounts

_BPS: Final = Decimal(10_000)
_SIGNS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_REF_DIGITS: Final = 12


@dataclass(frozen=True, slots=True)
class Credit:
    """What is taken off a line."""

    quantity: Decimal
    net_satang: int
    vat_satang: int


def shipped_amounts(quantity: Decimal, unit_price_satang: int, vat_bps: int) -> Amounts:
    """A line invoiced before its inspection: whole satang upwards.

    Accepted amounts are differences of rounded sums, so those of one delivery may be a satang
    above the plain product. Upwards, an invoice is never below what is accepted, and the credit
    note takes the satang off again.
    """
    net = _up(quantity * unit_price_satang)
    return Amounts(net_satang=net, vat_satang=_up(Decimal(net * vat_bps) / _BPS))


def credit(line: InvoiceLine, accepted: AcceptedLine) -> Credit:
    """What an invoiced line has to lose so that it is what was accepted; never below nought."""
    return Credit(
        quantity=line.quantity - accepted.accepted,
        net_satang=line.net_satang - accepted.net_satang,
        vat_satang=line.vat_satang - accepted.vat_satang,
    )


def late_fine(lines: Iterable[AcceptedLine], *, need_by_on: date, bps_per_day: int) -> int:
    """ข้อ 162: days late × the price of what came late × the daily rate, rounded half-up once.

    What came on or before the agreed date costs nothing.
    """
    weighted = sum(line.net_satang * max(0, (line.accepted_on - need_by_on).days) for line in lines)
    return half_up(Decimal(weighted * bps_per_day) / _BPS)


def total(amounts: Sequence[Amounts | Credit]) -> Amounts:
    """The sum of lines that are rounded already."""
    return Amounts(
        net_satang=sum(each.net_satang for each in amounts),
        vat_satang=sum(each.vat_satang for each in amounts),
    )


def ref1(invoice_id: UUID) -> str:
    """A reference of capital letters and digits from the random part of an invoice's id."""
    rest, signs = invoice_id.int & ((1 << 62) - 1), ""
    for _ in range(_REF_DIGITS):
        rest, digit = divmod(rest, len(_SIGNS))
        signs = _SIGNS[digit] + signs
    return f"T{signs}"


def payload(
    *, biller_id: str | None, ref1: str, ref2: str, payable_satang: int, locked: bool
) -> str | None:
    """The bill payment's QR text; None when there is nothing to pay or nobody to pay it to."""
    if biller_id is None or locked or payable_satang <= 0:
        return None
    return write(BillPayment(biller_id, ref1, ref2, payable_satang))


def _up(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), rounding=ROUND_CEILING))
