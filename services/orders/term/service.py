"""Dated figures and working days, for the other features."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from services.orders.term import queries
from services.orders.term.holidays import is_working_day
from services.orders.term.rules import chosen, working_day_after


class TermName(StrEnum):
    """The figures that there are rows of."""

    CONFIRM_WITHIN_WORKING_DAYS = "confirm_within_working_days"
    """How long a seller has to confirm a purchase order."""
    TELL_SELLER_WITHIN_WORKING_DAYS = "tell_seller_within_working_days"
    """How soon a seller must be told of what is wrong with a delivery (ข้อ 175)."""
    OVER_DELIVERY_BPS = "over_delivery_bps"
    """How much more than ordered may be delivered, in hundredths of a percent."""
    LATE_FINE_BPS_PER_DAY = "late_fine_bps_per_day"
    """The fine for each day of goods that come late (ข้อ 162), in hundredths of a percent."""
    URGENT_REPORT_WITHIN_WORKING_DAYS = "urgent_report_within_working_days"
    """How soon an urgent purchase is reported to the head of the agency (ข้อ 79 วรรคสอง)."""
    SPLITTING_PERIOD_DAYS = "splitting_period_days"
    """Over how many days purchases of a category are added up (ข้อ 20)."""


async def value(session: AsyncSession, *, name: TermName, buyer_kind: str, on: date) -> int:
    """The figure in force on the Bangkok date. LookupError when there is no row for it."""
    term = chosen(await queries.terms(session, name=name.value), buyer_kind=buyer_kind, on=on)
    if term is None:
        raise LookupError(f"no term {name.value} is in force on {on} for {buyer_kind}")
    return term.value


async def last_working_day(
    session: AsyncSession, *, name: TermName, buyer_kind: str, on: date
) -> date:
    """The last day of the working-day period that begins on the day after ``on``."""
    days = await value(session, name=name, buyer_kind=buyer_kind, on=on)
    return working_day_after(on, days, is_working_day=is_working_day)


async def temperature_limits(session: AsyncSession, *, on: date) -> Mapping[str, Decimal]:
    """By temperature class, how warm goods may arrive on the date, in degrees Celsius."""
    return await queries.temperature_limits(session, on=on)
