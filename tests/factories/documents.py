"""One example of each document, with figures that add up.

`python -m tests.factories.documents FOLDER` prints them as pictures, for docs/documents.md.
"""

import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from services.orders.document import layout, typst
from services.orders.document.buying_data import (
    Acceptance,
    BilledInvoice,
    BillingNote,
    CreditNote,
    DeliveredLine,
    DeliveryNote,
    IncomeRow,
    InspectedLine,
    Invoice,
    PurchaseOrderData,
    RequisitionReport,
    TaxForm,
    WithheldIncome,
    WithholdingCertificate,
)
from services.orders.document.data import (
    DocumentKind,
    Line,
    OrderConfirmation,
    PartyData,
    Receipt,
    Reference,
    Signature,
    TaxInvoice,
    Totals,
)
from services.orders.document.union import DocumentData, plain

DAY = date(2026, 11, 22)
DELIVERED_ON = date(2026, 12, 1)
PAID_ON = date(2027, 1, 15)
ISSUED_ON = {
    DocumentKind.DELIVERY_NOTE: DELIVERED_ON,
    DocumentKind.ACCEPTANCE: DELIVERED_ON,
    DocumentKind.INVOICE: date(2026, 12, 2),
    DocumentKind.CREDIT_NOTE: date(2026, 12, 2),
    DocumentKind.BILLING_NOTE: date(2026, 12, 31),
    DocumentKind.WITHHOLDING_CERTIFICATE: PAID_ON,
}
"""When each was issued; the others on DAY."""
COMPANY = PartyData(
    name="บริษัท ประชารัฐรักสามัคคีอ่างทอง (วิสาหกิจเพื่อสังคม) จำกัด",
    address=("99 หมู่ 1 ถนนเทศบาล 1", "ตำบลชะไว อำเภอไชโย จังหวัดอ่างทอง 14140"),
    tax_id="0155559000017",
    tax_branch="00000",
)
GROUP = PartyData(
    name="กลุ่มปลาส้มตำบลชะไว",
    address=("45/2 หมู่ 3", "ตำบลชะไว อำเภอไชโย จังหวัดอ่างทอง 14140"),
    tax_id="3150200123453",
    tax_branch="00000",
)
SHOPPER = PartyData(
    name="สมหญิง ใจดี",
    address=("12/3 หมู่ 4", "ตำบลบางแก้ว อำเภอเมืองอ่างทอง จังหวัดอ่างทอง 14000"),
)
HOSPITAL = PartyData(
    name="โรงพยาบาลตัวอย่างอ่างทอง",
    address=("1 ถนนเทศบาล 5", "ตำบลบางแก้ว อำเภอเมืองอ่างทอง จังหวัดอ่างทอง 14000"),
    tax_id="0994000123457",
    tax_branch="00000",
)
ORDER = Reference(label="เลขที่คำสั่งซื้อ", value="TL2611-4F7K2M9QXC")
PURCHASE = Reference(label="ใบสั่งซื้อเลขที่", value="PO-2570-0001")
DEMO: dict[str, Any] = {"demo": True}


def line(name: str, quantity: str, price: int, unit: str = "กก.", **values: Any) -> Line:
    """A line of goods; its amount is quantity × price."""
    return Line(
        name=name,
        quantity=Decimal(quantity),
        unit=unit,
        unit_price_satang=price,
        amount_satang=int(Decimal(quantity) * price),
        **values,
    )


def untaxed(*lines: Line, included: bool = True) -> Totals:
    """The foot of lines that bear no VAT."""
    total = sum(each.amount_satang for each in lines)
    return Totals(exempt_satang=total, total_satang=total, vat_included=included)


SOLD = (
    line("ปลาส้มตำบลชะไว", "1.5", 18_000, detail="แพ็ก 1 กก."),
    line("ตะกร้าจักสานผักตบชวา ทรงรี ขนาดกลาง", "1", 69_000, "ใบ"),
    line("กล้วยน้ำว้า", "2", 5_500, "หวี", vat_exempt=True),
)
TAXED = Totals(
    exempt_satang=11_000,
    taxable_satang=89_720,
    vat_bps=700,
    vat_satang=6_280,
    total_satang=107_000,
    vat_included=True,
)
WANTED = (
    line("ปลาส้ม", "40", 12_000, detail="แพ็ก 1 กก. · กลุ่มปลาส้มตำบลชะไว · ใบรับรอง มผช. 15-0001/2569"),
    line("ข้าวหอมมะลิอินทรีย์", "120", 5_500, detail="ถุง 5 กก. · โรงสีชุมชนบ้านดอนบ่อ"),
)
PRESIDENT = Signature(
    role="ประธานกรรมการตรวจรับพัสดุ",
    name="นางสาววิไล ตั้งใจ",
    position="พยาบาลวิชาชีพชำนาญการ",
    signed_on=DELIVERED_ON,
)
INSPECTOR = Signature(
    role="กรรมการตรวจรับพัสดุ",
    name="นายสมชาย รักงาน",
    position="นักโภชนาการปฏิบัติการ",
    signed_on=DELIVERED_ON,
)
DIRECTOR = Signature(
    role="หัวหน้าหน่วยงานของรัฐ", name="นายแพทย์สุรชัย ใจงาม", position="ผู้อำนวยการโรงพยาบาล"
)


