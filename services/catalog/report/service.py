"""Use cases of reports."""

from __future__ import annotations

from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.tokens import Principal
from contracts.types import Scheme
from services.catalog.models import CaseState
from services.catalog.report import queries
from services.catalog.report.errors import ReportNotAllowed
from services.catalog.report.schemas import CertificationReport

_CERTIFIED: Final = (CaseState.CERTIFIED, CaseState.SUSPENDED, CaseState.CANCELLED)
_AWAITING: Final = (CaseState.SUBMITTED, CaseState.SAMPLING, CaseState.TESTING)


async def certifications(
    session: AsyncSession,
    *,
    principal: Principal,
    scheme: Scheme,
    province: str | None,
    round_name: str | None,
) -> CertificationReport:
    """Count the outcomes of a scheme's cases; drafts are nobody's business.

    Raises:
        ReportNotAllowed: no officer of the province (of any province, when none is named), and
            not the operator.
    """
    if not _may_read(principal, province):
        raise ReportNotAllowed
    counts = await queries.cases_by_state(
        session, scheme=scheme, province=province, round_name=round_name
    )
    certified = sum(counts.get(state, 0) for state in _CERTIFIED)
    not_certified = counts.get(CaseState.NOT_CERTIFIED, 0)
    awaiting = sum(counts.get(state, 0) for state in _AWAITING)
    return CertificationReport(
        scheme=scheme,
        province=province,
        round=round_name,
        certified=certified,
        not_certified=not_certified,
        awaiting=awaiting,
        total=certified + not_certified + awaiting,
    )


def _may_read(principal: Principal, province: str | None) -> bool:
    if principal.operator:
        return True
    return any(province is None or rights.covers_province(province) for rights in principal.officer)
