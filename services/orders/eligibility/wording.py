"""How marks, dates and judgements are said to people, in Thai and English."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from contracts.types import Mark, Scheme
from services.orders.eligibility.rules import Judgement
from services.orders.eligibility.schemas import RefusalReason

_BUDDHIST_ERA: Final = 543
_MONTHS_TH: Final = (
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
)
_SCHEMES: Final[dict[Scheme, tuple[str, str]]] = {
    Scheme.TCPS: ("มผช.", "TCPS"),
    Scheme.GI: ("GI", "GI"),
    Scheme.FDA: ("เลขสารบบอาหาร (อย.)", "FDA food serial"),
    Scheme.OTOP_STAR: ("ดาว OTOP", "OTOP star"),
    Scheme.Q_MARK: ("เครื่องหมาย Q (มกษ.)", "Q mark"),
    Scheme.GAP_CROP: ("GAP พืช", "GAP crop"),
    Scheme.ORGANIC_THAILAND: ("Organic Thailand", "Organic Thailand"),
    Scheme.PGS: ("PGS", "PGS"),
    Scheme.HALAL: ("ฮาลาล", "Halal"),
    Scheme.HOMESTAY: ("โฮมสเตย์ไทย", "Homestay Thai"),
    Scheme.AUTHENTIC_TASTE: ("OTOP Authentic Thai Taste", "OTOP Authentic Thai Taste"),
}


@dataclass(frozen=True)
class Wording:
    """One statement in both languages."""

    th: str
    en: str


def thai_date(on: date) -> str:
    """``5 เม.ย. 2569``: the Buddhist-era year is the common one + 543."""
    return f"{on.day} {_MONTHS_TH[on.month - 1]} {on.year + _BUDDHIST_ERA}"


def schemes(accepted: Iterable[Scheme]) -> Wording:
    """The marks of which one would do."""
    names = [_SCHEMES[scheme] for scheme in sorted(accepted)]
    return Wording(th=" หรือ ".join(th for th, _ in names), en=" or ".join(en for _, en in names))


def because(judgement: Judgement) -> Wording:
    """Why the product may be delivered on the date, or why not."""
    if judgement.refusal is not None:
        return fact(judgement)
    if not judgement.because:
        return Wording(th="สินค้าหมวดนี้ไม่ต้องมีใบรับรอง", en="this category needs no certificate")
    said = [_valid(mark) for mark in judgement.because]
    return Wording(th=" และ ".join(w.th for w in said), en=" and ".join(w.en for w in said))


def fact(judgement: Judgement) -> Wording:
    """The fact on which a refusal rests."""
    mark = judgement.nearest
    if judgement.refusal is RefusalReason.NO_RULE:
        return Wording(th="ยังไม่กำหนดเกณฑ์ของหมวดนี้", en="no rule is defined for this category")
    if mark is None:
        return Wording(th="สินค้าไม่มีใบรับรองดังกล่าวที่ใช้ได้", en="the product bears none that counts")
    name, number = _SCHEMES[mark.scheme], mark.number or "-"
    if judgement.refusal is RefusalReason.NOT_YET_VALID:
        return Wording(
            th=f"{name[0]} เลขที่ {number} เริ่มใช้ได้ {thai_date(mark.from_on)}",
            en=f"{name[1]} {number} begins on {mark.from_on}",
        )
    until = mark.until_on or date.max
    return Wording(
        th=f"{name[0]} เลขที่ {number} ใช้ได้ถึง {thai_date(until)} เท่านั้น",
        en=f"{name[1]} {number} is valid until {until} only",
    )


def _valid(mark: Mark) -> Wording:
    name, number = _SCHEMES[mark.scheme], mark.number or "-"
    if mark.until_on is None:
        return Wording(
            th=f"มี {name[0]} เลขที่ {number} ไม่มีวันหมดอายุ",
            en=f"{name[1]} {number} is valid without an end",
        )
    return Wording(
        th=f"มี {name[0]} เลขที่ {number} ใช้ได้ถึง {thai_date(mark.until_on)}",
        en=f"{name[1]} {number} is valid until {mark.until_on}",
    )
