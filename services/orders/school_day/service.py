"""Use cases: a school states its days; nobody delivers to it on a day on which it is closed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.types import OrganisationKind
from kit.time import now
from services.orders.party import service as party_service
from services.orders.school_day import queries
from services.orders.school_day.errors import NotASchool, SchoolClosedOnDeliveryDate
from services.orders.school_day.schemas import SchoolDayRead, SchoolDays, SchoolDayWrite

LONGEST: Final = timedelta(days=366)
"""How many days are shown at once."""


async def state(
    session: AsyncSession,
    *,
    school_id: UUID,
    person_id: UUID,
    on: date,
    wanted: SchoolDayWrite,
) -> SchoolDayRead:
    """Say of a day whether the school is open and for how many; the last word counts.

    Raises NotASchool.
    """
    await _require_school(session, school_id)
    values = {
        "school_id": school_id,
        "on_date": on,
        **wanted.model_dump(),
        "stated_by": person_id,
        "stated_at": now(),
    }
    await queries.state(session, values)
    [day] = await queries.between(session, school_id=school_id, from_on=on, until_on=on)
    return SchoolDayRead.model_validate(day)


async def days(
    session: AsyncSession, *, school_id: UUID, from_on: date, until_on: date
) -> SchoolDays:
    """What the school stated of a span of at most a year. Raises NotASchool."""
    await _require_school(session, school_id)
    last = min(until_on, from_on + LONGEST)
    found = await queries.between(session, school_id=school_id, from_on=from_on, until_on=last)
    return SchoolDays(items=[SchoolDayRead.model_validate(day) for day in found])


async def require_open(session: AsyncSession, *, buyer_id: UUID, on: date) -> None:
    """Raise SchoolClosedOnDeliveryDate when the buyer said that it is closed on the date."""
    for day in await queries.between(session, school_id=buyer_id, from_on=on, until_on=on):
        if not day.is_open:
            raise SchoolClosedOnDeliveryDate(on=on, note=day.note or "-")


async def _require_school(session: AsyncSession, school_id: UUID) -> None:
    party = await party_service.find(session, party_id=school_id)
    if party is None or party.kind != OrganisationKind.SCHOOL:
        raise NotASchool
