"""Thailand's working days, by the holidays library."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Final

import holidays

_SATURDAY: Final = 5


@cache
def _of_year(year: int) -> frozenset[date]:
    # Government holidays are those of its offices: public ones and, say, the royal ploughing day.
    found = holidays.country_holidays("TH", years=year, categories=("public", "government"))
    return frozenset(found)


def is_working_day(on: date) -> bool:
    """Whether government offices work on the date; substitution days are counted as holidays."""
    return on.weekday() < _SATURDAY and on not in _of_year(on.year)
