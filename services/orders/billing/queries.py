"""SQL of billing notes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, literal_column, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from kit.pagination import PageParams, keyset
from services.orders.models.billing import BillingNote
from services.orders.models.invoice import CreditNote, Invoice

_TO_BILL: Final[ColumnElement[bool]] = literal_column(
    "invoice.billing_note_id IS NULL AND invoice.accepted_at IS NOT NULL"
)


async def invoices(
    session: AsyncSession, *, seller_id: UUID, buyer_id: UUID, from_on: date, before_on: date
) -> Sequence[Row[Invoice, CreditNote]]:
    """The pair's accepted invoices of the days that no note holds, held, with their credits.

    One that was credited wholly owes nothing and is left out.
    """
    statement = (
        select(Invoice, CreditNote)
        .outerjoin(CreditNote, CreditNote.invoice_id == Invoice.id)
        .where(
            _TO_BILL,
            Invoice.seller_id == seller_id,
            Invoice.buyer_id == buyer_id,
            Invoice.issued_on >= from_on,
            Invoice.issued_on < before_on,
            Invoice.net_satang > Invoice.credited_net_satang,
        )
        .order_by(Invoice.id)
        .with_for_update(of=Invoice)
        .execution_options(populate_existing=True)
    )
    return (await session.execute(statement)).all()


async def pair_to_bill(session: AsyncSession, *, before_on: date) -> Row[UUID, UUID, date] | None:
    """A seller, a buyer and a day of an invoice of before the date that no note holds.

    Nothing is held: the pair's invoices are, all in the order of their ids, when they are billed.
    """
    statement = (
        select(Invoice.seller_id, Invoice.buyer_id, Invoice.issued_on)
        .where(
            _TO_BILL,
            Invoice.issued_on < before_on,
            Invoice.net_satang > Invoice.credited_net_satang,
        )
        .limit(1)
    )
    return (await session.execute(statement)).one_or_none()


async def next_sequence(
    session: AsyncSession, *, seller_id: UUID, buyer_id: UUID, month_on: date
) -> int:
    """The number of the next note of the pair's month; the caller holds its invoices."""
    last = await session.scalar(
        select(func.max(BillingNote.sequence)).where(
            BillingNote.seller_id == seller_id,
            BillingNote.buyer_id == buyer_id,
            BillingNote.month_on == month_on,
        )
    )
    return (last or 0) + 1


async def hold(session: AsyncSession, *, note_id: UUID, invoice_ids: Sequence[UUID]) -> None:
    """The note holds the invoices from now on."""
    await session.execute(
        update(Invoice).where(Invoice.id.in_(invoice_ids)).values(billing_note_id=note_id)
    )


async def page_of(
    session: AsyncSession, *, party_id: UUID, page: PageParams
) -> Sequence[BillingNote]:
    """The party's notes as seller or buyer, newest first."""
    mine = or_(BillingNote.seller_id == party_id, BillingNote.buyer_id == party_id)
    statement = keyset(select(BillingNote).where(mine), order=[(BillingNote.id, "desc")], page=page)
    return (await session.scalars(statement)).all()
