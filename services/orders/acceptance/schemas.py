"""What buyers send and both parties see of an acceptance."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator
from pydantic.config import JsonDict

from contracts.types import FreeText, StockQuantity
from kit.schemas import RequestModel, ResponseModel
from services.orders.delivery.schemas import DELIVERY_EXAMPLE, DeliveryRead

_CHAIR = "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4fa1"
_MEMBER = "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4fa2"
_INSPECTION = "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4fa0"
_LINE = "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f91"


class Duty(StrEnum):
    """What somebody is appointed for."""

    INSPECTION = "inspection"
    PROCUREMENT = "procurement"


class InspectionStatus(StrEnum):
    """Where an inspection stands; payment is locked until it is accepted."""

    SIGNING = "signing"
    DISPUTED = "disputed"
    """All have signed, not all agree: the head of the agency decides."""
    ACCEPTED = "accepted"
    REFUSED = "refused"


class Appointee(RequestModel):
    """A person of the buyer's; one of a committee is its chair."""

    person_id: UUID
    chair: bool = False


class CommitteeWrite(RequestModel):
    """Who inspects the order's goods, and who was on the panel that ran the purchase."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "inspectors": [
                        {"person_id": _CHAIR, "chair": True},
                        {"person_id": _MEMBER},
                        {"person_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4fa3"},
                    ],
                    "panel": [],
                }
            ]
        }
    )

    inspectors: Annotated[list[Appointee], Field(min_length=1, max_length=20)]
    panel: Annotated[list[Appointee], Field(default_factory=list, max_length=20)]

    @model_validator(mode="after")
    def _each_once(self) -> CommitteeWrite:
        for group in (self.inspectors, self.panel):
            if len({each.person_id for each in group}) != len(group):
                raise ValueError("a person stands twice")
        return self


class CommitteeMemberRead(ResponseModel):
    """An appointed person."""

    person_id: UUID
    duty: Duty
    chair: bool
    display_name: str
    position: str | None
    appointed_at: datetime


class CommitteeRead(ResponseModel):
    """Who is appointed for an order, and how many the rule in force asks for."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "purchase_order_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f60",
                    "inspectors_needed": 3,
                    "panel_needed": 0,
                    "source_th": "ระเบียบฯ 2560 ข้อ 26: ประธาน 1 คน และกรรมการอย่างน้อย 2 คน",
                    "source_en": "Regulation 2560, art. 26: a chair and at least two members",
                    "members": [
                        {
                            "person_id": _CHAIR,
                            "duty": "inspection",
                            "chair": True,
                            "display_name": "หัวหน้ากลุ่มงานโภชนาการ",
                            "position": "นักโภชนาการชำนาญการ",
                            "appointed_at": "2026-11-20T04:10:00Z",
                        }
                    ],
                }
            ]
        }
    )

    purchase_order_id: UUID
    inspectors_needed: int
    panel_needed: int
    source_th: str
    source_en: str
    members: list[CommitteeMemberRead]


class InspectedLine(RequestModel):
    """What of a line is accepted and rejected, together all that arrived, and why."""

    delivery_line_id: UUID
    accepted: StockQuantity
    rejected: StockQuantity
    reason: FreeText | None = None
    photo_upload: Annotated[str | None, Field(min_length=1, max_length=200)] = None

    @model_validator(mode="after")
    def _with_reason(self) -> InspectedLine:
        if self.rejected and self.reason is None:
            raise ValueError("say why it is rejected")
        return self


class InspectionWrite(RequestModel):
    """The result of the inspection of a delivery, every line of it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "lines": [
                        {
                            "delivery_line_id": _LINE,
                            "accepted": "36.5",
                            "rejected": "2",
                            "reason": "อุณหภูมิ 9 °C เกินเกณฑ์ 5 °C",
                        }
                    ]
                }
            ]
        }
    )

    lines: Annotated[list[InspectedLine], Field(min_length=1, max_length=200)]


class Signature(RequestModel):
    """Whether an inspector agrees with what was recorded; a dissent says why."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"agree": True}]})

    agree: bool
    reason: FreeText | None = None

    @model_validator(mode="after")
    def _with_reason(self) -> Signature:
        if not self.agree and self.reason is None:
            raise ValueError("say why you do not agree")
        return self


class HeadOutcome(StrEnum):
    """What the head of the agency decides on a dissent."""

    ACCEPT = "accept"
    """As the inspectors recorded it."""
    REFUSE = "refuse"
    """Nothing of the delivery is accepted."""


class HeadDecision(RequestModel):
    """The head's decision, with its reason."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"outcome": "accept", "reason": "ผลชั่งซ้ำตรงกับที่บันทึก ให้รับไว้ตามจำนวน"}]
        }
    )

    outcome: HeadOutcome
    reason: FreeText


class SignatureRead(ResponseModel):
    """An appointed inspector's place on the receipt; ``agree`` is null until they sign."""

    person_id: UUID
    chair: bool
    display_name: str
    position: str | None
    agree: bool | None
    reason: str | None
    signed_at: datetime | None


_EXAMPLE: JsonDict = {
    "id": _INSPECTION,
    "delivery_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f90",
    "purchase_order_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f60",
    "status": "accepted",
    "recorded_by_name": "หัวหน้ากลุ่มงานโภชนาการ",
    "recorded_at": "2026-12-01T02:00:00Z",
    "defective": True,
    "tell_seller_by_on": "2026-12-04",
    "told_seller_at": "2026-12-01T02:00:00Z",
    "accepted_on": "2026-12-01",
    "final_at": "2026-12-01T02:05:00Z",
    "head_name": None,
    "head_reason": None,
    "head_decided_at": None,
    "signatures": [
        {
            "person_id": _CHAIR,
            "chair": False,
            "display_name": "หัวหน้ากลุ่มงานโภชนาการ",
            "position": "นักโภชนาการชำนาญการ",
            "agree": True,
            "reason": None,
            "signed_at": "2026-12-01T02:05:00Z",
        }
    ],
    "delivery": DELIVERY_EXAMPLE,
}


class InspectionRead(ResponseModel):
    """An inspection with its delivery, the same for buyer and seller.

    ``accepted_on`` is the day of delivery, to which an acceptance dates back (ข้อ 175), not the
    day of the last signature. ``tell_seller_by_on`` is the last working day on which the seller
    has to be told of what is wrong; ``told_seller_at`` says when that was done.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    id: UUID
    delivery_id: UUID
    purchase_order_id: UUID
    status: InspectionStatus
    recorded_by_name: str
    recorded_at: datetime
    defective: bool
    tell_seller_by_on: date | None
    told_seller_at: datetime | None
    accepted_on: date | None
    final_at: datetime | None
    head_name: str | None
    head_reason: str | None
    head_decided_at: datetime | None
    signatures: list[SignatureRead]
    delivery: DeliveryRead
