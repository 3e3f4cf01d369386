"""Use cases: bill a month, by the seller or by the due loop when the month is over."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Database
from kit.ids import uuid7
from kit.pagination import Paged, PageParams, paged
from kit.time import bangkok_today
from services.orders.billing import papers, queries
from services.orders.billing.errors import NothingToBill
from services.orders.billing.schemas import BillingNoteCreate, BillingNoteRead
from services.orders.document import service as document_service
from services.orders.invoice.notices import FINANCE
from services.orders.models.billing import BillingNote
from services.orders.notice import service as notice_service
from services.orders.party import service as party_service
from services.orders.purchase.rules import baht

_DECEMBER = 12


async def issue(
    session: AsyncSession, *, seller_id: UUID, wanted: BillingNoteCreate
) -> BillingNoteRead:
    """Bill what no note of the seller's holds yet of a month. Raises NothingToBill."""
    year, month = wanted.month.split("-")
    note = await _issue(
        session,
        seller_id=seller_id,
        buyer_id=wanted.buyer_id,
        month_on=date(int(year), int(month), 1),
    )
    return BillingNoteRead.model_validate(note)


async def bill_next_month(database: Database) -> bool:
    """Bill one pair's invoices of a month that is over; False when none waits. For the due loop."""
    this_month = bangkok_today().replace(day=1)
    async with database.transaction() as session:
        found = await queries.pair_to_bill(session, before_on=this_month)
        if found is None:
            return False
        seller_id, buyer_id, issued_on = found
        # Refused when the seller or another worker has billed them in the meantime.
        with suppress(NothingToBill):
            await _issue(
                session, seller_id=seller_id, buyer_id=buyer_id, month_on=issued_on.replace(day=1)
            )
    return True


async def page_of(
    session: AsyncSession, *, party_id: UUID, page: PageParams
) -> Paged[BillingNoteRead]:
    """A page of the party's notes, newest first."""
    rows = await queries.page_of(session, party_id=party_id, page=page)
    shown, cursor = paged(rows, page=page, key=lambda note: (note.id,))
    return Paged[BillingNoteRead](
        items=[BillingNoteRead.model_validate(each) for each in shown], next_cursor=cursor
    )


async def _issue(
    session: AsyncSession, *, seller_id: UUID, buyer_id: UUID, month_on: date
) -> BillingNote:
    billed = await queries.invoices(
        session,
        seller_id=seller_id,
        buyer_id=buyer_id,
        from_on=month_on,
        before_on=_next_month(month_on),
    )
    if not billed:
        raise NothingToBill
    found = await party_service.find_many(session, party_ids={seller_id, buyer_id})
    note_id, pay_on = uuid7(), max(invoice.due_on for invoice, _ in billed)
    document = await document_service.issue(
        session,
        papers.draft(
            note_id,
            [(invoice, credit) for invoice, credit in billed],
            seller=found[seller_id],
            buyer=found[buyer_id],
            month_on=month_on,
            pay_on=pay_on,
        ),
    )
    note = BillingNote(
        id=note_id,
        seller_id=seller_id,
        buyer_id=buyer_id,
        month_on=month_on,
        sequence=await queries.next_sequence(
            session, seller_id=seller_id, buyer_id=buyer_id, month_on=month_on
        ),
        number=document.number,
        document_id=document.id,
        total_satang=sum(
            invoice.total_satang - invoice.credited_net_satang - invoice.credited_vat_satang
            for invoice, _ in billed
        ),
        issued_on=document.issued_on,
        pay_on=pay_on,
    )
    session.add(note)
    await session.flush()
    await queries.hold(session, note_id=note.id, invoice_ids=[each.id for each, _ in billed])
    await _tell(session, note, seller_name_th=found[seller_id].name_th)
    return note


async def _tell(session: AsyncSession, note: BillingNote, *, seller_name_th: str) -> None:
    await notice_service.tell_organisation(
        session,
        organisation_id=note.buyer_id,
        roles=FINANCE,
        template="billing_note_issued",
        data={
            "billing_note_id": str(note.id),
            "number": note.number,
            "seller_name_th": seller_name_th,
            "month": papers.month_th(note.month_on),
            "total_baht": baht(note.total_satang),
            "pay_on": note.pay_on.isoformat(),
        },
        dedupe_key=f"billing_note_issued:{note.id}",
    )


def _next_month(month_on: date) -> date:
    if month_on.month == _DECEMBER:
        return date(month_on.year + 1, 1, 1)
    return month_on.replace(month=month_on.month + 1)
