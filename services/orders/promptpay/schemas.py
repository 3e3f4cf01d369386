"""A seller's biller id."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from contracts.types import clean_identifier, cleaned
from kit.schemas import RequestModel, ResponseModel

BillerId = Annotated[str, cleaned(clean_identifier), Field(pattern=r"^[0-9]{15}$")]
"""The 15 digits under which a bank collects bill payments: the tax id and two more."""


class BillerWrite(RequestModel):
    """The biller id that your bank gave you."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"biller_id": "099400015838201"}]})

    biller_id: BillerId


class BillerRead(ResponseModel):
    """The biller id that your next invoices bear."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "seller_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f51",
                    "biller_id": "099400015838201",
                    "changed_at": "2026-11-22T03:15:00Z",
                }
            ]
        }
    )

    seller_id: UUID
    biller_id: str
    changed_at: datetime
