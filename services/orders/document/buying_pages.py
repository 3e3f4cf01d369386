"""Pages of institutional buying: from the requisition report to the billing note."""

from __future__ import annotations

from datetime import date

from services.orders.document.baht_words import baht_in_words
from services.orders.document.buying_data import (
    Acceptance,
    BillingNote,
    CreditNote,
    DeliveryNote,
    Invoice,
    PurchaseOrderData,
    RequisitionReport,
)
from services.orders.document.page import (
    EGP_NOTICE,
    Align,
    Block,
    Cell,
    Column,
    Page,
    Sum,
    block,
    date_text,
    facts,
    signature,
)
from services.orders.document.rules import (
    baht,
    percent,
    quantity,
    thai_date,
    thai_date_short,
)
from services.orders.document.shop_pages import PRICED_COLUMNS, frame, priced, priced_rows

_DELIVERED = (
    Column(label="ลำดับ", align=Align.CENTER, mm=12),
    Column(label="รายการ"),
    Column(label="รุ่นการผลิต (Lot)", align=Align.LEFT, mm=46),
    Column(label="จำนวน", align=Align.RIGHT, mm=22),
    Column(label="หน่วย", align=Align.CENTER, mm=20),
)
_INSPECTED = (
    Column(label="ลำดับ", align=Align.CENTER, mm=12),
    Column(label="รายการ"),
    Column(label="สั่งซื้อ", align=Align.RIGHT, mm=18),
    Column(label="ส่งมอบ", align=Align.RIGHT, mm=18),
    Column(label="รับ", align=Align.RIGHT, mm=18),
    Column(label="ไม่รับ", align=Align.RIGHT, mm=18),
    Column(label="หน่วย", align=Align.CENTER, mm=17),
    Column(label="มูลค่าที่รับ (บาท)", align=Align.RIGHT, mm=28),
)
_BILLED = (
    Column(label="ลำดับ", align=Align.CENTER, mm=12),
    Column(label="เลขที่เอกสาร"),
    Column(label="ลงวันที่", align=Align.CENTER, mm=30),
    Column(label="ครบกำหนด", align=Align.CENTER, mm=30),
    Column(label="จำนวนเงิน (บาท)", align=Align.RIGHT, mm=38),
)
_NO_PLACE = "ไม่ระบุ"


def requisition_report(data: RequisitionReport, number: str, issued_on: date) -> Page:
    """รายงานขอซื้อ: the seven points of ข้อ 22 in a memorandum."""
    total = data.totals.total_satang
    points = (
        (
            f"ด้วย{data.buyer.name} มีความประสงค์จะซื้อพัสดุตามรายการข้างล่างนี้ "
            "จึงขอรายงานขอซื้อตามระเบียบกระทรวงการคลังว่าด้วยการจัดซื้อจัดจ้าง"
            "และการบริหารพัสดุภาครัฐ พ.ศ. 2560 ข้อ 22 ดังนี้"
        ),
        f"1. เหตุผลและความจำเป็นที่ต้องซื้อ: {data.reason}",
        "2. รายละเอียดคุณลักษณะเฉพาะของพัสดุ: ตามตาราง",
        (
            f"3. ราคากลางและวงเงินที่จะซื้อ: {baht(total)} บาท ({baht_in_words(total)}) "
            "ตามราคาที่ผู้ขายเสนอในตาราง"
        ),
        f"4. กำหนดเวลาที่ต้องการใช้พัสดุ: ภายในวันที่ {thai_date(data.need_by_on)}",
        f"5. วิธีที่จะซื้อและเหตุผล: {data.method} {data.method_reason}",
        f"6. หลักเกณฑ์การพิจารณาคัดเลือกข้อเสนอ: {data.award_criterion}",
    )
    return Page(
        layout="memo",
        title_th=data.subject,
        title_en="บันทึกข้อความ",
        letterhead=block(data.buyer, identity=False),
        facts=tuple(facts([("เรียน", data.addressed_to)], data.references)),
        paragraphs=points,
        notes=data.notes,
        closing=("จึงเรียนมาเพื่อโปรดพิจารณา หากเห็นชอบโปรดอนุมัติให้ดำเนินการซื้อตามรายละเอียดข้างต้น",),
        signatures=(signature(data.requester), signature(data.approver)),
        notice=EGP_NOTICE,
        **frame(number, issued_on, demo=data.demo),
        **priced(data.lines, data.totals, show_vat=True),
    )


