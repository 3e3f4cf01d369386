"""Posting to the books and reading balances."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Iterable, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Database
from kit.pagination import MAX_LIMIT, Paged, PageParams, paged
from kit.time import now
from services.orders.ledger import queries
from services.orders.ledger.rules import (
    Posting,
    Sale,
    fee_postings,
    reversal_postings,
    sale_postings,
    transfer,
)
from services.orders.ledger.schemas import Balance, Balances, Entry
from services.orders.models.ledger import AccountKind

PAYMENT = "payment"
REFUND = "refund"
REFUND_SETTLED = "refund_settled"
REFUND_RETURNED = "refund_returned"
UNUSABLE = "unusable_payment"
FEE = "processor_fee"


async def post_sales(session: AsyncSession, *, payment_id: UUID, sales: Sequence[Sale]) -> bool:
    """Post the sales that a payment paid for; False, and no change, when it was posted before."""
    postings = [posting for sale in sales for posting in sale_postings(sale)]
    return await post(session, cause=PAYMENT, cause_id=payment_id, postings=postings)


async def post_reversal(session: AsyncSession, *, refund_id: UUID, sale: Sale) -> bool:
    """Take a sale back: the shopper is owed what they paid, nobody else anything of it."""
    return await post(session, cause=REFUND, cause_id=refund_id, postings=reversal_postings(sale))


async def post_unusable(session: AsyncSession, *, refund_id: UUID, amount_satang: int) -> bool:
    """Money came that no order can use: it is owed to who paid it."""
    accounts = AccountKind.PROCESSOR_CLEARING, AccountKind.REFUND_PAYABLE
    return await post(
        session, cause=UNUSABLE, cause_id=refund_id, postings=transfer(*accounts, amount_satang)
    )


async def post_refund_settled(
    session: AsyncSession, *, refund_id: UUID, amount_satang: int
) -> bool:
    """The money has gone back."""
    accounts = AccountKind.REFUND_PAYABLE, AccountKind.PROCESSOR_CLEARING
    return await post(
        session,
        cause=REFUND_SETTLED,
        cause_id=refund_id,
        postings=transfer(*accounts, amount_satang),
    )


async def post_refund_returned(
    session: AsyncSession, *, refund_id: UUID, amount_satang: int
) -> bool:
    """The shopper's bank sent it back to us: it is owed again."""
    accounts = AccountKind.PROCESSOR_CLEARING, AccountKind.REFUND_PAYABLE
    return await post(
        session,
        cause=REFUND_RETURNED,
        cause_id=refund_id,
        postings=transfer(*accounts, amount_satang),
    )


async def post_fee(
    session: AsyncSession, *, money_id: UUID, fee_satang: int, vat_satang: int
) -> bool:
    """What the payment service kept of money that came in."""
    postings = fee_postings(fee_satang=fee_satang, vat_satang=vat_satang)
    return (
        await post(session, cause=FEE, cause_id=money_id, postings=postings) if postings else False
    )


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


async def entries(
    session: AsyncSession, *, party_id: UUID, account: AccountKind | None, page: PageParams
) -> Paged[Entry]:
    """A page of a party's own statement, newest first."""
    account_ids = await queries.accounts_of(
        session, party_id=party_id, kind=None if account is None else account.value
    )
    rows = await queries.entries(session, account_ids=account_ids, page=page)
    shown, cursor = paged(rows, page=page, key=lambda entry: (entry.id,))
    return Paged[Entry](items=[Entry.model_validate(row) for row in shown], next_cursor=cursor)


async def statement_csv(
    database: Database, *, party_id: UUID, account: AccountKind | None
) -> AsyncIterator[str]:
    """A party's whole statement as CSV, newest first, read page by page while it is sent."""
    yield _csv_row(Entry.model_fields)
    page = PageParams(MAX_LIMIT, None)
    while True:
        async with database.reading() as session:
            found = await entries(session, party_id=party_id, account=account, page=page)
        yield "".join(_csv_row(entry.model_dump(mode="json").values()) for entry in found.items)
        if found.next_cursor is None:
            return
        page = PageParams(MAX_LIMIT, found.next_cursor)


def _csv_row(values: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(["" if value is None else value for value in values])
    return line.getvalue()
