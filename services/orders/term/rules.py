"""Pure choice of a dated figure, and counting of working days."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Term:
    """A figure for some kinds of buyer (none named: all) from one Bangkok date to another."""

    value: int
    buyer_kinds: frozenset[str]
    from_on: date
    until_on: date | None

    def counts(self, *, buyer_kind: str, on: date) -> bool:
        """Whether it is in force for the kind of buyer on the date, both ends included."""
        dated = self.from_on <= on and (self.until_on is None or on <= self.until_on)
        return dated and (not self.buyer_kinds or buyer_kind in self.buyer_kinds)


def chosen(terms: Iterable[Term], *, buyer_kind: str, on: date) -> Term | None:
    """The term that counts: one for named kinds before one for all, then the latest."""
    in_force = [term for term in terms if term.counts(buyer_kind=buyer_kind, on=on)]
    return max(in_force, key=lambda term: (bool(term.buyer_kinds), term.from_on), default=None)


def working_day_after(on: date, days: int, *, is_working_day: Callable[[date], bool]) -> date:
    """The last day of a period of so many working days that begins on the day after ``on``.

    Three working days from a Thursday without a holiday end on the Tuesday.
    """
    day = on
    for _ in range(days):
        day += timedelta(days=1)
        while not is_working_day(day):
            day += timedelta(days=1)
    return day
