"""What a payment brings on paper: 50 ทวิ of the payer, receipt or tax invoice of the payee."""

from __future__ import annotations

from typing import Any, Final

from services.orders.document.buying_data import (
    IncomeRow,
    TaxForm,
    WithheldIncome,
    WithholdingCertificate,
)
from services.orders.document.data import Receipt, Reference, Signature, TaxInvoice
from services.orders.document.parties import is_demo, party_data
from services.orders.document.schemas import Draft
from services.orders.invoice.papers import Parties, paper_line, totals
from services.orders.models.invoice import Invoice, Remittance
from services.orders.purchase.rules import baht
from services.orders.withholding.rules import JURISTIC, Withheld, payee_kind

_METHODS: Final = {
    "transfer": "โอนเงิน",
    "promptpay_bill": "พร้อมเพย์จ่ายบิล",
    "cheque": "เช็ค",
}


def certificate_draft(
    invoice: Invoice, remittance: Remittance, parties: Parties, withheld: Withheld
) -> Draft:
    """หนังสือรับรองการหักภาษี ณ ที่จ่าย, of the buyer's series."""
    juristic = payee_kind(parties.seller.tax_id) == JURISTIC
    data = WithholdingCertificate(
        demo=is_demo(parties.seller, parties.buyer),
        references=(Reference(label="ใบแจ้งหนี้เลขที่", value=invoice.number),),
        notes=(withheld.source_th,),
        payer=party_data(parties.buyer),
        payee=party_data(parties.seller),
        form=TaxForm.PND_53 if juristic else TaxForm.PND_3,
        incomes=(
            WithheldIncome(
                row=IncomeRow.OTHER,
                description="ค่าซื้อสินค้า",
                paid_on=remittance.paid_on,
                paid_satang=withheld.base_satang,
                withheld_satang=withheld.tax_satang,
            ),
        ),
        signer=Signature(role="ผู้จ่ายเงิน"),
    )
    return _draft(invoice, remittance, data, issuer_id=invoice.buyer_id)


def receipt_draft(invoice: Invoice, remittance: Remittance, parties: Parties) -> Draft:
    """The receipt of an invoice that is paid in full; a tax invoice where it bears VAT."""
    lines = [
        (
            line,
            line.net_satang - line.credited_net_satang,
            line.vat_satang - line.credited_vat_satang,
        )
        for line in invoice.lines
        if line.net_satang > line.credited_net_satang
    ]
    seller = party_data(parties.seller)
    facts: dict[str, Any] = {
        "demo": is_demo(parties.seller, parties.buyer),
        "references": (
            Reference(label="ใบแจ้งหนี้เลขที่", value=invoice.number),
            Reference(label="ใบสั่งซื้อเลขที่", value=invoice.order_number),
        ),
        "notes": tuple(_notes(invoice)),
        "seller": seller,
        "buyer": party_data(parties.buyer),
        "lines": tuple(
            paper_line(line, line.quantity - line.credited_quantity, net) for line, net, _ in lines
        ),
        "totals": totals(lines),
        "paid_on": remittance.paid_on,
        "payment_method": _METHODS[remittance.method],
    }
    taxed = facts["totals"].vat_satang > 0 and seller.tax_id is not None
    data = TaxInvoice(**facts) if taxed else Receipt(**facts)
    return _draft(invoice, remittance, data, issuer_id=invoice.seller_id)


def _notes(invoice: Invoice) -> list[str]:
    notes = []
    if invoice.withheld_satang:
        notes.append(f"หักภาษี ณ ที่จ่าย {baht(invoice.withheld_satang)} บาท")
    if invoice.fine_satang:
        notes.append(f"หักค่าปรับส่งของล่าช้า {baht(invoice.fine_satang)} บาท (ระเบียบฯ 2560 ข้อ 162)")
    return notes


def _draft(invoice: Invoice, remittance: Remittance, data: Any, *, issuer_id: Any) -> Draft:
    return Draft(
        issuer_id=issuer_id,
        seller_id=invoice.seller_id,
        buyer_id=invoice.buyer_id,
        file_id=invoice.purchase_order_id,
        cause=f"remittance-{remittance.id}",
        data=data,
    )
