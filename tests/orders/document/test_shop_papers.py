"""Any order that can be paid has papers that add up: a receipt never stops a payment."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kit.ids import uuid7
from services.orders.document import layout, shop
from services.orders.document.data import Receipt, TaxInvoice
from services.orders.models.party import Party

PAID_ON = date(2026, 11, 22)


def seller(*, tax_id: str | None = "0155559000017", **values: Any) -> Party:
    """A registered seller of ชะไว, not of the demonstration."""
    given_values = {"vat_registered": True, "tax_branch": None, "provenance": None, **values}
    return Party(
        id=uuid7(),
        name_th="กลุ่มปลาส้มตำบลชะไว",
        province_code="15",
        subdistrict_code="150208",
        address_line="45/2 หมู่ 3",
        tax_id=tax_id,
        **given_values,
    )


def papers(amounts: list[tuple[int, bool]], *, extra: int, of: Party) -> list[Any]:
    """The data of the papers of an order of these amounts (taxed or exempt) and extra."""
    lines = [
        SimpleNamespace(
            name_th="ปลาส้ม",
            quantity=Decimal("1.5"),
            unit="กก.",
            unit_price_satang=amount,
            total_satang=amount,
            vat_satang=amount * 7 // 107 if taxed else 0,
            vat_bps=700 if taxed else 0,
            tax_class="standard" if taxed else "exempt_agri",
        )
        for amount, taxed in amounts
    ]
    total = max(sum(amount for amount, _ in amounts) + extra, 1_000)
    order = SimpleNamespace(
        id=uuid7(),
        seller_id=of.id,
        number="TL2611-4F7K2M9QXC",
        total_satang=total,
        vat_satang=min(sum(line.vat_satang for line in lines), total),
    )
    group = SimpleNamespace(
        id=uuid7(),
        created_at=datetime(2026, 11, 22, tzinfo=UTC),
        contact={"name": None, "email": "a@example.com"},
        address={"recipient": "สมหญิง", "line": "1", "subdistrict_code": "150103"},
    )
    drafts = shop.drafts(group, order, lines, seller=of, method="promptpay", paid_on=PAID_ON)
    return [draft.data for draft in drafts]


@given(
    amounts=st.lists(st.tuples(st.integers(1, 10**9), st.booleans()), min_size=1, max_size=5),
    extra=st.integers(-(10**9), 10**6),
    registered=st.booleans(),
)
def test_every_order_has_papers_of_its_total(
    *, amounts: list[tuple[int, bool]], extra: int, registered: bool
) -> None:
    of = seller(vat_registered=registered)
    confirmation, receipt = papers(amounts, extra=extra, of=of)
    assert confirmation.totals.total_satang == receipt.totals.total_satang
    taxed = registered and confirmation.totals.vat_satang > 0
    assert isinstance(receipt, TaxInvoice if taxed else Receipt)
    page = layout.page_of(receipt, number="IV2570-000001", issued_on=PAID_ON)
    assert any("ภาษีมูลค่าเพิ่ม" in each.label for each in page.sums) == taxed


def test_a_tax_invoice_names_the_tax_id_and_the_head_office() -> None:
    [_, receipt] = papers([(107_000, True)], extra=0, of=seller())
    page = layout.page_of(receipt, number="IV2570-000001", issued_on=PAID_ON)
    assert page.letterhead.lines == (
        "45/2 หมู่ 3",
        "ตำบลชะไว อำเภอไชโย จังหวัดอ่างทอง 14140",
        "เลขประจำตัวผู้เสียภาษี 0-1555-59000-01-7 สำนักงานใหญ่",
    )
    assert [(each.label, each.value) for each in page.sums] == [
        ("มูลค่าก่อนภาษีมูลค่าเพิ่ม", "1,000.00"),
        ("ภาษีมูลค่าเพิ่ม 7%", "70.00"),
        ("จำนวนเงินรวมทั้งสิ้น", "1,070.00"),
    ]


def test_a_seller_without_a_tax_id_writes_no_tax_invoice() -> None:
    [_, receipt] = papers([(107_000, True)], extra=0, of=seller(tax_id=None))
    assert isinstance(receipt, Receipt)
    assert receipt.totals.vat_satang == 0


def test_shipping_and_voucher_stand_in_a_line_of_their_own() -> None:
    [_, receipt] = papers([(107_000, True), (5_000, False)], extra=4_000, of=seller())
    page = layout.page_of(receipt, number="IV2570-000001", issued_on=PAID_ON)
    assert [(each.label, each.value) for each in page.sums[:3]] == [
        ("รวมมูลค่าสินค้า", "1,120.00"),
        ("ค่าจัดส่งและส่วนลด", "40.00"),
        ("มูลค่าที่ยกเว้นภาษีมูลค่าเพิ่ม", "50.00"),
    ]


def test_the_demonstration_says_so() -> None:
    for provenance, said in (("synthetic", True), ("source", True), (None, False)):
        for data in papers([(107_000, True)], extra=0, of=seller(provenance=provenance)):
            assert data.demo is said
