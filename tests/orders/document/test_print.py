"""What is printed: pages, metadata, the same bytes, and that data are never run."""

import hashlib
import json
import re
from typing import Any

import pytest
import typst as library

from services.orders.document import layout, typst
from services.orders.document.buying_data import PurchaseOrderData
from services.orders.document.data import DocumentKind, PartyData
from services.orders.document.page import EGP_NOTICE
from services.orders.document.union import DocumentData, plain
from tests.factories.document_parties import DAY, line, untaxed
from tests.factories.documents import examples, ordering

EXAMPLES = examples()
SHOP = {DocumentKind.ORDER_CONFIRMATION, DocumentKind.RECEIPT, DocumentKind.TAX_INVOICE}
RELEASED = {"v1": "4be4457d2b09994c25871f27728ba33e878d94e13d9ecae9798d83ffc1d9b5f0"}
"""SHA-256 of each set of templates. Documents out there were printed with them: a change of the
looks goes into a new set, and ``PRESENT_TEMPLATE`` names it."""


def page_of(number: str, data: DocumentData) -> dict[str, Any]:
    """The page of a document that is issued on DAY."""
    return layout.page_of(data, number=number, issued_on=DAY).model_dump(mode="json")


def printed(number: str, data: DocumentData) -> bytes:
    """Its PDF."""
    pdf = typst.compile_page(page_of(number, data), plain(data))
    assert isinstance(pdf, bytes)
    return pdf


def pages(pdf: bytes) -> int:
    """How many pages it has."""
    found = re.search(rb"/Type/Pages/Count (\d+)", pdf)
    assert found is not None
    return int(found[1])


def purchase_order(**changes: Any) -> PurchaseOrderData:
    """The example's order with something else in it."""
    data = ordering()[1][1]
    assert isinstance(data, PurchaseOrderData)
    return PurchaseOrderData.model_validate({**dict(data), **changes})


def test_there_is_an_example_of_each_kind() -> None:
    assert {data.kind for _, data in EXAMPLES} == set(DocumentKind)


@pytest.mark.parametrize(("number", "data"), EXAMPLES, ids=[data.kind for _, data in EXAMPLES])
def test_an_archive_pdf_with_its_title_number_and_date(number: str, data: DocumentData) -> None:
    pdf = printed(number, data)
    copies = 2 if data.kind is DocumentKind.WITHHOLDING_CERTIFICATE else 1
    assert pages(pdf) == copies
    assert b"<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in pdf
    title = f"{page_of(number, data)['title_th']} {number}"
    assert f'<rdf:li xml:lang="x-default">{title}</rdf:li>'.encode() in pdf
    assert b"<xmp:CreateDate>2026-11-22T00:00:00Z</xmp:CreateDate>" in pdf
    assert b"/EmbeddedFiles<</Names[(document.json)" in pdf
    assert printed(number, data) == pdf


@pytest.mark.parametrize(("number", "data"), EXAMPLES, ids=[data.kind for _, data in EXAMPLES])
def test_the_page_says_what_the_law_and_the_house_want(number: str, data: DocumentData) -> None:
    page = page_of(number, data)
    assert page["notice"] == ("" if data.kind in SHOP else EGP_NOTICE)
    assert page["demo_notice"] == "ข้อมูลสาธิต ไม่ใช่เอกสารจริง"
    real = page_of(number, data.model_copy(update={"demo": False}))
    assert real["demo_notice"] == ""


def test_the_title_can_be_asked_for() -> None:
    number, data = EXAMPLES[0]
    root = typst.TEMPLATES / typst.PRESENT_TEMPLATE
    answer = library.query(
        root / "main.typ",
        "<document>",
        field="value",
        one=True,
        root=root,
        sys_inputs=typst.inputs(page_of(number, data), plain(data)),
    )
    assert json.loads(answer) == {
        "number": number,
        "title": "ใบยืนยันคำสั่งซื้อ",
        "issued_on": "2026-11-22",
    }


def test_a_long_table_breaks_over_pages() -> None:
    lines = tuple(line(f"สินค้ารายการที่ {n}", "2", 1_000 + n, detail="ขนาดกลาง") for n in range(60))
    data = purchase_order(lines=lines, totals=untaxed(*lines, included=False))
    assert pages(printed("PO-2570-0009", data)) == 3


def test_data_are_never_run() -> None:
    evil = (
        '#panic("run")',
        '#read("/etc/passwd")',
        '$ #import "../../data.py" $ *b* _i_ `c` <l> @r \\ // /* [',
        "\u202e ลวง \u200b",
    )
    party = PartyData(name=evil[0], address=evil)
    harmless = purchase_order(seller=PartyData(name="ก", address=("ก",) * 4))
    data = purchase_order(seller=party, terms=evil, references=())
    assert pages(printed("PO-2570-0001", data)) == pages(printed("PO-2570-0001", harmless)) == 1


@pytest.mark.parametrize("path", ["../v1/main.typ", "../../data.py", "/../../data.py"])
def test_templates_cannot_leave_their_folder(path: str) -> None:
    root = typst.TEMPLATES / typst.PRESENT_TEMPLATE
    compiler = library.Compiler(f'#read("{path}")'.encode(), root=root)
    with pytest.raises(library.TypstError, match="escape"):
        compiler.compile(format="pdf")


def test_released_templates_stay_as_they_are() -> None:
    for name, digest in RELEASED.items():
        files = sorted((typst.TEMPLATES / name).glob("*.typ"))
        whole = b"".join(file.name.encode() + file.read_bytes() for file in files)
        assert hashlib.sha256(whole).hexdigest() == digest, (
            f"put the change into a set after {name}"
        )
    assert {folder.name for folder in typst.TEMPLATES.iterdir()} == set(RELEASED)
    assert typst.PRESENT_TEMPLATE in RELEASED
