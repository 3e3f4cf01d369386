"""What each kind of document says: typed, complete, frozen when the document is issued.

Amounts are integer satang, rates hundredths of a per cent, dates Asia/Bangkok. Sums are checked
here, so that no document can be issued whose figures do not add up.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from contracts.types import Quantity, Satang


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


class Data(BaseModel):
    """A part of a document: frozen, nothing unknown in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PartyData(Data):
    """A party as the document names it. ``tax_branch`` 00000 is the head office."""

    name: str
    address: tuple[str, ...] = ()
    tax_id: str | None = None
    tax_branch: str | None = None
    phone: str | None = None


class Reference(Data):
    """Another paper that this one names, such as ``ใบสั่งซื้อเลขที่`` PO-2570-0001."""

    label: str
    value: str


class Signature(Data):
    """Somebody who signs, or has: a name already given is printed under the line."""

    role: str
    name: str | None = None
    position: str | None = None
    signed_on: date | None = None


class Line(Data):
    """Goods with their price. ``amount_satang`` is the line's total on this document."""

    name: str
    detail: str | None = None
    quantity: Quantity
    unit: str
    unit_price_satang: Satang
    amount_satang: Satang
    vat_exempt: bool = False


class Charge(Data):
    """What is added to or, below nought, taken off the goods: shipping, a voucher."""

    label: str
    amount_satang: int


class Totals(Data):
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


class BaseDocument(Data):
    """What every document has. ``demo`` prints ข้อมูลสาธิต on every page."""

    demo: bool = False
    references: tuple[Reference, ...] = ()
    notes: tuple[str, ...] = ()


class PricedDocument(BaseDocument):
    """Goods with prices from a seller to a buyer; the lines and charges make the total."""

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


class OrderConfirmation(PricedDocument):
    """ใบยืนยันคำสั่งซื้อ: what a shopper ordered from one seller; no proof of payment."""

    kind: Literal[DocumentKind.ORDER_CONFIRMATION] = DocumentKind.ORDER_CONFIRMATION
    order_number: str
    ordered_on: date
    ship_to: PartyData
    payment_method: str


class Receipt(PricedDocument):
    """ใบเสร็จรับเงิน / บิลเงินสด of a seller that is not registered for VAT, or of exempt goods."""

    kind: Literal[DocumentKind.RECEIPT] = DocumentKind.RECEIPT
    paid_on: date
    payment_method: str

    @model_validator(mode="after")
    def _no_vat(self) -> Self:
        if self.totals.vat_satang:
            raise ValueError("a receipt without a tax invoice shows no VAT")
        return self


class TaxInvoice(PricedDocument):
    """ใบกำกับภาษี/ใบเสร็จรับเงิน in full form (ประมวลรัษฎากร มาตรา 86/4)."""

    kind: Literal[DocumentKind.TAX_INVOICE] = DocumentKind.TAX_INVOICE
    paid_on: date
    payment_method: str

    @model_validator(mode="after")
    def _registered(self) -> Self:
        if self.seller.tax_id is None or self.seller.tax_branch is None:
            raise ValueError("a tax invoice names the seller's tax id and branch")
        return self