def purchase_order(data: PurchaseOrderData, number: str, issued_on: date) -> Page:
    """ใบสั่งซื้อ."""
    pairs = [
        ("เลขที่", number),
        ("วันที่", thai_date(issued_on)),
        ("กำหนดส่งมอบ", thai_date(data.deliver_on)),
    ]
    return Page(
        layout="goods",
        title_th="ใบสั่งซื้อ",
        title_en="PURCHASE ORDER",
        letterhead=block(data.buyer),
        addressee=block(data.seller, label="ผู้ขาย"),
        second=Block(label="สถานที่ส่งมอบ", name=data.deliver_to or _NO_PLACE),
        facts=tuple(facts(pairs, data.references)),
        notes=(*data.terms, *data.notes),
        signatures=(signature(data.orderer), signature(data.acceptor)),
        notice=EGP_NOTICE,
        **frame(number, issued_on, demo=data.demo),
        **priced(data.lines, data.totals, show_vat=True),
    )


def delivery_note(data: DeliveryNote, number: str, issued_on: date) -> Page:
    """ใบส่งของ."""
    pairs = [
        ("เลขที่", number),
        ("วันที่", thai_date(issued_on)),
        ("วันที่ส่งมอบ", thai_date(data.deliver_on)),
        ("อุณหภูมิขนส่ง", data.temperature or ""),
    ]
    rows = tuple(
        (
            Cell(text=str(position)),
            Cell(text=line.name, sub=line.detail or ""),
            Cell(text=line.lot or ""),
            Cell(text=quantity(line.quantity)),
            Cell(text=line.unit),
        )
        for position, line in enumerate(data.lines, start=1)
    )
    return Page(
        layout="goods",
        title_th="ใบส่งของ",
        title_en="DELIVERY NOTE",
        mark="ต้นฉบับ",
        letterhead=block(data.seller),
        addressee=block(data.buyer, label="ผู้รับ"),
        second=Block(label="สถานที่ส่งมอบ", name=data.deliver_to or _NO_PLACE),
        facts=tuple(facts(pairs, data.references)),
        columns=_DELIVERED,
        rows=rows,
        notes=("ใบส่งของนี้ไม่ใช่ใบกำกับภาษี", *data.notes),
        closing=("ได้รับสินค้าตามรายการข้างต้นไว้เพื่อตรวจรับแล้ว",),
        signatures=(signature(data.sender), signature(data.receiver)),
        notice=EGP_NOTICE,
        **frame(number, issued_on, demo=data.demo),
    )


def acceptance(data: Acceptance, number: str, issued_on: date) -> Page:
    """ใบตรวจรับพัสดุ: the inspectors' finding, signed by each, then the head of the agency."""
    pairs = [
        ("เลขที่", number),
        ("วันที่", thai_date(issued_on)),
        ("วันที่ส่งมอบ", thai_date(data.delivered_on)),
        ("วันที่ตรวจรับ", thai_date(data.inspected_on)),
    ]
    total = data.accepted_net_satang + data.vat_satang - data.fine_satang
    sums = [Sum(label="มูลค่าที่ตรวจรับ", value=baht(data.accepted_net_satang))]
    if data.vat_satang:
        sums.append(Sum(label="ภาษีมูลค่าเพิ่ม", value=baht(data.vat_satang)))
    if data.fine_satang:
        sums.append(Sum(label="หักค่าปรับส่งมอบล่าช้า", value=baht(-data.fine_satang)))
    return Page(
        layout="goods",
        title_th="ใบตรวจรับพัสดุ",
        title_en="GOODS ACCEPTANCE REPORT",
        letterhead=block(data.buyer),
        addressee=block(data.seller, label="ผู้ขาย"),
        second=Block(label="สถานที่ตรวจรับ", name=data.place),
        facts=tuple(facts(pairs, data.references)),
        columns=_INSPECTED,
        rows=_inspected(data),
        sums=(*sums, Sum(label="จำนวนเงินที่เบิกจ่ายได้", value=baht(total), strong=True)),
        words=baht_in_words(total),
        notes=(*data.findings, *data.notes),
        closing=(
            (
                "คณะกรรมการตรวจรับพัสดุ/ผู้ตรวจรับพัสดุได้ตรวจรับพัสดุแล้ว เห็นว่าจำนวนที่รับถูกต้องครบถ้วน"
                "ตามใบสั่งซื้อ และให้ถือว่าผู้ขายส่งมอบถูกต้องตั้งแต่วันที่ส่งมอบ "
                "ตามระเบียบกระทรวงการคลังฯ พ.ศ. 2560 ข้อ 175"
            ),
        ),
        signatures=(*map(signature, data.inspectors), signature(data.head)),
        notice=EGP_NOTICE,
        **frame(number, issued_on, demo=data.demo),
    )