def shop() -> list[tuple[str, DocumentData]]:
    """The shop's three."""
    own = SOLD[:1]
    return [
        (
            "OC2570-000123",
            OrderConfirmation(
                seller=COMPANY,
                buyer=SHOPPER,
                lines=SOLD,
                totals=TAXED,
                order_number="TL2611-4F7K2M9QXC",
                ordered_on=DAY,
                ship_to=SHOPPER.model_copy(update={"phone": "081-234-5678"}),
                payment_method="พร้อมเพย์",
                **DEMO,
            ),
        ),
        (
            "RC2570-000045",
            Receipt(
                seller=GROUP.model_copy(update={"tax_id": None}),
                buyer=SHOPPER,
                lines=own,
                totals=untaxed(*own),
                references=(ORDER,),
                paid_on=DAY,
                payment_method="พร้อมเพย์",
                **DEMO,
            ),
        ),
        (
            "IV2570-000123",
            TaxInvoice(
                seller=COMPANY,
                buyer=SHOPPER,
                lines=SOLD,
                totals=TAXED,
                references=(ORDER,),
                paid_on=DAY,
                payment_method="พร้อมเพย์",
                **DEMO,
            ),
        ),
    ]


def ordering() -> list[tuple[str, DocumentData]]:
    """Requisition report and purchase order."""
    return [
        (
            "RQ-2570-0001",
            RequisitionReport(
                buyer=HOSPITAL,
                addressed_to="ผู้อำนวยการโรงพยาบาลตัวอย่างอ่างทอง",
                subject="รายงานขอซื้อวัตถุดิบประกอบอาหารผู้ป่วย",
                reason="เพื่อใช้ประกอบอาหารผู้ป่วยใน ประจำสัปดาห์ที่ 1 เดือนธันวาคม 2569",
                method="วิธีเฉพาะเจาะจง",
                method_reason="ตาม พ.ร.บ. จัดซื้อจัดจ้างฯ 2560 วงเงินไม่เกิน 500,000 บาท",
                need_by_on=DELIVERED_ON,
                award_criterion="เกณฑ์ราคา ประกอบกับมาตรฐานและใบรับรองของสินค้าในวันที่ส่งมอบ",
                lines=WANTED,
                totals=untaxed(*WANTED, included=False),
                requester=Signature(
                    role="ผู้รายงานขอซื้อ", name="นางสาวพรทิพย์ มีสุข", position="นักโภชนาการ", signed_on=DAY
                ),
                approver=DIRECTOR.model_copy(update={"role": "อนุมัติ", "signed_on": DAY}),
                **DEMO,
            ),
        ),
        (
            "PO-2570-0001",
            PurchaseOrderData(
                buyer=HOSPITAL,
                seller=GROUP,
                lines=WANTED[:1],
                totals=untaxed(*WANTED[:1], included=False),
                references=(
                    Reference(label="รายงานขอซื้อเลขที่", value="RQ-2570-0001"),
                    Reference(label="วิธีจัดซื้อ", value="วิธีเฉพาะเจาะจง"),
                ),
                deliver_on=DELIVERED_ON,
                deliver_to=" ".join((HOSPITAL.name, *HOSPITAL.address)),
                terms=(
                    "ราคาต่อหน่วยเป็นราคาก่อนภาษีมูลค่าเพิ่ม",
                    "ใบรับรองของสินค้าที่ระบุต้องมีผลในวันที่ส่งมอบ",
                ),
                orderer=DIRECTOR.model_copy(update={"role": "ผู้สั่งซื้อ", "signed_on": DAY}),
                acceptor=Signature(role="ผู้รับใบสั่งซื้อ"),
                **DEMO,
            ),
        ),
    ]


