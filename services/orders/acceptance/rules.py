"""Pure rules of acceptance: how large a committee, what is wrong, what becomes payable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from services.orders.delivery import rules as delivery_rules
from services.orders.models.delivery import DeliveryLine
from services.orders.purchase.rules import Amounts, line_amounts


@dataclass(frozen=True)
class Rule:
    """How many persons a duty needs above a sum, for which buyers and methods, from when."""

    duty: str
    buyer_kinds: frozenset[str]
    methods: frozenset[str]
    above_satang: int
    persons: int
    chair: bool
    from_on: date
    until_on: date | None
    source_th: str
    source_en: str

    def counts(self, *, duty: str, buyer_kind: str, method: str, total: int, on: date) -> bool:
        """Whether it is in force for such a purchase on the Bangkok date."""
        return (
            self.duty == duty
            and buyer_kind in self.buyer_kinds
            and (not self.methods or method in self.methods)
            and total > self.above_satang
            and self.from_on <= on
            and (self.until_on is None or on <= self.until_on)
        )


@dataclass(frozen=True)
class AcceptedLine:
    """A line of a delivery whose acceptance is final; ``net_satang`` is payable before VAT.

    ``accepted_on`` is the delivery's own Bangkok date (ข้อ 175). Over all deliveries the amounts
    of an order line sum to what its accepted quantity costs, rounded once.
    """

    delivery_id: UUID
    delivery_number: str
    delivery_line_id: UUID
    order_line_id: UUID
    variant_id: UUID
    product_name_th: str
    unit: str
    lot_id: UUID
    lot_code: str
    unit_price_satang: int
    vat_bps: int
    shipped: Decimal
    arrived: Decimal
    short: Decimal
    accepted: Decimal
    rejected: Decimal
    net_satang: int
    vat_satang: int
    accepted_on: date


def required(
    rules: Iterable[Rule], *, duty: str, buyer_kind: str, method: str, total: int, on: date
) -> Rule | None:
    """The rule that counts: of the highest sum that the purchase passes, then the latest."""
    in_force = [
        rule
        for rule in rules
        if rule.counts(duty=duty, buyer_kind=buyer_kind, method=method, total=total, on=on)
    ]
    return max(in_force, key=lambda rule: (rule.above_satang, rule.from_on), default=None)


def defective(lines: Sequence[DeliveryLine]) -> bool:
    """Whether goods are missing, rejected, too warm or without a certificate."""
    return any(
        delivery_rules.short(line)
        or line.rejected
        or delivery_rules.too_warm(line)
        or not line.certified
        for line in lines
    )


def payable(accepted: Decimal, *, before: Decimal, unit_price_satang: int, vat_bps: int) -> Amounts:
    """What a further accepted quantity of an order line adds to what is payable.

    The difference of two rounded sums, so that partial deliveries never drift from the whole.
    """
    earlier = line_amounts(before, unit_price_satang, vat_bps)
    later = line_amounts(before + accepted, unit_price_satang, vat_bps)
    return Amounts(
        net_satang=later.net_satang - earlier.net_satang,
        vat_satang=later.vat_satang - earlier.vat_satang,
    )
