"""How an invoice is shown."""

from __future__ import annotations

from typing import Any

from services.orders.invoice import rules
from services.orders.invoice.schemas import (
    CreditNoteRead,
    InvoiceLineRead,
    InvoiceRead,
    InvoiceStatus,
    InvoiceSummary,
)
from services.orders.models.invoice import CreditNote, Invoice
from services.orders.withholding.rules import Withheld


def summary(invoice: Invoice) -> InvoiceSummary:
    """An invoice in a list."""
    return InvoiceSummary(**_facts(invoice))


def whole(invoice: Invoice, note: CreditNote | None, withheld: Withheld) -> InvoiceRead:
    """An invoice with its lines, its credit note and how it is paid."""
    tax = min(withheld.tax_satang, invoice.outstanding_satang)
    payable = invoice.outstanding_satang - tax
    return InvoiceRead(
        **_facts(invoice),
        accepted_at=invoice.accepted_at,
        accepted_net_satang=invoice.accepted_net_satang,
        to_withhold_satang=tax,
        payable_satang=payable,
        biller_id=invoice.biller_id,
        ref1=invoice.ref1,
        ref2=invoice.ref2,
        promptpay_payload=rules.payload(
            biller_id=invoice.biller_id,
            ref1=invoice.ref1,
            ref2=invoice.ref2,
            payable_satang=payable,
            locked=invoice.accepted_at is None,
        ),
        lines=[InvoiceLineRead.model_validate(line) for line in invoice.lines],
        credit_note=CreditNoteRead.model_validate(note) if note else None,
    )


def _facts(invoice: Invoice) -> dict[str, Any]:
    own = InvoiceSummary.model_fields.keys() - {"status"}
    return {**{name: getattr(invoice, name) for name in own}, "status": _status(invoice)}


def _status(invoice: Invoice) -> InvoiceStatus:
    if invoice.accepted_at is None:
        return InvoiceStatus.LOCKED
    return InvoiceStatus.OPEN if invoice.outstanding_satang else InvoiceStatus.PAID