def _inspected(data: Acceptance) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            Cell(text=str(position)),
            Cell(text=line.name, sub=f"ไม่รับเพราะ: {line.reason}" if line.reason else ""),
            Cell(text=quantity(line.ordered)),
            Cell(text=quantity(line.arrived)),
            Cell(text=quantity(line.accepted)),
            Cell(text=quantity(line.rejected)),
            Cell(text=line.unit),
            Cell(text=baht(line.accepted_satang)),
        )
        for position, line in enumerate(data.lines, start=1)
    )


def invoice(data: Invoice, number: str, issued_on: date) -> Page:
    """ใบแจ้งหนี้."""
    pairs = [
        ("เลขที่", number),
        ("วันที่", thai_date(issued_on)),
        ("ครบกำหนดชำระ", thai_date(data.due_on)),
    ]
    return Page(
        layout="goods",
        title_th="ใบแจ้งหนี้",
        title_en="INVOICE",
        mark="ต้นฉบับ",
        letterhead=block(data.seller),
        addressee=block(data.buyer, label="ลูกค้า"),
        facts=tuple(facts(pairs, data.references)),
        notes=("ใบแจ้งหนี้นี้ไม่ใช่ใบกำกับภาษี", *data.pay_to, *data.notes),
        signatures=(signature(data.issuer),),
        notice=EGP_NOTICE,
        **frame(number, issued_on, demo=data.demo),
        **priced(data.lines, data.totals, show_vat=True),
    )


def credit_note(data: CreditNote, number: str, issued_on: date) -> Page:
    """ใบลดหนี้: original value, correct value, difference and its VAT (มาตรา 86/10)."""
    pairs = [
        ("เลขที่", number),
        ("วันที่", thai_date(issued_on)),
        ("อ้างถึงเลขที่", data.invoice_number),
        ("ลงวันที่", thai_date(data.invoice_on)),
    ]
    sums = [
        Sum(label="มูลค่าตามเอกสารเดิม", value=baht(data.original_satang)),
        Sum(label="มูลค่าที่ถูกต้อง", value=baht(data.correct_satang)),
        Sum(label="ผลต่าง", value=baht(data.difference_satang)),
    ]
    if data.vat_satang:
        label = f"ภาษีมูลค่าเพิ่ม {percent(data.vat_bps)}%"
        sums.append(Sum(label=label, value=baht(data.vat_satang)))
    sums.append(Sum(label="จำนวนเงินที่ลดหนี้", value=baht(data.total_satang), strong=True))
    return Page(
        layout="goods",
        title_th="ใบลดหนี้",
        title_en="CREDIT NOTE",
        mark="ต้นฉบับ",
        letterhead=block(data.seller),
        addressee=block(data.buyer, label="ลูกค้า"),
        facts=tuple(facts(pairs, data.references)),
        columns=PRICED_COLUMNS,
        rows=priced_rows(data.lines),
        sums=tuple(sums),
        words=baht_in_words(data.total_satang),
        notes=(f"เหตุผลที่ลดหนี้: {data.reason}", *data.notes),
        signatures=(signature(data.issuer),),
        notice=EGP_NOTICE,
        **frame(number, issued_on, demo=data.demo),
    )


def billing_note(data: BillingNote, number: str, issued_on: date) -> Page:
    """ใบวางบิล."""
    pairs = [
        ("เลขที่", number),
        ("วันที่", thai_date(issued_on)),
        ("รอบวางบิล", data.period),
        ("นัดรับเงิน", thai_date(data.pay_on)),
    ]
    rows = tuple(
        (
            Cell(text=str(position)),
            Cell(text=each.number),
            Cell(text=thai_date_short(each.issued_on)),
            Cell(text=thai_date_short(each.due_on) if each.due_on else date_text(None)),
            Cell(text=baht(each.amount_satang)),
        )
        for position, each in enumerate(data.invoices, start=1)
    )
    total = Sum(label="จำนวนเงินรวมทั้งสิ้น", value=baht(data.total_satang), strong=True)
    return Page(
        layout="goods",
        title_th="ใบวางบิล",
        title_en="BILLING NOTE",
        mark="ต้นฉบับ",
        letterhead=block(data.seller),
        addressee=block(data.buyer, label="ลูกค้า"),
        facts=tuple(facts(pairs, data.references)),
        columns=_BILLED,
        rows=rows,
        sums=(total,),
        words=baht_in_words(data.total_satang),
        notes=data.notes,
        closing=("ได้รับเอกสารตามรายการข้างต้นไว้ตรวจสอบเพื่อชำระเงินแล้ว",),
        signatures=(signature(data.issuer), signature(data.receiver)),
        notice=EGP_NOTICE,
        **frame(number, issued_on, demo=data.demo),
    )
