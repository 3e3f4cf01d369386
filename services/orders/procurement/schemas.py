"""Requests and answers of the statutory steps."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from contracts.types import FreeText, Satang, clean_identifier
from kit.schemas import RequestModel, ResponseModel


class EgpWrite(RequestModel):
    """The agency's number in e-GP."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"project_number": "69119012345"}]})

    project_number: Annotated[
        str,
        AfterValidator(clean_identifier),
        Field(min_length=1, max_length=40, pattern=r"^[0-9A-Za-z๐-๙/ -]+$"),
    ]


class ReportWrite(RequestModel):
    """What was bought in haste, and why it could not wait."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"report": "น้ำท่วมครัว วัตถุดิบเสียหาย จึงซื้อทันที"}]}
    )

    report: FreeText


class ReportOutcome(StrEnum):
    """The head's view."""

    AGREED = "agreed"
    NOT_AGREED = "not_agreed"


class ReportDecision(RequestModel):
    """Whether the head of the agency agrees; why not."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"outcome": "agreed"}]})

    outcome: ReportOutcome
    reason: FreeText | None = None

    @model_validator(mode="after")
    def _with_reason(self) -> Self:
        if self.outcome is ReportOutcome.NOT_AGREED and self.reason is None:
            raise ValueError("say why not")
        return self


class UrgentReportRead(ResponseModel):
    """The report that follows an urgent purchase; ``overdue`` is judged as it is read."""

    requisition_id: UUID
    due_on: date
    overdue: bool
    report: str | None
    reported_by_name: str | None
    reported_at: datetime | None
    outcome: ReportOutcome | None
    decision_reason: str | None
    decided_by_name: str | None
    decided_at: datetime | None


class AppointeeRead(ResponseModel):
    """A person named for a duty."""

    person_id: UUID
    duty: str
    chair: bool


class SplittingWarning(ResponseModel):
    """Purchases of a category that together pass the method's limit within the period (ข้อ 20).

    A warning for whoever approves, not a refusal. Sums include VAT.
    """

    category: str
    sum_satang: Satang
    ceiling_satang: Satang
    period_days: int
    numbers: list[str]
    message_th: str
    message_en: str


class Statutory(ResponseModel):
    """What a requisition carries besides its lines."""

    appointees: list[AppointeeRead]
    warnings: list[SplittingWarning]
    urgent_report: UrgentReportRead | None
    egp_project_number: str | None
