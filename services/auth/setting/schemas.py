"""What the setting routes take and give."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from pydantic import ConfigDict, StrictInt

from contracts.types import FreeText
from kit.schemas import RequestModel, ResponseModel


class SettingKey(StrEnum):
    """What the operator sets."""

    SHOP_COMMISSION_BASIS_POINTS = "shop_commission_basis_points"
    INSTITUTION_COMMISSION_BASIS_POINTS = "institution_commission_basis_points"
    PAYOUT_HOLD_DAYS = "payout_hold_days"
    RETURN_WINDOW_DAYS = "return_window_days"


class SettingCreate(RequestModel):
    """A value from a date on."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "key": "shop_commission_basis_points",
                    "value": 300,
                    "valid_from_on": "2027-01-01",
                    "reason": "มติคณะกรรมการ 5/2569",
                }
            ]
        }
    )

    key: SettingKey
    value: StrictInt
    valid_from_on: date
    reason: FreeText


class SettingRow(ResponseModel):
    """A value and since when, by whose decision."""

    value: int
    valid_from_on: date
    reason: str
    set_at: datetime


class SettingRead(ResponseModel):
    """A setting: what holds today (Bangkok), and its rows, the newest first."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "key": "shop_commission_basis_points",
                    "label_th": "ค่าธรรมเนียมขายหน้าร้าน (หนึ่งในร้อยของร้อยละ)",
                    "label_en": "Shop commission",
                    "today": 0,
                    "rows": [
                        {
                            "value": 300,
                            "valid_from_on": "2027-01-01",
                            "reason": "มติคณะกรรมการ 5/2569",
                            "set_at": "2026-11-20T02:00:00Z",
                        }
                    ],
                }
            ]
        }
    )

    key: SettingKey
    label_th: str
    label_en: str
    today: int
    rows: list[SettingRow]


class SettingList(ResponseModel):
    """Every setting."""

    items: list[SettingRead]
