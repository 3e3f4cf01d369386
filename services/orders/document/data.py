"""What each kind of document says: typed, complete, frozen when the document is issued.

Amounts are integer satang, rates hundredths of a per cent, dates Asia/Bangkok. Sums are checked
here, so that no document can be issued whose figures do not add up.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from contracts.types import Quantity, Satang, StockQuantity


class DocumentKind(StrEnum):
    """Kinds of document; the value is the key of its row in ``document_type``."""

    ORDER_CONFIRMATION = "order_confirmation"
    RECEIPT = "receipt"
    TAX_INVOICE = "tax_invoice"
    REQUISITION_REPORT = "requisition_report"
    PURCHASE_ORDER = "purchase_order"
    DELIVERY_NOTE = "delivery_note"
    ACCEPTANCE = "acceptance"
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    BILLING_NOTE = "billing_note"
    WITHHOLDING_CERTIFICATE = "withholding_certificate"


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PartyData(_Data):
    """A party as the document names it. ``tax_branch`` 00000 is the head office."""

    name: str
    address: tuple[str, ...] = ()
    tax_id: str | None = None
    tax_branch: str | None = None
    phone: str | None = None


class Reference(_Data):
    """Another paper that this one names, such as ``ใบสั่งซื้อเลขที่`` PO-2570-0001."""

    label: str
    value: str


class Signature(_Data):
    """Somebody who signs, or has: a name already given is printed under the line."""

    role: str
    name: str | None = None
    position: str | None = None
    signed_on: date | None = None


class Line(_Data):
    """Goods with their price. ``amount_satang`` is the line's total on this document."""

    name: str
    detail: str | None = None
    quantity: Quantity
    unit: str
    unit_price_satang: Satang
    amount_satang: Satang
    vat_exempt: bool = False


class Charge(_Data):
    """What is added to or, below nought, taken off the goods: shipping, a voucher."""

    label: str
    amount_satang: int


class Totals(_Data):
    """The foot of a priced document: goods + charges = total = exempt + taxable + VAT.

    ``vat_included`` says that the lines' amounts include VAT (a shop's prices do).
    """

    charges: tuple[Charge, ...] = ()
    exempt_satang: Satang = 0
    taxable_satang: Satang = 0
    vat_bps: Annotated[int, Field(ge=0, le=10_000)] = 0
    vat_satang: Satang = 0
    total_satang: Satang
    vat_included: bool

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if self.exempt_satang + self.taxable_satang + self.vat_satang != self.total_satang:
            raise ValueError("exempt + taxable + VAT is not the total")
        return self


class _Document(_Data):
    """What every document has. ``demo`` prints ข้อมูลสาธิต on every page."""

    demo: bool = False
    references: tuple[Reference, ...] = ()
    notes: tuple[str, ...] = ()


class _Priced(_Document):
    seller: PartyData
    buyer: PartyData
    lines: Annotated[tuple[Line, ...], Field(min_length=1)]
    totals: Totals

    @model_validator(mode="after")
    def _lines_add_up(self) -> Self:
        totals = self.totals
        goods = sum(line.amount_satang for line in self.lines)
        goods += sum(charge.amount_satang for charge in totals.charges)
        if goods + (0 if totals.vat_included else totals.vat_satang) != totals.total_satang:
            raise ValueError("the lines and charges do not add up to the total")
        return self


class OrderConfirmation(_Priced):
    """ใบยืนยันคำสั่งซื้อ: what a shopper ordered from one seller; no proof of payment."""

    kind: Literal[DocumentKind.ORDER_CONFIRMATION] = DocumentKind.ORDER_CONFIRMATION
    order_number: str
    ordered_on: date
    ship_to: PartyData
    payment_method: str


class Receipt(_Priced):
    """ใบเสร็จรับเงิน / บิลเงินสด of a seller that is not registered for VAT, or of exempt goods."""

    kind: Literal[DocumentKind.RECEIPT] = DocumentKind.RECEIPT
    paid_on: date
    payment_method: str

    @model_validator(mode="after")
    def _no_vat(self) -> Self:
        if self.totals.vat_satang:
            raise ValueError("a receipt without a tax invoice shows no VAT")
        return self


