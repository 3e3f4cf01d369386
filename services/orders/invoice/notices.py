"""Who is told of invoices; auth holds the contacts and the wording."""

from __future__ import annotations

from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.scopes import Role
from services.orders.models.invoice import CreditNote, Invoice
from services.orders.notice import service as notice_service
from services.orders.purchase.rules import baht

FINANCE: Final = (Role.OWNER, Role.FINANCE)


async def issued(session: AsyncSession, invoice: Invoice) -> None:
    """Tell the buyer that an invoice came."""
    await _tell_buyer(session, invoice, template="invoice_issued")


async def credited(session: AsyncSession, invoice: Invoice, note: CreditNote) -> None:
    """Tell the buyer that less is owed."""
    await _tell_buyer(
        session,
        invoice,
        template="credit_note_issued",
        credit_number=note.number,
        credited_baht=baht(note.net_satang + note.vat_satang),
    )


async def due(session: AsyncSession, invoice: Invoice, *, days_late: int) -> None:
    """Remind the buyer of an invoice that is due soon, or late."""
    template = "invoice_overdue" if days_late > 0 else "invoice_due"
    await _tell_buyer(
        session,
        invoice,
        template=template,
        once=f"{template}:{invoice.id}:{days_late}",
        days_late=str(max(0, days_late)),
    )


async def _tell_buyer(
    session: AsyncSession, invoice: Invoice, *, template: str, once: str | None = None, **data: str
) -> None:
    await notice_service.tell_organisation(
        session,
        organisation_id=invoice.buyer_id,
        roles=FINANCE,
        template=template,
        data={
            "invoice_id": str(invoice.id),
            "number": invoice.number,
            "order_number": invoice.order_number,
            "seller_name_th": invoice.seller_name_th,
            "due_on": invoice.due_on.isoformat(),
            "total_baht": baht(invoice.total_satang),
            "outstanding_baht": baht(invoice.outstanding_satang),
            **data,
        },
        dedupe_key=once or f"{template}:{invoice.id}",
    )
