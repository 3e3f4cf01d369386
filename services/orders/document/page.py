"""A page as the templates take it: nothing but texts, placed; the only input of typst."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from services.orders.document.data import PartyData, Reference, Signature, Totals
from services.orders.document.rules import (
    baht,
    branch_text,
    percent,
    tax_id_text,
    thai_date,
)

EGP_NOTICE: Final = (
    "เอกสารนี้จัดทำโดยระบบตลาด (Talat) เพื่อประกอบแฟ้มของหน่วยงาน "
    "ไม่ใช้แทนการดำเนินการในระบบจัดซื้อจัดจ้างภาครัฐ (e-GP)"
)
DEMO_NOTICE: Final = "ข้อมูลสาธิต ไม่ใช่เอกสารจริง"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Align(StrEnum):
    """How a column stands."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Column(_Part):
    """A column of the table; without a width in millimetres it takes what is left."""

    label: str
    align: Align = Align.LEFT
    mm: float | None = None


class Cell(_Part):
    """A cell: a text and, smaller below it, an explanation."""

    text: str
    sub: str = ""


class Block(_Part):
    """A party: a small label, the name, lines of address and identity."""

    label: str = ""
    name: str
    lines: tuple[str, ...] = ()


class Sum(_Part):
    """A line of the foot."""

    label: str
    value: str
    strong: bool = False


class Fact(_Part):
    """A label and its value."""

    label: str
    value: str


class SignatureBlock(_Part):
    """Where somebody signs. Empty texts are printed as dotted lines."""

    role: str
    name: str = ""
    position: str = ""
    date: str = ""


class TickBox(_Part):
    """A box of a form, ticked or not."""

    label: str
    ticked: bool = False


class IncomeLine(_Part):
    """A row of the withholding certificate's table; empty texts stay empty."""

    label: str
    date: str = ""
    paid: str = ""
    withheld: str = ""
    indent: int = 0


class CertificatePart(_Part):
    """What only the withholding certificate has."""

    book_number: str
    payer: Block
    payer_tax_id: str
    payee: Block
    payee_tax_id: str
    sequence: str
    forms: tuple[TickBox, ...]
    incomes: tuple[IncomeLine, ...]
    paid_total: str
    withheld_total: str
    borne: tuple[TickBox, ...]


class Page(_Part):
    """A whole document in texts. ``issued_on`` is ISO, for the PDF's own metadata."""

    layout: Literal["goods", "memo", "withholding"]
    title_th: str
    title_en: str
    mark: str = ""
    number: str
    issued_on: str
    issued_text: str
    letterhead: Block
    addressee: Block | None = None
    second: Block | None = None
    facts: tuple[Fact, ...] = ()
    paragraphs: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    sums: tuple[Sum, ...] = ()
    words: str = ""
    closing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    signatures: tuple[SignatureBlock, ...] = ()
    demo_notice: str = ""
    notice: str = ""
    certificate: CertificatePart | None = None


def block(party: PartyData, *, label: str = "", identity: bool = True) -> Block:
    """A party with its address and, unless it is not wanted, its tax id, branch and phone."""
    lines = list(party.address)
    if identity and party.tax_id:
        text = f"เลขประจำตัวผู้เสียภาษี {tax_id_text(party.tax_id)}"
        lines.append(f"{text} {branch_text(party.tax_branch)}".rstrip())
    if party.phone:
        lines.append(f"โทร. {party.phone}")
    return Block(label=label, name=party.name, lines=tuple(lines))


def facts(pairs: Iterable[tuple[str, str]], references: Sequence[Reference] = ()) -> list[Fact]:
    """Labels and values, then the papers that are referred to; empty values are left out."""
    own = [Fact(label=label, value=value) for label, value in pairs if value]
    return own + [Fact(label=each.label, value=each.value) for each in references]


def signature(given: Signature) -> SignatureBlock:
    """Where this person signs."""
    return SignatureBlock(
        role=given.role,
        name=given.name or "",
        position=given.position or "",
        date=thai_date(given.signed_on) if given.signed_on else "",
    )


def sums(totals: Totals, *, goods_satang: int, show_vat: bool) -> tuple[Sum, ...]:
    """The foot of a priced document, from the goods down to what is to be paid."""
    lines: list[Sum] = []
    if totals.charges or (show_vat and totals.vat_satang and not totals.vat_included):
        lines.append(Sum(label="รวมมูลค่าสินค้า", value=baht(goods_satang)))
    lines += [Sum(label=each.label, value=baht(each.amount_satang)) for each in totals.charges]
    if show_vat:
        lines += _vat_sums(totals)
    return (
        *lines,
        Sum(label="จำนวนเงินรวมทั้งสิ้น", value=baht(totals.total_satang), strong=True),
    )


def _vat_sums(totals: Totals) -> list[Sum]:
    if not (totals.taxable_satang or totals.vat_satang):
        return []
    lines = []
    if totals.exempt_satang:
        lines.append(Sum(label="มูลค่าที่ยกเว้นภาษีมูลค่าเพิ่ม", value=baht(totals.exempt_satang)))
    lines.append(Sum(label="มูลค่าก่อนภาษีมูลค่าเพิ่ม", value=baht(totals.taxable_satang)))
    rate = percent(totals.vat_bps)
    return [*lines, Sum(label=f"ภาษีมูลค่าเพิ่ม {rate}%", value=baht(totals.vat_satang))]


def date_text(on: date | None) -> str:
    """A date in full, or nothing."""
    return thai_date(on) if on else ""
