"""Posting to the books and reading balances."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kit.time import now
from services.orders.ledger import queries
from services.orders.ledger.rules import Posting, Sale, sale_postings
from services.orders.ledger.schemas import Balance, Balances
from services.orders.models.ledger import AccountKind

PAYMENT = "payment"


async def post_sales(session: AsyncSession, *, payment_id: UUID, sales: Sequence[Sale]) -> bool:
    """Post the sales that a payment paid for; False, and no change, when it was posted before."""
    postings = [posting for sale in sales for posting in sale_postings(sale)]
    return await post(session, cause=PAYMENT, cause_id=payment_id, postings=postings)


async def post(
    session: AsyncSession, *, cause: str, cause_id: UUID, postings: Sequence[Posting]
) -> bool:
    """Post entries that sum to nought for a cause; False, and no change, when it was posted before.

    The database refuses the commit when they do not sum to nought.
    """
    transaction_id = await queries.add_transaction(
        session, cause=cause, cause_id=cause_id, at=now()
    )
    if transaction_id is None:
        return False
    # Sorted: two payments that open the same accounts must not wait for each other in a circle.
    keys = sorted(
        {(posting.kind.value, posting.party_id) for posting in postings},
        key=lambda key: (key[0], str(key[1])),
    )
    await queries.add_entries(
        session,
        transaction_id=transaction_id,
        postings=postings,
        account_ids=await queries.accounts(session, keys),
    )
    return True


async def balances(session: AsyncSession, *, party_id: UUID) -> Balances:
    """The party's balances now."""
    rows = await queries.balances(session, party_id)
    return Balances(
        items=[
            Balance(account=AccountKind(kind), balance_satang=int(total)) for kind, total in rows
        ],
        as_of=now(),
    )
