"""Pure reading of a bank's CSV: Thai or English headings, Buddhist or common era."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from contracts.types import to_arabic_digits
from services.orders.bank.errors import StatementNotReadable
from services.orders.promptpay.rules import reference

MOST_ROWS: Final = 5_000
_HEADINGS: Final = {
    "on": ("วันที่", "วันที่ทำรายการ", "วันที่รายการ", "date", "transaction date"),
    "amount": ("เงินเข้า", "ฝากเงิน", "ฝาก", "จำนวนเงิน", "ยอดเงิน", "deposit", "credit", "amount"),
    "ref1": ("อ้างอิง 1", "อ้างอิง1", "เลขที่อ้างอิง 1", "ref1", "ref 1", "reference 1"),
    "ref2": ("อ้างอิง 2", "อ้างอิง2", "เลขที่อ้างอิง 2", "ref2", "ref 2", "reference 2"),
    "description": ("รายละเอียด", "รายการ", "คำอธิบาย", "description"),
}
_AMOUNT: Final = re.compile(
    r"(?P<baht>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,11})(?:\.(?P<satang>[0-9]{2}))?"
)
_DAY_FIRST: Final = re.compile(r"(?P<d>[0-9]{1,2})[/-](?P<m>[0-9]{1,2})[/-](?P<y>[0-9]{4})")
_YEAR_FIRST: Final = re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})")
_BUDDHIST_ERA: Final = 543
_FIRST_BUDDHIST: Final = 2500
_COMMON: Final = range(2000, 2200)


@dataclass(frozen=True, slots=True)
class Row:
    """Money that came in; the fingerprint is the same whenever the row is read again."""

    received_on: date
    amount_satang: int
    ref1: str | None
    ref2: str | None
    description: str | None
    fingerprint: str


def rows(text: str) -> list[Row]:
    """The incoming money of a statement, in its order; rows without a deposit are left out.

    Two equal rows of one file are two payments, and stay two when the file is read again.

    Raises:
        StatementNotReadable: with the row (the heading is 1) and the reason.
    """
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    heading, found, seen = None, [], Counter[str]()
    try:
        for number, cells in enumerate(reader, start=1):
            if number > MOST_ROWS:
                raise _refused(number, f"เกิน {MOST_ROWS} แถว", f"more than {MOST_ROWS} rows")
            if heading is None:
                heading = _columns(cells, number)
            elif any(cell.strip() for cell in cells):
                row = _row({key: _cell(cells, at) for key, at in heading.items()}, number, seen)
                found += [row] if row else []
    except csv.Error as error:
        raise _refused(reader.line_num, "ไม่ใช่ CSV", "it is no CSV") from error
    return found


def _columns(cells: list[str], number: int) -> Mapping[str, int]:
    names = [" ".join(cell.split()).lower() for cell in cells]
    found = {
        key: names.index(name)
        for key, known in _HEADINGS.items()
        for name in reversed(known)
        if name in names
    }
    if "on" not in found or "amount" not in found:
        raise _refused(number, "ไม่มีหัวตารางวันที่และเงินเข้า", "no columns of date and deposit")
    return found


def _cell(cells: list[str], at: int) -> str:
    return to_arabic_digits(cells[at]).strip() if at < len(cells) else ""


def _row(cells: Mapping[str, str], number: int, seen: Counter[str]) -> Row | None:
    amount = _satang(cells["amount"], number)
    if not amount:
        return None
    on = _date(cells["on"], number)
    ref1, ref2 = (reference(cells.get(key, "")) or None for key in ("ref1", "ref2"))
    description = cells.get("description", "")[:500] or None
    same = f"{on}|{amount}|{ref1}|{ref2}|{description}"
    seen[same] += 1
    fingerprint = hashlib.sha256(f"{same}|{seen[same]}".encode()).hexdigest()
    return Row(on, amount, ref1, ref2, description, fingerprint)


def _satang(cell: str, number: int) -> int:
    if cell in ("", "-"):
        return 0
    found = _AMOUNT.fullmatch(cell)
    if found is None:
        raise _refused(number, "จำนวนเงินไม่ถูกต้อง", "the amount is not one")
    return int(found["baht"].replace(",", "")) * 100 + int(found["satang"] or 0)


def _date(cell: str, number: int) -> date:
    found = _DAY_FIRST.fullmatch(cell) or _YEAR_FIRST.fullmatch(cell)
    try:
        if found is None:
            raise ValueError(cell)
        year = int(found["y"])
        year -= _BUDDHIST_ERA if year >= _FIRST_BUDDHIST else 0
        if year not in _COMMON:
            raise ValueError(cell)
        return date(year, int(found["m"]), int(found["d"]))
    except ValueError as error:
        raise _refused(number, "วันที่ไม่ถูกต้อง", "the date is not one") from error


def _refused(row: int, reason_th: str, reason_en: str) -> StatementNotReadable:
    return StatementNotReadable(row=row, reason_th=reason_th, reason_en=reason_en)
