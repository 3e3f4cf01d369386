"""What an invoice and its credit note say on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from contracts.types import TaxClass
from services.orders.document.buying_data import CreditNote as CreditNoteData
from services.orders.document.buying_data import Invoice as InvoiceData
from services.orders.document.data import Line, Reference, Signature, Totals
from services.orders.document.parties import is_demo, party_data
from services.orders.document.schemas import Amendment, Draft, Relation
from services.orders.models.invoice import Invoice, InvoiceLine
from services.orders.models.party import Party

CREDIT_REASON: Final = "จำนวนที่ตรวจรับน้อยกว่าจำนวนที่แจ้งหนี้"
_ISSUER: Final = "ผู้แจ้งหนี้"
_E_GP: Final = "เอกสารนี้ประกอบแฟ้มของหน่วยงาน ไม่ทดแทนระบบ e-GP"


@dataclass(frozen=True, slots=True)
class Parties:
    """Who invoices whom."""

    seller: Party
    buyer: Party


def invoice_draft(invoice: Invoice, parties: Parties) -> Draft:
    """The invoice as a document, filed under its purchase order."""
    data = InvoiceData(
        demo=is_demo(parties.seller, parties.buyer),
        references=(
            Reference(label="ใบสั่งซื้อเลขที่", value=invoice.order_number),
            Reference(label="ใบส่งของเลขที่", value=invoice.delivery_number),
        ),
        notes=(_E_GP, *(_locked() if invoice.basis == "shipped" else ())),
        seller=party_data(parties.seller),
        buyer=party_data(parties.buyer),
        lines=tuple(paper_line(line, line.quantity, line.net_satang) for line in invoice.lines),
        totals=totals(
            [(line, line.net_satang, line.vat_satang) for line in invoice.lines],
        ),
        due_on=invoice.due_on,
        pay_to=_pay_to(invoice),
        issuer=Signature(role=_ISSUER),
    )
    return _draft(invoice, f"invoice-{invoice.id}", data)


def credit_note_draft(invoice: Invoice, parties: Parties) -> Draft:
    """The credit note that takes off what was not accepted; the invoice stands."""
    credited = [line for line in invoice.lines if line.credited_net_satang]
    original, less = invoice.net_satang, invoice.credited_net_satang
    data = CreditNoteData(
        demo=is_demo(parties.seller, parties.buyer),
        references=(Reference(label="ใบสั่งซื้อเลขที่", value=invoice.order_number),),
        seller=party_data(parties.seller),
        buyer=party_data(parties.buyer),
        invoice_number=invoice.number,
        invoice_on=invoice.issued_on,
        reason=CREDIT_REASON,
        lines=tuple(
            paper_line(line, line.credited_quantity or line.quantity, line.credited_net_satang)
            for line in credited
        ),
        original_satang=original,
        correct_satang=original - less,
        difference_satang=less,
        vat_bps=max((line.vat_bps for line in credited), default=0),
        vat_satang=invoice.credited_vat_satang,
        issuer=Signature(role=_ISSUER),
    )
    draft = _draft(invoice, f"credit-note-{invoice.id}", data)
    amends = Amendment(invoice.document_id, Relation.CREDITS, CREDIT_REASON)
    return Draft(
        issuer_id=draft.issuer_id,
        seller_id=draft.seller_id,
        buyer_id=draft.buyer_id,
        file_id=draft.file_id,
        cause=draft.cause,
        data=data,
        amends=amends,
    )


def paper_line(line: InvoiceLine, quantity: Decimal, net_satang: int) -> Line:
    """A line of an invoice as papers show it."""
    return Line(
        name=line.product_name_th,
        detail=f"ล็อต {line.lot_code}",
        quantity=quantity,
        unit=line.unit,
        unit_price_satang=line.unit_price_satang,
        amount_satang=net_satang,
        vat_exempt=line.tax_class == TaxClass.EXEMPT_AGRI.value,
    )


def totals(lines: Sequence[tuple[InvoiceLine, int, int]]) -> Totals:
    """The foot of lines given with their net and VAT."""
    net = sum(each for _, each, _ in lines)
    vat = sum(each for _, _, each in lines)
    taxable = sum(each for line, each, _ in lines if line.vat_bps)
    return Totals(
        exempt_satang=net - taxable,
        taxable_satang=taxable,
        vat_bps=max((line.vat_bps for line, _, _ in lines), default=0),
        vat_satang=vat,
        total_satang=net + vat,
        vat_included=False,
    )


def _pay_to(invoice: Invoice) -> tuple[str, ...]:
    transfer = f"โอนเงิน เช็ค หรือพร้อมเพย์ ในนาม {invoice.seller_name_th}"
    reference = f"อ้างอิง 1: {invoice.ref1} อ้างอิง 2: {invoice.ref2}"
    if invoice.biller_id is None:
        return (transfer, reference)
    return (transfer, f"พร้อมเพย์จ่ายบิล Biller ID {invoice.biller_id} {reference}")


def _locked() -> tuple[str, ...]:
    return ("ออกก่อนการตรวจรับ ชำระได้เมื่อผู้ตรวจรับลงนามครบ ส่วนที่ไม่ได้รับจะออกใบลดหนี้",)


def _draft(invoice: Invoice, cause: str, data: InvoiceData | CreditNoteData) -> Draft:
    return Draft(
        issuer_id=invoice.seller_id,
        seller_id=invoice.seller_id,
        buyer_id=invoice.buyer_id,
        file_id=invoice.purchase_order_id,
        cause=cause,
        data=data,
    )
