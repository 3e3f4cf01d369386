"""Ageing and statements as they are shown."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from pydantic import ConfigDict

from contracts.types import Satang
from kit.schemas import ResponseModel

_OTHER = "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f55"


class Bucket(StrEnum):
    """How many days after its due date an amount is still outstanding."""

    NOT_DUE = "not_due"
    DAYS_1_30 = "days_1_30"
    DAYS_31_60 = "days_31_60"
    DAYS_61_90 = "days_61_90"
    OVER_90 = "over_90"


class AgeingRow(ResponseModel):
    """What one other party owes, or is owed, by bucket."""

    party_id: UUID
    name_th: str | None
    invoices: int
    outstanding_satang: Satang
    buckets: dict[Bucket, Satang]


class Ageing(ResponseModel):
    """Outstanding invoices by days late on a Bangkok date; a party with nothing is not listed."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "on": "2026-11-22",
                    "outstanding_satang": 438000,
                    "buckets": {
                        "not_due": 438000,
                        "days_1_30": 0,
                        "days_31_60": 0,
                        "days_61_90": 0,
                        "over_90": 0,
                    },
                    "parties": [
                        {
                            "party_id": _OTHER,
                            "name_th": "โรงพยาบาลอ่างทอง (ข้อมูลสาธิต)",
                            "invoices": 1,
                            "outstanding_satang": 438000,
                            "buckets": {
                                "not_due": 438000,
                                "days_1_30": 0,
                                "days_31_60": 0,
                                "days_61_90": 0,
                                "over_90": 0,
                            },
                        }
                    ],
                }
            ]
        }
    )

    on: date
    outstanding_satang: Satang
    buckets: dict[Bucket, Satang]
    parties: list[AgeingRow]


class StatementKind(StrEnum):
    """What moved the balance."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    LATE_FINE = "late_fine"
    PAYMENT = "payment"
    WITHHELD_TAX = "withheld_tax"


class StatementLine(ResponseModel):
    """A movement: above nought the buyer owes more, below nought less."""

    on: date
    kind: StatementKind
    number: str
    amount_satang: int
    balance_satang: int


class Statement(ResponseModel):
    """What a buyer owed a seller before the period, what moved it, and what it owes at the end."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "seller_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f51",
                    "buyer_id": _OTHER,
                    "from_on": "2026-11-01",
                    "until_on": "2026-11-30",
                    "opening_satang": 0,
                    "closing_satang": 438000,
                    "lines": [
                        {
                            "on": "2026-11-20",
                            "kind": "invoice",
                            "number": "BL2570-000001",
                            "amount_satang": 480000,
                            "balance_satang": 480000,
                        },
                        {
                            "on": "2026-11-22",
                            "kind": "credit_note",
                            "number": "CN2570-000001",
                            "amount_satang": -42000,
                            "balance_satang": 438000,
                        },
                    ],
                }
            ]
        }
    )

    seller_id: UUID
    buyer_id: UUID
    from_on: date
    until_on: date
    opening_satang: int
    closing_satang: int
    lines: list[StatementLine]
