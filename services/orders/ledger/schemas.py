"""Responses of the ledger feature."""

from __future__ import annotations

from datetime import datetime

from pydantic import ConfigDict

from kit.schemas import ResponseModel
from services.orders.models.ledger import AccountKind


class Balance(ResponseModel):
    """An account's balance. Below nought: the operator owes it to the party."""

    account: AccountKind
    balance_satang: int


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
