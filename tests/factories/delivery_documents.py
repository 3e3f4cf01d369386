"""Example papers of a delivery: 40 kg ordered, 38.5 arrived, 36.5 accepted, invoiced and paid."""

from datetime import date
from decimal import Decimal

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
    TaxForm,
    WithheldIncome,
    WithholdingCertificate,
)
from services.orders.document.data import Reference, Signature
from services.orders.document.union import DocumentData
from tests.factories.document_parties import (
    COMPANY,
    DELIVERED_ON,
    DEMO,
    DIRECTOR,
    GROUP,
    HOSPITAL,
    INSPECTOR,
    PAID_ON,
    PRESIDENT,
    PURCHASE,
    line,
    untaxed,
)


def delivered() -> list[tuple[str, DocumentData]]:
    """Number and data of each paper, in their order."""
    return [
        ("DN2570-000007", delivery_note()),
        ("AC2570-000003", acceptance()),
        ("BL2570-000012", invoice()),
        ("CN2570-000002", credit_note()),
        ("BN2570-000001", billing_note()),
        ("WT2570-000004", withholding_certificate()),
    ]


def delivery_note() -> DeliveryNote:
    """38.5 kg in two lots, of 40 ordered."""
    return DeliveryNote(
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
    )


def acceptance() -> Acceptance:
    """36.5 kg accepted: 1.5 came short and 2 were too warm."""
    return Acceptance(
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
    )


def invoice() -> Invoice:
    """What was accepted."""
    accepted = line("ปลาส้ม", "36.5", 12_000, detail="แพ็ก 1 กก.")
    return Invoice(
        seller=GROUP,
        buyer=HOSPITAL,
        lines=(accepted,),
        totals=untaxed(accepted, included=False),
        references=(PURCHASE, Reference(label="ใบตรวจรับเลขที่", value="AC2570-000003")),
        due_on=date(2026, 12, 31),
        pay_to=("โอนเข้าบัญชีตามที่แจ้งไว้ในระบบ หรือสแกนพร้อมเพย์ในใบแจ้งหนี้อิเล็กทรอนิกส์",),
        issuer=Signature(role="ผู้แจ้งหนี้"),
        **DEMO,
    )


def credit_note() -> CreditNote:
    """The difference to an invoice of all that was ordered."""
    return CreditNote(
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
    )


def billing_note() -> BillingNote:
    """The month's papers together."""
    return BillingNote(
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
    )


def withholding_certificate() -> WithholdingCertificate:
    """One per cent of a payment to a juristic seller."""
    return WithholdingCertificate(
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
    )
