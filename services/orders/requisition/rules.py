"""Pure calculation for requisitions: amounts, the hash of what is approved, the method's limits."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from services.orders.approval.rules import Chain
from services.orders.cart.rules import BPS, half_up
from services.orders.purchase.rules import Amounts
from services.orders.requisition.schemas import ApprovalBasis

MAX_SATANG: Final = 10**14
"""The largest amount that contracts.types.Satang holds."""


URGENT_METHOD: Final = "specific"
"""ข้อ 79 วรรคสอง speaks of the specific method alone."""


@dataclass(frozen=True)
class FrozenLine:
    """What is approved of a line: the part of it that the content hash covers."""

    line_no: int
    variant_id: UUID
    product_id: UUID
    seller_id: UUID
    quantity: Decimal
    unit: str
    unit_price_satang: int
    vat_bps: int


@dataclass(frozen=True)
class MethodRule:
    """Who may use a procurement method and up to which sum, VAT included, from when to when."""

    method: str
    buyer_kinds: frozenset[str]
    ceiling_satang: int | None
    from_on: date
    until_on: date | None
    source_th: str
    source_en: str

    def in_force(self, on: date) -> bool:
        """Whether the rule counts on that Bangkok date, both ends included."""
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)


def total(amounts: Iterable[Amounts]) -> Amounts:
    """The sum of lines that are rounded already."""
    lines = list(amounts)
    return Amounts(
        net_satang=sum(line.net_satang for line in lines),
        vat_satang=sum(line.vat_satang for line in lines),
    )


def content_hash(
    *, buyer_id: UUID, method: str, need_by_on: date, lines: Sequence[FrozenLine]
) -> str:
    """A name for exactly what is approved; equal content in any order of lines has the same one."""
    content = {
        "buyer_id": str(buyer_id),
        "method": method,
        "need_by_on": need_by_on.isoformat(),
        "lines": [
            [
                line.line_no,
                str(line.variant_id),
                str(line.product_id),
                str(line.seller_id),
                f"{line.quantity.normalize():f}",
                line.unit,
                line.unit_price_satang,
                line.vat_bps,
            ]
            for line in sorted(lines, key=lambda line: line.line_no)
        ],
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def price_before_vat(price_satang: int, vat_bps: int) -> int:
    """The institutional price of one unit: the shop price without the VAT inside it."""
    return half_up(Decimal(price_satang * BPS) / (BPS + vat_bps))


def rule_for(rules: Iterable[MethodRule], *, buyer_kind: str, on: date) -> MethodRule | None:
    """The rule that lets this kind of buyer use the method on the date; None when none does.

    Where dated rows overlap, the one that began last counts.
    """
    allowed = [rule for rule in rules if rule.in_force(on) and buyer_kind in rule.buyer_kinds]
    return max(allowed, key=lambda rule: rule.from_on, default=None)


def exceeds(rule: MethodRule, total_satang: int) -> bool:
    """Whether a purchase of that sum, VAT included, is above the method's ceiling."""
    return rule.ceiling_satang is not None and total_satang > rule.ceiling_satang


def basis_for(
    *,
    government: bool,
    urgent: bool,
    total_satang: int,
    chain: Chain | None,
    requester: tuple[UUID, str],
    approves: bool,
) -> tuple[ApprovalBasis, tuple[UUID, str] | None]:
    """On what the approval will rest, and by whom it is given at once; None: persons decide.

    Only a private buyer orders by a rule, or by a requester who may approve where it has no
    chain; an agency's urgent purchase is made by whoever is responsible for it.
    """
    if urgent:
        return ApprovalBasis.URGENT, requester
    if government:
        return ApprovalBasis.DECISION, None
    if chain is None:
        return (ApprovalBasis.AT_ONCE, requester) if approves else (ApprovalBasis.DECISION, None)
    limit = chain.automatic_up_to_satang
    if limit is not None and total_satang <= limit:
        return ApprovalBasis.RULE, (chain.created_by, chain.created_by_name)
    return ApprovalBasis.DECISION, None
