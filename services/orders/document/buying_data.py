"""What the papers of institutional buying say, from the requisition to the withheld tax."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from contracts.types import Quantity, Satang, StockQuantity
from services.orders.document.data import (
    BaseDocument,
    Data,
    DocumentKind,
    Line,
    PartyData,
    PricedDocument,
    Signature,
    Totals,
)


class RequisitionReport(BaseDocument):
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


class PurchaseOrderData(PricedDocument):
    """ใบสั่งซื้อ: prices before VAT; one seller, one delivery date."""

    kind: Literal[DocumentKind.PURCHASE_ORDER] = DocumentKind.PURCHASE_ORDER
    deliver_on: date
    deliver_to: str
    terms: tuple[str, ...] = ()
    orderer: Signature
    acceptor: Signature


class DeliveredLine(Data):
    """Goods as they travel, with the lot that they come from."""

    name: str
    detail: str | None = None
    lot: str | None = None
    quantity: Quantity
    unit: str


class DeliveryNote(BaseDocument):
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


class InspectedLine(Data):
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


class Acceptance(BaseDocument):
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


class Invoice(PricedDocument):
    """ใบแจ้งหนี้: what was accepted, when it is due and how to pay."""

    kind: Literal[DocumentKind.INVOICE] = DocumentKind.INVOICE
    due_on: date
    pay_to: tuple[str, ...]
    issuer: Signature


class CreditNote(BaseDocument):
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


class BilledInvoice(Data):
    """One paper of a billing note; a credit note's amount is below nought."""

    number: str
    issued_on: date
    due_on: date | None
    amount_satang: int


class BillingNote(BaseDocument):
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


class WithheldIncome(Data):
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


class WithholdingCertificate(BaseDocument):
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
