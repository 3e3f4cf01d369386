"""หนังสือรับรองการหักภาษี ณ ที่จ่าย, with the boxes of the Revenue Department's form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from contracts.types import clean_identifier
from services.orders.document.baht_words import baht_in_words
from services.orders.document.buying_data import (
    IncomeRow,
    TaxForm,
    WithheldBy,
    WithheldIncome,
    WithholdingCertificate,
)
from services.orders.document.data import PartyData
from services.orders.document.page import (
    EGP_NOTICE,
    CertificatePart,
    IncomeLine,
    Page,
    TickBox,
    block,
    signature,
)
from services.orders.document.rules import baht, thai_date_short
from services.orders.document.shop_pages import frame

_FORMS: Final = {
    TaxForm.PND_1A: "(1) ภ.ง.ด.1ก",
    TaxForm.PND_1A_SPECIAL: "(2) ภ.ง.ด.1ก พิเศษ",
    TaxForm.PND_2: "(3) ภ.ง.ด.2",
    TaxForm.PND_3: "(4) ภ.ง.ด.3",
    TaxForm.PND_2A: "(5) ภ.ง.ด.2ก",
    TaxForm.PND_3A: "(6) ภ.ง.ด.3ก",
    TaxForm.PND_53: "(7) ภ.ง.ด.53",
}
_BORNE: Final = {
    WithheldBy.DEDUCTED: "(1) หัก ณ ที่จ่าย",
    WithheldBy.PAID_FOR_EVER: "(2) ออกให้ตลอดไป",
    WithheldBy.PAID_ONCE: "(3) ออกให้ครั้งเดียว",
}
# The form's rows with their indent; those that Talat cannot fill are printed and stay empty.
_ROWS: Final = (
    (0, "1. เงินเดือน ค่าจ้าง เบี้ยเลี้ยง โบนัส ฯลฯ ตามมาตรา 40 (1)"),
    (0, "2. ค่าธรรมเนียม ค่านายหน้า ฯลฯ ตามมาตรา 40 (2)"),
    (0, "3. ค่าแห่งลิขสิทธิ์ ฯลฯ ตามมาตรา 40 (3)"),
    (0, "4. (ก) ดอกเบี้ย ฯลฯ ตามมาตรา 40 (4) (ก)"),
    (1, "(ข) เงินปันผล เงินส่วนแบ่งกำไร ฯลฯ ตามมาตรา 40 (4) (ข)"),
    (2, ("(1) กรณีผู้ได้รับเงินปันผลได้รับเครดิตภาษี โดยจ่ายจากกำไรสุทธิของกิจการที่ต้องเสีย"
        "ภาษีเงินได้นิติบุคคลในอัตรา")),
    (3, ("(1.1) ร้อยละ 30  (1.2) ร้อยละ 25  (1.3) ร้อยละ 20  (1.4) อัตราอื่น ๆ (ระบุ) ........ "
        "ของกำไรสุทธิ")),
    (2, "(2) กรณีผู้ได้รับเงินปันผลไม่ได้รับเครดิตภาษี เนื่องจากจ่ายจาก"),
    (3, "(2.1) กำไรสุทธิของกิจการที่ได้รับยกเว้นภาษีเงินได้นิติบุคคล"),
    (3, "(2.2) เงินปันผลหรือเงินส่วนแบ่งของกำไรที่ได้รับยกเว้นไม่ต้องนำมารวมคำนวณเป็นรายได้"),
    (3, "(2.3) กำไรสุทธิส่วนที่ได้หักผลขาดทุนสุทธิยกมาไม่เกิน 5 ปีก่อนรอบระยะเวลาบัญชีปีปัจจุบัน"),
    (3, "(2.4) กำไรที่รับรู้ทางบัญชีโดยวิธีส่วนได้เสีย (equity method)"),
    (3, "(2.5) อื่น ๆ (ระบุ) ........................"),
)  # fmt: skip
_FILLED: Final = {
    IncomeRow.SECTION_3_TREDECIM: "5. การจ่ายเงินได้ที่ต้องหักภาษี ณ ที่จ่าย ตามคำสั่งกรมสรรพากร"
    "ที่ออกตามมาตรา 3 เตรส เช่น รางวัล ส่วนลดหรือประโยชน์ใด ๆ เนื่องจากการส่งเสริมการขาย "
    "รางวัลในการประกวด การแข่งขัน การชิงโชค ค่าแสดงของนักแสดงสาธารณะ ค่าจ้างทำของ "
    "ค่าโฆษณา ค่าเช่า ค่าขนส่ง ค่าบริการ ค่าเบี้ยประกันวินาศภัย ฯลฯ",
    IncomeRow.OTHER: "6. อื่น ๆ (ระบุ)",
}


def withholding_certificate(data: WithholdingCertificate, number: str, issued_on: date) -> Page:
    """The certificate of มาตรา 50 ทวิ: numbered boxes, all its rows, amounts in words."""
    paid = sum(income.paid_satang for income in data.incomes)
    part = CertificatePart(
        book_number=data.book_number or "",
        payer=block(data.payer, identity=False),
        payer_tax_id=_digits(data.payer),
        payee=block(data.payee, identity=False),
        payee_tax_id=_digits(data.payee),
        sequence="" if data.form_sequence is None else str(data.form_sequence),
        forms=tuple(
            TickBox(label=label, ticked=form is data.form) for form, label in _FORMS.items()
        ),
        incomes=_incomes(data.incomes),
        paid_total=baht(paid),
        withheld_total=baht(data.withheld_satang),
        borne=(
            *(TickBox(label=label, ticked=way is data.borne) for way, label in _BORNE.items()),
            TickBox(label="(4) อื่น ๆ (ระบุ) ................"),
        ),
    )
    return Page(
        layout="withholding",
        title_th="หนังสือรับรองการหักภาษี ณ ที่จ่าย",
        title_en="ตามมาตรา 50 ทวิ แห่งประมวลรัษฎากร",
        letterhead=block(data.payer),
        words=baht_in_words(data.withheld_satang),
        notes=data.notes,
        signatures=(signature(data.signer),),
        notice=EGP_NOTICE,
        certificate=part,
        **frame(number, issued_on, demo=data.demo),
    )


def _digits(party: PartyData) -> str:
    return clean_identifier(party.tax_id or "").replace("-", "")


def _incomes(incomes: Sequence[WithheldIncome]) -> tuple[IncomeLine, ...]:
    fixed = [IncomeLine(label=label, indent=indent) for indent, label in _ROWS]
    for row, label in _FILLED.items():
        fixed.append(IncomeLine(label=label))
        fixed += [
            IncomeLine(
                label=income.description,
                indent=1,
                date=thai_date_short(income.paid_on),
                paid=baht(income.paid_satang),
                withheld=baht(income.withheld_satang),
            )
            for income in incomes
            if income.row is row
        ]
    return tuple(fixed)
