"""Requests and answers of requisitions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator
from pydantic.config import JsonDict

from contracts.types import FreeText, Name, Quantity, Satang, Scheme, TaxClass
from kit.schemas import RequestModel, ResponseModel
from services.orders.acceptance.schemas import Appointee
from services.orders.approval.schemas import ApprovalRead, Day
from services.orders.procurement.schemas import (
    AppointeeRead,
    SplittingWarning,
    UrgentReportRead,
)

_ID = "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f50"
_CREATE: JsonDict = {
    "method": "specific",
    "need_by_on": "2026-12-01",
    "note": "อาหารกลางวันผู้ป่วย ตึกอายุรกรรม",
    "unit": "งานโภชนาการ",
    "budget_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f70",
    "lines": [{"variant_id": _ID, "quantity": "40"}],
}


class ProcurementMethod(StrEnum):
    """How the buyer buys. The first four are of the Public Procurement Act B.E. 2560."""

    W119 = "w119"
    """ว.119: small running expenses without the full steps."""
    SMALL = "small"
    """วิธีเฉพาะเจาะจง of a small sum: no written agreement, one inspector may act."""
    SPECIFIC = "specific"
    """วิธีเฉพาะเจาะจง."""
    SELECTION = "selection"
    """วิธีคัดเลือก."""
    INVITATION = "invitation"
    """วิธีประกาศเชิญชวนทั่วไป."""
    DIRECT = "direct"
    """Private buyers, whom the Act does not bind."""


class RequisitionStatus(StrEnum):
    """Life of a requisition; the last two are final."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"


class ApprovalBasis(StrEnum):
    """On what the approval rests."""

    DECISION = "decision"
    """Persons decided, step by step."""
    RULE = "rule"
    """A private buyer's chain approves sums like this."""
    AT_ONCE = "at_once"
    """A private buyer without a chain: whoever may approve ordered."""
    URGENT = "urgent"
    """Bought first, to be reported after (ข้อ 79 วรรคสอง)."""


class RequisitionLineWrite(RequestModel):
    """What is asked for, in the offer's unit."""

    variant_id: UUID
    quantity: Quantity


NeedByOn = Day
"""A delivery date in Thailand; a Buddhist-era year would be some 540 years away."""

UrgentReason = Annotated[
    FreeText,
    Field(description="Why it cannot wait: the order goes out at once, the report follows."),
]

Appointees = Annotated[
    tuple[Appointee, ...],
    Field(
        max_length=20,
        description="Persons of the buyer's: inspectors bear that role, one may be the chair.",
    ),
]
Lines = Annotated[list[RequisitionLineWrite], Field(min_length=1, max_length=200)]
# PostgreSQL's text cannot hold NUL.
_NO_NUL = r"^[^\x00]*$"
Note = Annotated[str, Field(max_length=2_000, pattern=_NO_NUL)]


def _refuse_repeated(lines: list[RequisitionLineWrite] | None) -> None:
    if lines is not None and len({line.variant_id for line in lines}) != len(lines):
        raise ValueError("a variant stands in one line only")


def _refuse_two_duties(inspectors: Sequence[Appointee], panel: Sequence[Appointee]) -> None:
    persons = [each.person_id for each in (*inspectors, *panel)]
    if len(set(persons)) != len(persons):
        raise ValueError("a person has one duty: who was on the panel may not inspect")
    if any(sum(each.chair for each in group) > 1 for group in (inspectors, panel)):
        raise ValueError("a committee has one chair")


class RequisitionCreate(RequestModel):
    """A new draft. ``need_by_on`` is the delivery date in Thailand."""

    model_config = ConfigDict(json_schema_extra={"examples": [_CREATE]})

    method: ProcurementMethod
    need_by_on: NeedByOn
    note: Note | None = None
    unit: Name | None = None
    """The buyer's unit that asks; the budget's own when only a budget is named."""
    budget_id: UUID | None = None
    urgent_reason: UrgentReason | None = None
    inspectors: Appointees = ()
    panel: Appointees = ()
    lines: Lines

    @model_validator(mode="after")
    def _one_line_a_variant(self) -> Self:
        _refuse_repeated(self.lines)
        _refuse_two_duties(self.inspectors or (), self.panel or ())
        return self


class RequisitionUpdate(RequestModel):
    """Fields to change in a draft; what is left out stays. ``lines`` replaces all lines."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"need_by_on": "2026-12-02"}]})

    method: ProcurementMethod | None = None
    need_by_on: NeedByOn | None = None
    note: Note | None = None
    unit: Name | None = None
    budget_id: UUID | None = None
    urgent_reason: UrgentReason | None = None
    inspectors: Appointees | None = None
    """Replaces all inspectors; those of the panel stay unless ``panel`` is given too."""
    panel: Appointees | None = None
    lines: Lines | None = None

    @model_validator(mode="after")
    def _one_line_a_variant(self) -> Self:
        _refuse_repeated(self.lines)
        _refuse_two_duties(self.inspectors or (), self.panel or ())
        return self


class RequisitionReject(RequestModel):
    """Why it is not bought; the requester reads it."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"reason": "งบประมาณหมวดอาหารเดือนนี้ใช้ครบแล้ว"}]}
    )

    reason: Annotated[str, Field(min_length=1, max_length=1_000, pattern=_NO_NUL)]