class TaxInvoice(_Priced):
    """ใบกำกับภาษี/ใบเสร็จรับเงิน in full form (ประมวลรัษฎากร มาตรา 86/4)."""

    kind: Literal[DocumentKind.TAX_INVOICE] = DocumentKind.TAX_INVOICE
    paid_on: date
    payment_method: str

    @model_validator(mode="after")
    def _registered(self) -> Self:
        if self.seller.tax_id is None or self.seller.tax_branch is None:
            raise ValueError("a tax invoice names the seller's tax id and branch")
        return self


class RequisitionReport(_Document):
    """รายงานขอซื้อ (ระเบียบกระทรวงการคลังฯ 2560 ข้อ 22): a memorandum for approval."""

    kind: Literal[DocumentKind.REQUISITION_REPORT] = DocumentKind.REQUISITION_REPORT
    buyer: PartyData
    addressed_to: str
    subject: str
    reason: str
    method: str
    method_reason: str
    need_by_on: date
    award_criterion: str
    lines: Annotated[tuple[Line, ...], Field(min_length=1)]
    totals: Totals
    requester: Signature
    approver: Signature


class PurchaseOrderData(_Priced):
    """ใบสั่งซื้อ: prices before VAT; one seller, one delivery date."""

    kind: Literal[DocumentKind.PURCHASE_ORDER] = DocumentKind.PURCHASE_ORDER
    deliver_on: date
    deliver_to: str
    terms: tuple[str, ...] = ()
    orderer: Signature
    acceptor: Signature


class DeliveredLine(_Data):
    """Goods as they travel, with the lot that they come from."""

    name: str
    detail: str | None = None
    lot: str | None = None
    quantity: Quantity
    unit: str


class DeliveryNote(_Document):
    """ใบส่งของ: quantities and lots, without prices."""

    kind: Literal[DocumentKind.DELIVERY_NOTE] = DocumentKind.DELIVERY_NOTE
    seller: PartyData
    buyer: PartyData
    deliver_on: date
    deliver_to: str
    temperature: str | None = None
    lines: Annotated[tuple[DeliveredLine, ...], Field(min_length=1)]
    sender: Signature
    receiver: Signature


class InspectedLine(_Data):
    """What was ordered, arrived, was accepted and rejected: accepted + rejected = arrived."""

    name: str
    unit: str
    ordered: StockQuantity
    arrived: StockQuantity
    accepted: StockQuantity
    rejected: StockQuantity
    reason: str | None = None
    accepted_satang: Satang

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if self.accepted + self.rejected != self.arrived:
            raise ValueError("accepted + rejected is not what arrived")
        return self


class Acceptance(_Document):
    """ใบตรวจรับพัสดุ (ระเบียบฯ 2560 ข้อ 175): every appointed inspector signs."""

    kind: Literal[DocumentKind.ACCEPTANCE] = DocumentKind.ACCEPTANCE
    buyer: PartyData
    seller: PartyData
    delivered_on: date
    inspected_on: date
    place: str
    lines: Annotated[tuple[InspectedLine, ...], Field(min_length=1)]
    accepted_net_satang: Satang
    vat_satang: Satang
    fine_satang: Satang = 0
    findings: tuple[str, ...] = ()
    inspectors: Annotated[tuple[Signature, ...], Field(min_length=1)]
    head: Signature

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if sum(line.accepted_satang for line in self.lines) != self.accepted_net_satang:
            raise ValueError("the accepted lines do not add up to the accepted value")
        return self


class Invoice(_Priced):
    """ใบแจ้งหนี้: what was accepted, when it is due and how to pay."""

    kind: Literal[DocumentKind.INVOICE] = DocumentKind.INVOICE
    due_on: date
    pay_to: tuple[str, ...]
    issuer: Signature


