"""Responses of the ledger feature."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import ConfigDict

from kit.schemas import ResponseModel
from services.orders.models.ledger import AccountKind


class Balance(ResponseModel):
    """An account's balance. Below nought: the operator owes it to the party."""

    account: AccountKind
    balance_satang: int


class Entry(ResponseModel):
    """A line of your statement, in satang. Below nought it is to your credit."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0198f0c2-a7e4-7b6f-8f5e-1a2b3c4d5e6f",
                    "posted_at": "2026-11-22T03:16:12Z",
                    "account": "seller_payable",
                    "cause": "payment",
                    "cause_id": "0198f0c2-a7e4-7b6f-8f5e-6f5e4d3c2b1a",
                    "order_id": "0198f0c2-a7e4-7b6f-8f5e-5e6f7a8b9c0d",
                    "order_number": "TL2611-4F7K2M9QXC",
                    "amount_satang": -101650,
                }
            ]
        }
    )

    id: UUID
    posted_at: datetime
    account: AccountKind
    cause: str
    cause_id: UUID
    order_id: UUID | None
    order_number: str | None
    amount_satang: int


class Balances(ResponseModel):
    """The party's accounts at an instant; an account without entries is not listed."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "items": [{"account": "seller_payable", "balance_satang": -101650}],
                    "as_of": "2026-11-22T03:15:00Z",
                }
            ]
        }
    )

    items: list[Balance]
    as_of: datetime