class RequisitionLineRead(ResponseModel):
    """A line. What comes from the offer is null in a draft and frozen on submission.

    Prices are before VAT. ``mark_*`` is the certificate that made it eligible on the delivery date.
    """

    line_no: int
    variant_id: UUID
    quantity: Quantity
    seller_id: UUID | None
    product_id: UUID | None
    product_name_th: str | None
    variant_name_th: str | None
    category: str | None
    unit: str | None
    tax_class: TaxClass | None
    unit_price_satang: Satang | None
    vat_bps: int | None
    net_satang: Satang | None
    vat_satang: Satang | None
    mark_scheme: Scheme | None
    mark_certificate_id: UUID | None
    mark_number: str | None
    mark_until_on: date | None


class PlacedOrder(ResponseModel):
    """A purchase order that came of the requisition."""

    id: UUID
    number: str
    seller_id: UUID
    seller_name_th: str
    total_satang: Satang


_LINE_EXAMPLE: JsonDict = {
    "line_no": 1,
    "variant_id": _ID,
    "quantity": "40",
    "seller_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f51",
    "product_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f52",
    "product_name_th": "ปลาส้มตำบลชะไว",
    "variant_name_th": "แพ็ก 1 กก.",
    "category": "food",
    "unit": "กก.",
    "tax_class": "standard",
    "unit_price_satang": 12000,
    "vat_bps": 0,
    "net_satang": 480000,
    "vat_satang": 0,
    "mark_scheme": "tcps",
    "mark_certificate_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f53",
    "mark_number": "15-0001/2569",
    "mark_until_on": "2026-12-31",
}
REQUISITION_EXAMPLE: JsonDict = {
    "id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f54",
    "buyer_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f55",
    "number": "RQ-2570-0001",
    "requester_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f56",
    "requester_name": "นักโภชนาการ",
    "method": "specific",
    "need_by_on": "2026-12-01",
    "note": "อาหารกลางวันผู้ป่วย ตึกอายุรกรรม",
    "status": "submitted",
    "version": 2,
    "content_hash": "9f2c1b7a5d3e4f60718293a4b5c6d7e8f90123456789abcdef0123456789abcd",
    "net_satang": 480000,
    "vat_satang": 0,
    "total_satang": 480000,
    "created_at": "2026-11-20T03:00:00Z",
    "submitted_at": "2026-11-20T03:05:00Z",
    "decided_at": None,
    "decided_by": None,
    "decided_by_name": None,
    "rejection_reason": None,
    "unit": "งานโภชนาการ",
    "budget_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4f70",
    "approval_basis": "decision",
    "urgent_reason": None,
    "approvals": [
        {
            "step_no": 1,
            "role": "approver",
            "person_id": None,
            "outcome": None,
            "reason": None,
            "decided_by": None,
            "decided_by_name": None,
            "on_behalf_of": None,
            "on_behalf_of_name": None,
            "decided_at": None,
        }
    ],
    "appointees": [
        {
            "person_id": "0198f0c2-a7e4-7b6f-8f5e-2b9c1d3e4fa1",
            "duty": "inspection",
            "chair": False,
        }
    ],
    "warnings": [],
    "urgent_report": None,
    "egp_project_number": "69119012345",
    "lines": [_LINE_EXAMPLE],
    "purchase_orders": [],
}


class RequisitionSummary(ResponseModel):
    """A requisition in a list."""

    id: UUID
    number: str | None
    requester_id: UUID
    requester_name: str
    method: ProcurementMethod
    need_by_on: date
    status: RequisitionStatus
    total_satang: Satang
    created_at: datetime
    submitted_at: datetime | None


class RequisitionRead(ResponseModel):
    """A requisition with its lines, and the purchase orders once it is approved.

    A draft has no number yet and its sums are nought. ``content_hash`` names exactly what is
    approved and ordered.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [REQUISITION_EXAMPLE]})

    id: UUID
    buyer_id: UUID
    number: str | None
    requester_id: UUID
    requester_name: str
    method: ProcurementMethod
    need_by_on: date
    note: str | None
    status: RequisitionStatus
    version: int
    content_hash: str | None
    net_satang: Satang
    vat_satang: Satang
    total_satang: Satang
    created_at: datetime
    submitted_at: datetime | None
    decided_at: datetime | None
    decided_by: UUID | None
    decided_by_name: str | None
    rejection_reason: str | None
    unit: str | None
    budget_id: UUID | None
    approval_basis: ApprovalBasis
    urgent_reason: str | None
    approvals: list[ApprovalRead]
    appointees: list[AppointeeRead]
    warnings: list[SplittingWarning]
    urgent_report: UrgentReportRead | None
    egp_project_number: str | None
    lines: list[RequisitionLineRead]
    purchase_orders: list[PlacedOrder]
