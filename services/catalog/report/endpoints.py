"""HTTP of reports."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from contracts.types import Name, ProvinceCode, Scheme
from kit.errors import Unauthenticated, Unprocessable, problem_responses
from services.catalog.deps import CurrentPrincipal, ReadSession
from services.catalog.report import service
from services.catalog.report.errors import ReportNotAllowed
from services.catalog.report.schemas import CertificationReport

router = APIRouter(prefix="/reports", tags=["reports"])


@router.get(
    "/certifications",
    summary="ผลการรับรองของรอบ · Outcomes of a certification round",
    responses=problem_responses(Unauthenticated, ReportNotAllowed, Unprocessable),
)
async def report_certifications(
    principal: CurrentPrincipal,
    session: ReadSession,
    scheme: Scheme,
    province: Annotated[ProvinceCode | None, Query()] = None,
    round: Annotated[  # noqa: A002 - the parameter's public name
        Name | None, Query(max_length=40, examples=["3/2564"])
    ] = None,
) -> CertificationReport:
    """Counts outcomes, not today's validity."""
    return await service.certifications(
        session, principal=principal, scheme=scheme, province=province, round_name=round
    )
