"""Pure calculation of what is withheld from a payment for goods, in satang."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from services.orders.cart.rules import half_up
from services.orders.models.billing import WithholdingRule

_BPS: Final = 10_000
INDIVIDUAL: Final = "individual"
JURISTIC: Final = "juristic"


@dataclass(frozen=True, slots=True)
class Withheld:
    """What a payer keeps back: the base before VAT, the tax, and the rule's source."""

    base_satang: int
    tax_satang: int
    source_th: str


NOTHING: Final = Withheld(0, 0, "")


def payee_kind(tax_id: str | None) -> str:
    """A juristic person's tax id begins with 0 (thai-domain.md section 2), a person's does not.

    A group without a tax id is paid through a natural person.
    """
    return JURISTIC if tax_id is not None and tax_id.startswith("0") else INDIVIDUAL


def chosen(
    rules: Iterable[WithholdingRule], *, payer_kind: str, payee: str, on: date
) -> WithholdingRule | None:
    """The rule in force on the Bangkok date of the payment; None where nothing is withheld."""
    in_force = [
        rule
        for rule in rules
        if payer_kind in rule.payer_kinds
        and rule.payee_kind == payee
        and rule.from_on <= on
        and (rule.until_on is None or on <= rule.until_on)
    ]
    return max(in_force, key=lambda rule: rule.from_on, default=None)


def withheld(rule: WithholdingRule | None, *, net_satang: int, crops_satang: int) -> Withheld:
    """What the rule keeps back of a price before VAT of which ``crops_satang`` is for crops.

    Rounded half-up once; nothing below the floor, which is compared with the base.
    """
    if rule is None:
        return NOTHING
    base = net_satang - (crops_satang if rule.crops_excluded else 0)
    if base < rule.floor_satang:
        return NOTHING
    tax = half_up(Decimal(base * rule.bps) / _BPS)
    return Withheld(base, tax, rule.source_th) if tax else NOTHING
