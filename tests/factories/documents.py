"""One example of each document, with figures that add up.

`python -m tests.factories.documents FOLDER` prints them as pictures, for docs/documents.md.
"""

import sys
from datetime import date
from pathlib import Path

from services.orders.document import layout, typst
from services.orders.document.buying_data import PurchaseOrderData, RequisitionReport
from services.orders.document.data import (
    DocumentKind,
    OrderConfirmation,
    Receipt,
    Reference,
    Signature,
    TaxInvoice,
    Totals,
)
from services.orders.document.union import DocumentData, plain
from tests.factories.delivery_documents import delivered
from tests.factories.document_parties import (
    COMPANY,
    DAY,
    DELIVERED_ON,
    DEMO,
    DIRECTOR,
    GROUP,
    HOSPITAL,
    ORDER,
    PAID_ON,
    SHOPPER,
    line,
    untaxed,
)

ISSUED_ON = {
    DocumentKind.DELIVERY_NOTE: DELIVERED_ON,
    DocumentKind.ACCEPTANCE: DELIVERED_ON,
    DocumentKind.INVOICE: date(2026, 12, 2),
    DocumentKind.CREDIT_NOTE: date(2026, 12, 2),
    DocumentKind.BILLING_NOTE: date(2026, 12, 31),
    DocumentKind.WITHHOLDING_CERTIFICATE: PAID_ON,
}
"""When each was issued; the others on DAY."""
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


def examples() -> list[tuple[str, DocumentData]]:
    """Number and data of one document of each kind."""
    return [*shop(), *ordering(), *delivered()]


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
