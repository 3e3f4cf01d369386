"""Who stands on the example documents, and lines of goods for them."""

from datetime import date
from decimal import Decimal
from typing import Any

from services.orders.document.data import Line, PartyData, Reference, Signature, Totals

DAY = date(2026, 11, 22)
DELIVERED_ON = date(2026, 12, 1)
PAID_ON = date(2027, 1, 15)
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