def delivering() -> list[tuple[str, DocumentData]]:
    """Delivery note and acceptance of 38.5 kg of which 2 are refused."""
    return [
        (
            "DN2570-000007",
            DeliveryNote(
                seller=GROUP,
                buyer=HOSPITAL,
                deliver_on=DELIVERED_ON,
                deliver_to="โรงครัว อาคาร 3 ช่วงเวลา 06:00-08:00 น.",
                temperature="ไม่เกิน 5 °C",
                references=(PURCHASE,),
                lines=(
                    DeliveredLine(
                        name="ปลาส้ม",
                        detail="แพ็ก 1 กก.",
                        lot="PS-01-261129-01",
                        quantity=Decimal(25),
                        unit="กก.",
                    ),
                    DeliveredLine(
                        name="ปลาส้ม",
                        detail="แพ็ก 1 กก.",
                        lot="PS-01-261130-01",
                        quantity=Decimal("13.5"),
                        unit="กก.",
                    ),
                ),
                sender=Signature(role="ผู้ส่งของ"),
                receiver=Signature(role="ผู้รับของ"),
                **DEMO,
            ),
        ),
        (
            "AC2570-000003",
            Acceptance(
                buyer=HOSPITAL,
                seller=GROUP,
                references=(PURCHASE, Reference(label="ใบส่งของเลขที่", value="DN2570-000007")),
                delivered_on=DELIVERED_ON,
                inspected_on=DELIVERED_ON,
                place="โรงครัว อาคาร 3",
                lines=(
                    InspectedLine(
                        name="ปลาส้ม",
                        unit="กก.",
                        ordered=Decimal(40),
                        arrived=Decimal("38.5"),
                        accepted=Decimal("36.5"),
                        rejected=Decimal(2),
                        reason="อุณหภูมิ 9 °C เกินกำหนด 5 °C",
                        accepted_satang=438_000,
                    ),
                ),
                accepted_net_satang=438_000,
                vat_satang=0,
                findings=(
                    "ส่งมอบเวลา 08:40 น. ช้ากว่าช่วงเวลา 40 นาที",
                    "ขาดส่ง 1.5 กก. มูลค่า 180.00 บาท",
                ),
                inspectors=(
                    PRESIDENT,
                    INSPECTOR,
                    INSPECTOR.model_copy(update={"name": "นางมาลี ดีพร้อม"}),
                ),
                head=DIRECTOR,
                **DEMO,
            ),
        ),
    ]


def charging() -> list[tuple[str, DocumentData]]:
    """Invoice for what was accepted, credit note, the month's billing note, withheld tax."""
    accepted = line("ปลาส้ม", "36.5", 12_000, detail="แพ็ก 1 กก.")
    return [
        (
            "BL2570-000012",
            Invoice(
                seller=GROUP,
                buyer=HOSPITAL,
                lines=(accepted,),
                totals=untaxed(accepted, included=False),
                references=(PURCHASE, Reference(label="ใบตรวจรับเลขที่", value="AC2570-000003")),
                due_on=date(2026, 12, 31),
                pay_to=("โอนเข้าบัญชีตามที่แจ้งไว้ในระบบ หรือสแกนพร้อมเพย์ในใบแจ้งหนี้อิเล็กทรอนิกส์",),
                issuer=Signature(role="ผู้แจ้งหนี้"),
                **DEMO,
            ),
        ),
        (
            "CN2570-000002",
            CreditNote(
                seller=GROUP,
                buyer=HOSPITAL,
                invoice_number="BL2570-000011",
                invoice_on=DELIVERED_ON,
                reason="ส่งมอบขาดและผู้ซื้อไม่รับสินค้าบางส่วน",
                lines=(line("ปลาส้ม", "3.5", 12_000, detail="แพ็ก 1 กก."),),
                original_satang=480_000,
                correct_satang=438_000,
                difference_satang=42_000,
                vat_bps=0,
                vat_satang=0,
                issuer=Signature(role="ผู้มีอำนาจลงนาม"),
                **DEMO,
            ),
        ),
        (
            "BN2570-000001",
            BillingNote(
                seller=GROUP,
                buyer=HOSPITAL,
                period="ธันวาคม 2569",
                pay_on=PAID_ON,
                invoices=(
                    BilledInvoice(
                        number="BL2570-000011",
                        issued_on=DELIVERED_ON,
                        due_on=date(2026, 12, 31),
                        amount_satang=480_000,
                    ),
                    BilledInvoice(
                        number="CN2570-000002",
                        issued_on=date(2026, 12, 2),
                        due_on=None,
                        amount_satang=-42_000,
                    ),
                    BilledInvoice(
                        number="BL2570-000015",
                        issued_on=date(2026, 12, 15),
                        due_on=date(2027, 1, 14),
                        amount_satang=1_254_000,
                    ),
                ),
                total_satang=1_692_000,
                issuer=Signature(role="ผู้วางบิล"),
                receiver=Signature(role="ผู้รับวางบิล"),
                **DEMO,
            ),
        ),
        (
            "WT2570-000004",
            WithholdingCertificate(
                payer=HOSPITAL,
                payee=COMPANY,
                form=TaxForm.PND_53,
                form_sequence=4,
                incomes=(
                    WithheldIncome(
                        row=IncomeRow.OTHER,
                        description="ค่าซื้อสินค้า (ปลาส้ม)",
                        paid_on=PAID_ON,
                        paid_satang=1_692_000,
                        withheld_satang=16_920,
                    ),
                ),
                signer=DIRECTOR.model_copy(update={"role": "ผู้จ่ายเงิน", "signed_on": PAID_ON}),
                **DEMO,
            ),
        ),
    ]


def examples() -> list[tuple[str, DocumentData]]:
    """Number and data of one document of each kind."""
    return [*shop(), *ordering(), *delivering(), *charging()]


def main(folder: Path) -> None:
    """Print every example as a picture of its first page."""
    for number, data in examples():
        issued_on = ISSUED_ON.get(data.kind, DAY)
        page = layout.page_of(data, number=number, issued_on=issued_on).model_dump(mode="json")
        printed = typst.compile_page(page, plain(data), form="png", ppi=88)
        first = printed if isinstance(printed, bytes) else printed[0]
        (folder / f"{data.kind.value}.png").write_bytes(first)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
