"""Use cases of the overview."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.scopes import Scope
from contracts.tokens import Principal
from kit.time import bangkok_date, bangkok_today
from services.auth.errors import MissingScope
from services.auth.models.officer import Duty
from services.auth.officer import service as officer_service
from services.auth.overview import queries
from services.auth.overview.schemas import Overview


async def read(session: AsyncSession, *, caller: Principal, province_code: str) -> Overview:
    """A province in figures: its committee, its officers, the operator.

    Raises:
        MissingScope: none of them today.
    """
    await _require(session, caller, province_code)
    oldest = await queries.oldest_waiting(session, province_code)
    leads = await queries.leads(session, province_code)
    return Overview(
        province_code=province_code,
        organisations=await queries.organisations(session, province_code),
        selling=await queries.selling(session, province_code),
        applications=await queries.applications(session, province_code),
        oldest_waiting_days=(bangkok_today() - bangkok_date(oldest)).days if oldest else 0,
        leads={status: count for status, (count, _) in leads.items()},
        won_satang=sum(satang for _, satang in leads.values()),
    )


async def _require(session: AsyncSession, caller: Principal, province_code: str) -> None:
    if caller.organisation_id is None:
        if caller.operator and caller.has(Scope.OPERATOR):
            return
        for duty in (Duty.COMMITTEE, Duty.OFFICER):
            rights = await officer_service.rights_today(
                session, person_id=caller.person_id, duty=duty
            )
            if any(right.covers_province(province_code) for right in rights):
                return
    raise MissingScope(scope=Scope.OFFICER.value)
