"""Routes of school days."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from contracts.scopes import Scope
from kit.errors import Unauthenticated, Unprocessable, problem_responses
from services.orders.deps import Acting, BuyingMember, ReadSession, Session, acting
from services.orders.school_day import service as school_day_service
from services.orders.school_day.errors import NotASchool
from services.orders.school_day.schemas import SchoolDayRead, SchoolDays, SchoolDayWrite

router = APIRouter(prefix="/orders/v1/school-days", tags=["school days · วันเรียน"])

_EARLIEST = date(2000, 1, 1)
_LATEST = date(2200, 1, 1)
BuyerReader = Annotated[Acting, Depends(acting(Scope.BUY, Scope.APPROVE, Scope.READ))]
Day = Annotated[date, Path(ge=_EARLIEST, lt=_LATEST, description="A Bangkok date.")]
Edge = Annotated[date, Query(ge=_EARLIEST, lt=_LATEST, description="A Bangkok date.")]


@router.put("/{on}", responses=problem_responses(Unauthenticated, NotASchool, Unprocessable))
async def state_school_day(
    on: Day, body: SchoolDayWrite, session: Session, caller: BuyingMember
) -> SchoolDayRead:
    """Say of a day whether your school is open and how many heads it cooks for.

    A statement, not an edit: no If-Match, the last word counts. Deliveries for a day on which the
    school is closed are refused. Heads are counted, pupils are never named.
    """
    return await school_day_service.state(
        session,
        school_id=caller.organisation_id,
        person_id=caller.person_id,
        on=on,
        wanted=body,
    )


@router.get("", responses=problem_responses(Unauthenticated, NotASchool, Unprocessable))
async def list_school_days(
    session: ReadSession, caller: BuyerReader, from_on: Edge, until_on: Edge
) -> SchoolDays:
    """The days that your school stated, both ends included, at most a year of them."""
    return await school_day_service.days(
        session, school_id=caller.organisation_id, from_on=from_on, until_on=until_on
    )