class CreditNote(_Document):
    """ใบลดหนี้ (ประมวลรัษฎากร มาตรา 86/10): names the invoice, both values, the difference."""

    kind: Literal[DocumentKind.CREDIT_NOTE] = DocumentKind.CREDIT_NOTE
    seller: PartyData
    buyer: PartyData
    invoice_number: str
    invoice_on: date
    reason: str
    lines: Annotated[tuple[Line, ...], Field(min_length=1)]
    original_satang: Satang
    correct_satang: Satang
    difference_satang: Satang
    vat_bps: Annotated[int, Field(ge=0, le=10_000)]
    vat_satang: Satang
    issuer: Signature

    @property
    def total_satang(self) -> int:
        """What the buyer owes less."""
        return self.difference_satang + self.vat_satang

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if self.original_satang - self.correct_satang != self.difference_satang:
            raise ValueError("original less correct is not the difference")
        if sum(line.amount_satang for line in self.lines) != self.difference_satang:
            raise ValueError("the lines do not add up to the difference")
        return self


class BilledInvoice(_Data):
    """One paper of a billing note; a credit note's amount is below nought."""

    number: str
    issued_on: date
    due_on: date | None
    amount_satang: int


class BillingNote(_Document):
    """ใบวางบิล: the month's invoices and credit notes together."""

    kind: Literal[DocumentKind.BILLING_NOTE] = DocumentKind.BILLING_NOTE
    seller: PartyData
    buyer: PartyData
    period: str
    pay_on: date
    invoices: Annotated[tuple[BilledInvoice, ...], Field(min_length=1)]
    total_satang: Satang
    issuer: Signature
    receiver: Signature

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if sum(each.amount_satang for each in self.invoices) != self.total_satang:
            raise ValueError("the papers do not add up to the total")
        return self


class TaxForm(StrEnum):
    """The form in which the payer reports the tax, in the order of the certificate's boxes."""

    PND_1A = "1a"
    PND_1A_SPECIAL = "1a_special"
    PND_2 = "2"
    PND_3 = "3"
    PND_2A = "2a"
    PND_3A = "3a"
    PND_53 = "53"


class IncomeRow(StrEnum):
    """Rows of the certificate's table that Talat fills; the others are printed empty."""

    SECTION_3_TREDECIM = "5"
    """5. คำสั่งกรมสรรพากรที่ออกตามมาตรา 3 เตรส."""
    OTHER = "6"
    """6. อื่น ๆ: ค่าซื้อสินค้าที่ส่วนราชการจ่าย (มาตรา 50 (4) และ 69 ทวิ)."""


class WithheldIncome(_Data):
    """One payment: what for, when, how much before tax, how much was withheld."""

    row: IncomeRow
    description: str
    paid_on: date
    paid_satang: Satang
    withheld_satang: Satang


class WithheldBy(StrEnum):
    """Who bears the tax, in the order of the certificate's boxes."""

    DEDUCTED = "deducted"
    PAID_FOR_EVER = "paid_for_ever"
    PAID_ONCE = "paid_once"


class WithholdingCertificate(_Document):
    """หนังสือรับรองการหักภาษี ณ ที่จ่าย ตามมาตรา 50 ทวิ แห่งประมวลรัษฎากร."""

    kind: Literal[DocumentKind.WITHHOLDING_CERTIFICATE] = DocumentKind.WITHHOLDING_CERTIFICATE
    book_number: str | None = None
    payer: PartyData
    payee: PartyData
    form: TaxForm
    form_sequence: int | None = None
    incomes: Annotated[tuple[WithheldIncome, ...], Field(min_length=1)]
    borne: WithheldBy = WithheldBy.DEDUCTED
    signer: Signature

    @property
    def withheld_satang(self) -> int:
        """The tax of all payments together."""
        return sum(income.withheld_satang for income in self.incomes)


DocumentData = Annotated[
    OrderConfirmation
    | Receipt
    | TaxInvoice
    | RequisitionReport
    | PurchaseOrderData
    | DeliveryNote
    | Acceptance
    | Invoice
    | CreditNote
    | BillingNote
    | WithholdingCertificate,
    Field(discriminator="kind"),
]
"""Any document's data; ``kind`` says which."""


def plain(data: BaseModel) -> dict[str, Any]:
    """The data as JSON can carry it."""
    return data.model_dump(mode="json")
