"""Pure rules of documents: years, numbers, dates and amounts as Thai readers write them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from contracts.types import clean_identifier
from services.orders.document.schemas import Draft, Relation

_BUDDHIST_ERA: Final = 543
_FIRST_MONTH: Final = 10
_FIRST_ERA_YEAR: Final = 1900
_LAST_ERA_YEAR: Final = 2400
_MONTHS: Final = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
_TAX_ID_LENGTH: Final = 13
_HEAD_OFFICE: Final = "00000"


def fiscal_year(on: date) -> int:
    """The government's fiscal year in the Buddhist era: 1 October to 30 September.

    FY2567 = 1 Oct 2566 to 30 Sep 2567 (วิธีการงบประมาณ).
    """
    return _era_year(on) + (1 if on.month >= _FIRST_MONTH else 0)


def document_number(prefix: str, year: int, sequence: int) -> str:
    """How a document is called within its issuer: ``IV2570-000123``."""
    return f"{prefix}{year}-{sequence:06d}"


def thai_date(on: date) -> str:
    """``22 พฤศจิกายน 2569``."""
    return f"{on.day} {_MONTHS[on.month - 1]} {_era_year(on)}"


def thai_date_short(on: date) -> str:
    """``22/11/2569``."""
    return f"{on.day:02d}/{on.month:02d}/{_era_year(on)}"


def _era_year(on: date) -> int:
    """The Buddhist year; a year that may already be one is refused, not turned into 3112."""
    if not _FIRST_ERA_YEAR <= on.year <= _LAST_ERA_YEAR:
        raise ValueError(f"{on.year} is not a year of the common era that we can print")
    return on.year + _BUDDHIST_ERA


def baht(satang: int) -> str:
    """An amount as people read it: ``4,800.00``; below nought ``-420.00``."""
    whole, rest = divmod(abs(satang), 100)
    return f"{'-' if satang < 0 else ''}{whole:,}.{rest:02d}"


def quantity(value: Decimal) -> str:
    """A quantity without needless noughts: ``1,250.5``."""
    return f"{value.normalize():,f}"


def percent(bps: int) -> str:
    """A rate of hundredths of a per cent: ``7`` for 700."""
    return f"{(Decimal(bps) / 100).normalize():f}"


def tax_id_text(tax_id: str) -> str:
    """A 13-digit number as it is printed: ``0-1055-61234-56-7``; anything else as it came."""
    plain = clean_identifier(tax_id).replace("-", "")
    if len(plain) != _TAX_ID_LENGTH:
        return tax_id
    return "-".join((plain[0], plain[1:5], plain[5:10], plain[10:12], plain[12]))


def branch_text(branch: str | None) -> str:
    """``สำนักงานใหญ่`` or ``สาขาที่ 00012``; nothing when there is none."""
    if branch is None:
        return ""
    return "สำนักงานใหญ่" if branch == _HEAD_OFFICE else f"สาขาที่ {branch}"


def canonical(value: Mapping[str, Any]) -> str:
    """JSON in exactly one form: sorted keys, no spaces, Thai as it is."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(*, data: Mapping[str, Any], page: Mapping[str, Any]) -> str:
    """What names a frozen document: SHA-256 over its data and its page, in hexadecimal."""
    return hashlib.sha256(canonical({"data": data, "page": page}).encode()).hexdigest()


def retained_until(issued_on: date, *, years: int) -> date:
    """The day until which the law wants a document kept."""
    try:
        return issued_on.replace(year=issued_on.year + years)
    except ValueError:  # 29 February
        return date(issued_on.year + years, 3, 1)


_AMENDING: Final = {
    Relation.REPLACES: "เป็นการยกเลิกและออกแทนเอกสารเลขที่ {number} ลงวันที่ {on} เนื่องจาก{reason}",
    Relation.CANCELS: "เป็นการยกเลิกเอกสารเลขที่ {number} ลงวันที่ {on} เนื่องจาก{reason}",
}


def with_amendment(draft: Draft, *, number: str, issued_on: date) -> Draft:
    """The draft with a note that names the document whose place it takes or that it cancels."""
    if draft.amends is None or draft.amends.relation not in _AMENDING:
        return draft
    note = _AMENDING[draft.amends.relation].format(
        number=number, on=thai_date(issued_on), reason=draft.amends.reason
    )
    data = draft.data.model_copy(update={"notes": (note, *draft.data.notes)})
    return replace(draft, data=data)
