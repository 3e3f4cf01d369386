"""Which accounts a paid order moves: pure calculation in satang."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from services.orders.models.ledger import AccountKind


@dataclass(frozen=True, slots=True)
class Sale:
    """What is needed of a paid order to post it."""

    order_id: UUID
    seller_id: UUID
    total_satang: int
    commission_satang: int
    commission_vat_satang: int
    seller_satang: int


@dataclass(frozen=True, slots=True)
class Posting:
    """One entry to be made: positive debits the account, negative credits it."""

    kind: AccountKind
    party_id: UUID | None
    order_id: UUID | None
    amount_satang: int


def sale_postings(sale: Sale) -> list[Posting]:
    """The entries of a sale; they sum to nought. An account that does not move gets none."""
    entries = [
        Posting(AccountKind.PROCESSOR_CLEARING, None, sale.order_id, sale.total_satang),
        Posting(AccountKind.SELLER_PAYABLE, sale.seller_id, sale.order_id, -sale.seller_satang),
        Posting(AccountKind.OPERATOR_COMMISSION, None, sale.order_id, -sale.commission_satang),
        Posting(AccountKind.OPERATOR_VAT_PAYABLE, None, sale.order_id, -sale.commission_vat_satang),
    ]
    return [entry for entry in entries if entry.amount_satang != 0]
