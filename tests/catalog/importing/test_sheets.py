"""Cells, dates, places and files that are not what they seem."""

import zipfile
from datetime import date
from pathlib import Path

import pytest

from kit.ids import uuid7
from services.catalog.importing import rules, words
from services.catalog.importing.places import everywhere
from services.catalog.importing.rules import CellWrong
from services.catalog.importing.spool import folder, spool
from services.catalog.sheet import openpyxl as workbooks
from services.catalog.sheet import rules as sheets
from services.catalog.sheet.errors import SheetTooLarge, SheetUnreadable, SheetWithoutHeadings


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("22/11/2569", date(2026, 11, 22)),
        ("๒๒ พ.ย. ๒๕๖๙", date(2026, 11, 22)),
        ("22 พฤศจิกายน พ.ศ. 2569", date(2026, 11, 22)),
        ("2569-11-22", date(2026, 11, 22)),
        ("2026-11-22", date(2026, 11, 22)),
        ("22-11-2026", date(2026, 11, 22)),
        ("29/02/2567", date(2024, 2, 29)),
    ],
)
def test_dates_of_both_eras(text: str, on: date) -> None:
    assert rules.day(text) == on
    assert rules.day(rules.be_date(on)) == on


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("22/11/69", "year_unclear"),
        ("22/11/2300", "year_unclear"),
        ("29/02/2566", "bad_date"),
        ("31/13/2566", "bad_date"),
        ("เมื่อวาน", "bad_date"),
        ("22 มกรา 2566", "bad_month"),
    ],
)
def test_dates_that_are_refused(text: str, code: str) -> None:
    with pytest.raises(CellWrong) as wrong:
        rules.day(text)
    assert wrong.value.code == code


@pytest.mark.parametrize(
    ("text", "satang"),
    [
        ("180", 18_000),
        ("1,250.5", 125_050),
        ("๑๒๐ บาท", 12_000),
        ("฿99.99", 9_999),
        ("50.-", 5_000),
    ],
)
def test_prices(text: str, satang: int) -> None:
    assert rules.satang(text) == satang


@pytest.mark.parametrize("text", ["-5", "1.234", "=1+1", "1e3", "สิบ", "1 2"])
def test_prices_that_are_refused(text: str) -> None:
    with pytest.raises(CellWrong):
        rules.satang(text)


def test_months() -> None:
    assert rules.months("พ.ย.-ก.พ.") == (1, 2, 11, 12)
    assert rules.months("1, 3,๕") == (1, 3, 5)


def test_places() -> None:
    places = everywhere()
    assert places.find("จ.อ่างทอง", "", "ต.ชะไว") == ("15", "150208")
    assert places.find("Ang Thong", "", "") == ("15", None)
    assert places.find("กทม.", "", "") == ("10", None)
    assert places.find("", "", "150208") == ("15", "150208")
    assert places.find("สิงห์บุรี", "", "150208") == "unknown_place"
    assert places.find("", "", "ชะไว") == "ambiguous_place"
    assert places.find("ดาวอังคาร", "", "") == "unknown_place"


def test_headings() -> None:
    for heading, name in (
        ("ชื่อผลิตภัณฑ์ ", "name_th"),
        ("ราคา (บาท)", "price"),
        ("น\u0e4d\u0e49าหนัก (กรัม)", "weight"),
        ("หน่วยนับ*", "unit"),
        ("ลำดับ", None),
        (words.ERROR_HEADING, None),
    ):
        assert words.field_of(heading) == name
    assert words.fields_of(["ชื่อสินค้า", "สินค้า"]) == ["name_th", None]


@pytest.mark.parametrize("cell", ["=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "\t=1", "ปลา", ""])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert not sheets.escaped(cell).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert sheets.unescaped(sheets.escaped(cell)) == cell


def read(path: Path) -> int:
    """How many rows a file has."""
    with folder() as name:
        assert name
    into = folder()
    try:
        return spool(uuid7(), path, into).total
    finally:
        into.cleanup()


def test_broken_files(tmp_path: Path) -> None:
    file = tmp_path / "list"
    whole = ("รหัสสินค้า,ชื่อสินค้า,ประเภท,ราคา,หน่วย\n" + "A,ปลาส้ม,อาหาร,1,กก.\n" * 3).encode()
    file.write_bytes(whole)
    assert read(file) == 3
    for broken in (
        whole[:200] + b"\xff\xfe\xff" + whole[200:],
        whole[:-20].replace(b",", b"\x00", 1),
        b"PK\x03\x04 not a zip",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00",
    ):
        file.write_bytes(broken)
        with pytest.raises(SheetUnreadable):
            read(file)
    for without in (b"", b"a,b,c\n1,2,3\n", "ชื่อสินค้า,ราคา\n".encode()):
        file.write_bytes(without)
        with pytest.raises(SheetWithoutHeadings):
            read(file)


def test_zip_bombs_are_refused_before_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "MAX_UNPACKED_BYTES", 1 << 20)
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("xl/worksheets/sheet1.xml", b"0" * (3 << 20))
    assert bomb.stat().st_size < 10_000
    with pytest.raises(SheetTooLarge):
        read(bomb)
    # One whose directory claims that it is small.
    lying = bytearray(bomb.read_bytes())
    real, claimed = (3 << 20).to_bytes(4, "little"), (100).to_bytes(4, "little")
    bomb.write_bytes(bytes(lying).replace(real, claimed))
    with pytest.raises((SheetUnreadable, SheetTooLarge)):
        read(bomb)


def test_more_rows_than_a_job_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.catalog.importing.spool.MAX_ROWS", 10)
    file = tmp_path / "long"
    file.write_text("รหัสสินค้า,ชื่อสินค้า,ประเภท,ราคา,หน่วย\n" + "A,ปลา,อาหาร,1,กก.\n" * 11)
    with pytest.raises(SheetTooLarge):
        read(file)
