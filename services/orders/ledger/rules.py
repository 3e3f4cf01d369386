"""Which accounts a sale, a refund or a fee moves: pure calculation in satang."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from services.orders.models.ledger import AccountKind

BPS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Sale:
    """What is needed of a paid order to post it."""

    order_id: UUID
    seller_id: UUID
    total_satang: int
    commission_satang: int
    commission_vat_satang: int
    seller_satang: int
    """What is the seller's and their producers', together."""
    producers: tuple[tuple[UUID, int], ...] = ()
    """What of that is whose; the rest is the seller's own."""

    @property
    def paid_satang(self) -> int:
        """What the shopper paid of it."""
        return self.total_satang


@dataclass(frozen=True, slots=True)
class Posting:
    """One entry to be made: positive debits the account, negative credits it."""

    kind: AccountKind
    party_id: UUID | None
    order_id: UUID | None
    amount_satang: int


def sale_postings(sale: Sale) -> list[Posting]:
    """The entries of a sale; they sum to nought. An account that does not move gets none."""
    return _without_nought(
        Posting(AccountKind.PROCESSOR_CLEARING, None, sale.order_id, sale.paid_satang),
        *_shares(sale),
    )


def reversal_postings(sale: Sale) -> list[Posting]:
    """The sale taken back: everybody's share reversed, and the shopper is owed what they paid."""
    return _without_nought(
        Posting(AccountKind.REFUND_PAYABLE, None, sale.order_id, -sale.paid_satang),
        *(replace(share, amount_satang=-share.amount_satang) for share in _shares(sale)),
    )


def _shares(sale: Sale) -> Iterator[Posting]:
    order_id = sale.order_id
    producers = sum(amount for _, amount in sale.producers)
    yield Posting(
        AccountKind.SELLER_PAYABLE, sale.seller_id, order_id, producers - sale.seller_satang
    )
    for producer_id, amount in sale.producers:
        yield Posting(AccountKind.PRODUCER_PAYABLE, producer_id, order_id, -amount)
    yield Posting(AccountKind.OPERATOR_COMMISSION, None, order_id, -sale.commission_satang)
    yield Posting(AccountKind.OPERATOR_VAT_PAYABLE, None, order_id, -sale.commission_vat_satang)


def transfer(debit: AccountKind, credit: AccountKind, amount_satang: int) -> list[Posting]:
    """An amount between two of the operator's accounts."""
    return [Posting(debit, None, None, amount_satang), Posting(credit, None, None, -amount_satang)]


def fee_postings(*, fee_satang: int, vat_satang: int) -> list[Posting]:
    """What the payment service kept, and the VAT on it."""
    return _without_nought(
        Posting(AccountKind.PROCESSOR_FEE, None, None, fee_satang),
        Posting(AccountKind.OPERATOR_VAT_RECEIVABLE, None, None, vat_satang),
        Posting(AccountKind.PROCESSOR_CLEARING, None, None, -fee_satang - vat_satang),
    )


def income_shares(
    shares: Sequence[Mapping[str, Any]], *, income_satang: int, seller_id: UUID
) -> list[dict[str, Any]]:
    """Each producer's part of a line's income, rounded down; what is left is the seller's.

    Income is the price without its VAT, less commission and the VAT on that.
    """
    return [
        {**share, "amount_satang": income_satang * int(share["basis_points"]) // BPS}
        for share in shares
        if share["organisation_id"] != str(seller_id)
    ]


def _without_nought(*postings: Posting) -> list[Posting]:
    return [posting for posting in postings if posting.amount_satang != 0]
