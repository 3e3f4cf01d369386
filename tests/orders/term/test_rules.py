"""Which dated figure counts, and how working days are counted."""

from datetime import date

import pytest

from services.orders.term.holidays import is_working_day
from services.orders.term.rules import Term, chosen, working_day_after


def term(value: int, *kinds: str, from_on: str = "2020-01-01", until_on: str | None = None) -> Term:
    """A term of these dates."""
    until = date.fromisoformat(until_on) if until_on else None
    return Term(value, frozenset(kinds), date.fromisoformat(from_on), until)


def test_named_kinds_before_all_and_later_before_earlier() -> None:
    terms = [
        term(1),
        term(2, from_on="2026-10-01"),
        term(3, "hotel"),
        term(4, "hotel", from_on="2026-01-01", until_on="2026-06-30"),
    ]

    def value(kind: str, on: str) -> int | None:
        found = chosen(terms, buyer_kind=kind, on=date.fromisoformat(on))
        return found.value if found else None

    assert value("school", "2026-09-30") == 1
    assert value("school", "2026-10-01") == 2
    assert value("hotel", "2026-06-30") == 4
    assert value("hotel", "2026-07-01") == 3
    assert value("school", "2019-12-31") is None


@pytest.mark.parametrize(
    ("on", "working"),
    [
        ("2026-12-04", True),
        ("2026-12-05", False),  # the King's birthday, a Saturday
        ("2026-12-07", False),  # in its stead
        ("2026-12-08", True),
        ("2026-12-10", False),  # Constitution Day
        ("2026-12-31", False),
        ("2027-01-01", False),
        ("2026-11-22", False),  # a Sunday
    ],
)
def test_working_days_of_thailand(on: str, working: bool) -> None:  # noqa: FBT001  (a parameter)
    assert is_working_day(date.fromisoformat(on)) is working


@pytest.mark.parametrize(
    ("on", "days", "last"),
    [
        ("2026-11-23", 3, "2026-11-26"),  # Monday to Thursday
        ("2026-11-26", 3, "2026-12-01"),  # over a weekend
        ("2026-12-04", 3, "2026-12-11"),  # over a long weekend and Constitution Day
        ("2026-12-30", 1, "2027-01-04"),  # over the new year
        ("2026-11-22", 0, "2026-11-22"),
    ],
)
def test_a_period_of_working_days(on: str, days: int, last: str) -> None:
    found = working_day_after(date.fromisoformat(on), days, is_working_day=is_working_day)
    assert found == date.fromisoformat(last)
