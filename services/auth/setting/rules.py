"""Which settings there are, and which value holds on a day. Pure, no I/O."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from services.auth.setting.schemas import SettingKey


@dataclass(frozen=True, slots=True)
class Definition:
    """A setting's bounds, what holds without a row, and its name."""

    least: int
    most: int
    default: int
    label_th: str
    label_en: str


DEFINITIONS: Final[Mapping[SettingKey, Definition]] = MappingProxyType(
    {
        SettingKey.SHOP_COMMISSION_BASIS_POINTS: Definition(
            0, 3_000, 0, "ค่าธรรมเนียมขายหน้าร้าน (หนึ่งในร้อยของร้อยละ)", "Shop commission"
        ),
        SettingKey.INSTITUTION_COMMISSION_BASIS_POINTS: Definition(
            0, 3_000, 0, "ค่าธรรมเนียมขายให้หน่วยงาน", "Institutional commission"
        ),
        SettingKey.PAYOUT_HOLD_DAYS: Definition(
            0, 60, 7, "จำนวนวันพักเงินก่อนจ่ายผู้ขาย", "Days before a seller is paid out"
        ),
        SettingKey.RETURN_WINDOW_DAYS: Definition(
            0, 60, 7, "จำนวนวันที่ขอคืนสินค้าได้", "Days in which goods may be returned"
        ),
    }
)


def value_on(rows: Sequence[tuple[date, int]], day: date, *, default: int) -> int:
    """What holds on a Bangkok date: the newest row that has begun, else the default."""
    begun = [row for row in rows if row[0] <= day]
    return max(begun)[1] if begun else default
