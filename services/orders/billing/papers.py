"""What a billing note says on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from services.orders.document.buying_data import BilledInvoice, BillingNote
from services.orders.document.data import Signature
from services.orders.document.parties import is_demo, party_data
from services.orders.document.schemas import Draft
from services.orders.models.invoice import CreditNote, Invoice
from services.orders.models.party import Party

_MONTHS: Final = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
_BUDDHIST_ERA: Final = 543


def month_th(month_on: date) -> str:
    """A month as people read it: พฤศจิกายน 2569."""
    return f"{_MONTHS[month_on.month - 1]} {month_on.year + _BUDDHIST_ERA}"


def draft(
    note_id: UUID,
    billed: Sequence[tuple[Invoice, CreditNote | None]],
    *,
    seller: Party,
    buyer: Party,
    month_on: date,
    pay_on: date,
) -> Draft:
    """The billing note as a document, filed under itself."""
    papers = []
    for invoice, credit in billed:
        papers.append(
            BilledInvoice(
                number=invoice.number,
                issued_on=invoice.issued_on,
                due_on=invoice.due_on,
                amount_satang=invoice.total_satang,
            )
        )
        if credit is not None:
            papers.append(
                BilledInvoice(
                    number=credit.number,
                    issued_on=credit.issued_on,
                    due_on=None,
                    amount_satang=-(credit.net_satang + credit.vat_satang),
                )
            )
    data = BillingNote(
        demo=is_demo(seller, buyer),
        seller=party_data(seller),
        buyer=party_data(buyer),
        period=month_th(month_on),
        pay_on=pay_on,
        invoices=tuple(papers),
        total_satang=sum(each.amount_satang for each in papers),
        issuer=Signature(role="ผู้วางบิล"),
        receiver=Signature(role="ผู้รับวางบิล"),
    )
    return Draft(
        issuer_id=seller.id,
        seller_id=seller.id,
        buyer_id=buyer.id,
        file_id=note_id,
        cause=f"billing-note-{note_id}",
        data=data,
    )
