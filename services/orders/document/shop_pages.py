"""Pages of the shop: order confirmation, receipt, tax invoice; and priced tables for all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.orders.document.baht_words import baht_in_words
from services.orders.document.data import Line, OrderConfirmation, Receipt, TaxInvoice, Totals
from services.orders.document.page import (
    DEMO_NOTICE,
    Align,
    Cell,
    Column,
    Page,
    SignatureBlock,
    block,
    facts,
    sums,
)
from services.orders.document.rules import baht, quantity, thai_date

PRICED_COLUMNS = (
    Column(label="ลำดับ", align=Align.CENTER, mm=12),
    Column(label="รายการ"),
    Column(label="จำนวน", align=Align.RIGHT, mm=18),
    Column(label="หน่วย", align=Align.CENTER, mm=19),
    Column(label="ราคาต่อหน่วย", align=Align.RIGHT, mm=25),
    Column(label="จำนวนเงิน (บาท)", align=Align.RIGHT, mm=28),
)


def frame(number: str, issued_on: date, *, demo: bool) -> dict[str, Any]:
    """What every page has: number, date and, for demo data, the word for it."""
    return {
        "number": number,
        "issued_on": issued_on.isoformat(),
        "issued_text": thai_date(issued_on),
        "demo_notice": DEMO_NOTICE if demo else "",
    }


def priced_rows(lines: Sequence[Line]) -> tuple[tuple[Cell, ...], ...]:
    """The table of goods with prices."""
    return tuple(
        (
            Cell(text=str(position)),
            Cell(text=line.name, sub=line.detail or ""),
            Cell(text=quantity(line.quantity)),
            Cell(text=line.unit),
            Cell(text=baht(line.unit_price_satang)),
            Cell(text=baht(line.amount_satang)),
        )
        for position, line in enumerate(lines, start=1)
    )


def priced(lines: Sequence[Line], totals: Totals, *, show_vat: bool) -> dict[str, Any]:
    """Table, foot and words of a priced document."""
    goods = sum(line.amount_satang for line in lines)
    return {
        "columns": PRICED_COLUMNS,
        "rows": priced_rows(lines),
        "sums": sums(totals, goods_satang=goods, show_vat=show_vat),
        "words": baht_in_words(totals.total_satang),
    }


def order_confirmation(data: OrderConfirmation, number: str, issued_on: date) -> Page:
    """ใบยืนยันคำสั่งซื้อ."""
    pairs = [
        ("เลขที่", number),
        ("วันที่", thai_date(issued_on)),
        ("เลขที่คำสั่งซื้อ", data.order_number),
        ("วันที่สั่งซื้อ", thai_date(data.ordered_on)),
        ("วิธีชำระเงิน", data.payment_method),
    ]
    return Page(
        layout="goods",
        title_th="ใบยืนยันคำสั่งซื้อ",
        title_en="ORDER CONFIRMATION",
        letterhead=block(data.seller),
        addressee=block(data.buyer, label="ผู้สั่งซื้อ"),
        second=block(data.ship_to, label="จัดส่งที่"),
        facts=tuple(facts(pairs, data.references)),
        notes=("เอกสารนี้ยืนยันรายการสั่งซื้อ ไม่ใช่ใบเสร็จรับเงินหรือใบกำกับภาษี", *data.notes),
        **frame(number, issued_on, demo=data.demo),
        **priced(data.lines, data.totals, show_vat=data.totals.vat_satang > 0),
    )


def receipt(data: Receipt, number: str, issued_on: date) -> Page:
    """ใบเสร็จรับเงิน / บิลเงินสด: no word of VAT, for its issuer may not charge any."""
    return Page(
        layout="goods",
        title_th="ใบเสร็จรับเงิน / บิลเงินสด",
        title_en="RECEIPT / CASH BILL",
        mark="ต้นฉบับ",
        letterhead=block(data.seller),
        addressee=block(data.buyer, label="ได้รับเงินจาก"),
        facts=tuple(facts(_paid(data, number, issued_on), data.references)),
        notes=data.notes,
        signatures=(SignatureBlock(role="ผู้รับเงิน"),),
        **frame(number, issued_on, demo=data.demo),
        **priced(data.lines, data.totals, show_vat=False),
    )


def tax_invoice(data: TaxInvoice, number: str, issued_on: date) -> Page:
    """ใบกำกับภาษี/ใบเสร็จรับเงิน: every item that มาตรา 86/4 asks for."""
    mixed = any(line.vat_exempt for line in data.lines)
    lines = [line.model_copy(update={"detail": _with_tax(line)}) for line in data.lines]
    included = "ราคาต่อหน่วยและจำนวนเงินในรายการรวมภาษีมูลค่าเพิ่มแล้ว"
    return Page(
        layout="goods",
        title_th="ใบกำกับภาษี / ใบเสร็จรับเงิน",
        title_en="TAX INVOICE / RECEIPT",
        mark="ต้นฉบับ",
        letterhead=block(data.seller),
        addressee=block(data.buyer, label="ลูกค้า"),
        facts=tuple(facts(_paid(data, number, issued_on), data.references)),
        notes=((included,) if data.totals.vat_included else ()) + data.notes,
        signatures=(SignatureBlock(role="ผู้รับเงิน"),),
        **frame(number, issued_on, demo=data.demo),
        **priced(lines if mixed else data.lines, data.totals, show_vat=True),
    )


def _with_tax(line: Line) -> str | None:
    if not line.vat_exempt:
        return line.detail
    return " · ".join(part for part in (line.detail, "ยกเว้นภาษีมูลค่าเพิ่ม") if part)


def _paid(data: Receipt | TaxInvoice, number: str, issued_on: date) -> list[tuple[str, str]]:
    return [
        ("เลขที่", number),
        ("วันที่", thai_date(issued_on)),
        ("ชำระเงินวันที่", thai_date(data.paid_on)),
        ("ชำระโดย", data.payment_method),
    ]
