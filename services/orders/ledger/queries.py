"""Statements over the books: inserts and sums only."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Row, func, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from kit.ids import uuid7
from kit.pagination import PageParams, keyset
from services.orders.ledger.rules import Posting
from services.orders.models.ledger import LedgerAccount, LedgerEntry, LedgerTransaction
from services.orders.models.order import Order

AccountKey = tuple[str, UUID | None]


async def accounts(session: AsyncSession, keys: Collection[AccountKey]) -> dict[AccountKey, UUID]:
    """The ids of the accounts, opened where they do not exist yet."""
    rows = [{"id": uuid7(), "kind": kind, "party_id": party} for kind, party in keys]
    await session.execute(upsert(LedgerAccount).on_conflict_do_nothing(), rows)
    statement = select(LedgerAccount.id, LedgerAccount.kind, LedgerAccount.party_id).where(
        LedgerAccount.kind.in_({kind for kind, _ in keys}),
        LedgerAccount.party_id.in_({party for _, party in keys if party})
        | LedgerAccount.party_id.is_(None),
    )
    return {(row.kind, row.party_id): row.id for row in await session.execute(statement)}


async def add_transaction(
    session: AsyncSession, *, cause: str, cause_id: UUID, at: datetime
) -> UUID | None:
    """A new transaction's id; None when the cause has been posted already."""
    added: UUID | None = await session.scalar(
        upsert(LedgerTransaction)
        .values(id=uuid7(), cause=cause, cause_id=cause_id, posted_at=at)
        .on_conflict_do_nothing()
        .returning(LedgerTransaction.id)
    )
    return added


async def add_entries(
    session: AsyncSession,
    *,
    transaction_id: UUID,
    postings: Sequence[Posting],
    account_ids: dict[AccountKey, UUID],
) -> None:
    """The entries of a transaction; the database refuses the commit unless they sum to 0."""
    await session.execute(
        insert(LedgerEntry),
        [
            {
                "id": uuid7(),
                "transaction_id": transaction_id,
                "account_id": account_ids[posting.kind.value, posting.party_id],
                "order_id": posting.order_id,
                "amount_satang": posting.amount_satang,
            }
            for posting in postings
        ],
    )


async def balances(session: AsyncSession, party_id: UUID | None) -> Sequence[Row[str, int]]:
    """The sum of each account of a party that has entries; None is the operator."""
    statement = (
        select(LedgerAccount.kind, func.sum(LedgerEntry.amount_satang))
        .join(LedgerEntry, LedgerEntry.account_id == LedgerAccount.id)
        .where(LedgerAccount.party_id.is_not_distinct_from(party_id))
        .group_by(LedgerAccount.kind)
        .order_by(LedgerAccount.kind)
    )
    return (await session.execute(statement)).all()


async def accounts_of(session: AsyncSession, *, party_id: UUID, kind: str | None) -> Sequence[UUID]:
    """The ids of a party's accounts, or of its one account of a kind."""
    statement = select(LedgerAccount.id).where(LedgerAccount.party_id == party_id)
    if kind is not None:
        statement = statement.where(LedgerAccount.kind == kind)
    return (await session.scalars(statement)).all()


async def entries(
    session: AsyncSession, *, account_ids: Collection[UUID], page: PageParams
) -> Sequence[Row[Any]]:
    """A page of the accounts' entries, newest first, and one row more."""
    statement = (
        select(
            LedgerEntry.id,
            LedgerTransaction.posted_at,
            LedgerAccount.kind.label("account"),
            LedgerTransaction.cause,
            LedgerTransaction.cause_id,
            LedgerEntry.order_id,
            Order.number.label("order_number"),
            LedgerEntry.amount_satang,
        )
        .join(LedgerTransaction, LedgerTransaction.id == LedgerEntry.transaction_id)
        .join(LedgerAccount, LedgerAccount.id == LedgerEntry.account_id)
        .outerjoin(Order, Order.id == LedgerEntry.order_id)
        .where(LedgerEntry.account_id.in_(account_ids))
    )
    found = await session.execute(keyset(statement, order=[(LedgerEntry.id, "desc")], page=page))
    return cast(Sequence[Row[Any]], found.all())
