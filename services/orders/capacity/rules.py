"""Pure arithmetic of ISO weeks; a week is named by its Monday."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

DAYS: Final = 7


def monday_of(on: date) -> date:
    """The Monday of the date's ISO week."""
    return on - timedelta(days=on.weekday())


def name_of(week_on: date) -> str:
    """``2026-W49``; the year is the week's own, which around New Year is not the date's."""
    year, week, _ = week_on.isocalendar()
    return f"{year}-W{week:02d}"


def parse(week: str) -> date:
    """The Monday of a week. Raises ValueError for a 53rd week that its year does not have."""
    year, number = week.split("-W")
    return date.fromisocalendar(int(year), int(number), 1)
