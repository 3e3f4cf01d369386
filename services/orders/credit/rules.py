"""Pure choice of a credit term."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from services.orders.models.credit import CreditTerm


def closeness(term: CreditTerm) -> int:
    """How closely a term is meant: this pair, this buyer, this kind of buyer, everybody."""
    if term.seller_id is not None:
        return 3
    if term.buyer_id is not None:
        return 2
    return 1 if term.buyer_kinds else 0


def chosen(
    terms: Iterable[CreditTerm], *, seller_id: UUID, buyer_id: UUID, buyer_kind: str, on: date
) -> CreditTerm | None:
    """The term for an invoice of that Bangkok date: the closest, then the one that began last."""
    in_force = [
        term
        for term in terms
        if term.seller_id in (None, seller_id)
        and term.buyer_id in (None, buyer_id)
        and (not term.buyer_kinds or buyer_kind in term.buyer_kinds)
        and term.from_on <= on
        and (term.until_on is None or on <= term.until_on)
    ]
    return max(in_force, key=lambda term: (closeness(term), term.from_on), default=None)
