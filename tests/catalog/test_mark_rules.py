"""Runs of days: what a certificate's history makes of its dates."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.types import Scheme
from kit.ids import uuid7
from services.catalog.mark.rules import DayRun, DecidedCase, day_runs, marks
from services.catalog.models import CaseState

C, S, X = CaseState.CERTIFIED, CaseState.SUSPENDED, CaseState.CANCELLED
FROM, UNTIL = date(2026, 1, 10), date(2026, 12, 31)


def day(month: int, number: int) -> date:
    return date(2026, month, number)


def case(
    *steps: tuple[CaseState, date],
    until_on: date | None = UNTIL,
    area: frozenset[str] | None = None,
) -> DecidedCase:
    return DecidedCase(
        certification_id=uuid7(),
        scheme=Scheme.GI if area is not None else Scheme.TCPS,
        number="อท 1/2569",
        valid_from_on=FROM,
        valid_until_on=until_on,
        needs_area=area is not None,
        area=area or frozenset(),
        steps=steps,
    )


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([(C, day(1, 5))], [(FROM, UNTIL)]),
        ([(C, day(3, 1))], [(FROM, UNTIL)]),
        ([(C, day(1, 5)), (S, day(4, 1))], [(FROM, day(3, 31))]),
        ([(C, day(1, 5)), (X, day(4, 1))], [(FROM, day(3, 31))]),
        (
            [(C, day(1, 5)), (S, day(4, 1)), (C, day(5, 1))],
            [(FROM, day(3, 31)), (day(5, 1), UNTIL)],
        ),
        ([(C, day(1, 5)), (S, day(4, 1)), (C, day(4, 1))], [(FROM, UNTIL)]),
        ([(C, day(1, 5)), (S, FROM)], []),
        ([(C, day(1, 5)), (S, day(1, 6)), (C, day(1, 7))], [(FROM, UNTIL)]),
        ([(C, day(1, 5)), (S, day(4, 1)), (X, day(5, 1))], [(FROM, day(3, 31))]),
        ([(C, day(1, 5)), (S, date(2027, 2, 1))], [(FROM, UNTIL)]),
        ([(C, day(1, 5)), (S, day(4, 1)), (C, date(2027, 2, 1))], [(FROM, day(3, 31))]),
        (
            [(C, day(1, 5)), (S, day(2, 1)), (C, day(3, 1)), (S, day(4, 1)), (C, day(5, 1))],
            [(FROM, day(1, 31)), (day(3, 1), day(3, 31)), (day(5, 1), UNTIL)],
        ),
    ],
)
def test_runs_of_days(steps: list[tuple[CaseState, date]], expected: list[DayRun]) -> None:
    assert day_runs(case(*steps)) == expected


def test_without_an_end() -> None:
    assert day_runs(case((C, FROM), until_on=None)) == [(FROM, None)]
    cut = case((C, FROM), (S, day(4, 1)), until_on=None)
    assert day_runs(cut) == [(FROM, day(3, 31))]


@given(st.lists(st.integers(0, 500), max_size=8))
def test_runs_are_apart_in_order_and_within_the_certificate(offsets: list[int]) -> None:
    days = [FROM - timedelta(days=30) + timedelta(days=n) for n in sorted(offsets)]
    steps = [(C, FROM - timedelta(days=40))]
    steps += [(S if n % 2 == 0 else C, on) for n, on in enumerate(days)]
    runs = day_runs(case(*steps))
    for first, last in runs:
        assert last is not None
        assert FROM <= first <= last <= UNTIL
    for (_, last), (first, _) in itertools.pairwise(runs):
        assert last is not None
        assert last + timedelta(days=1) < first


@given(st.lists(st.integers(0, 500), max_size=8), st.integers(0, 400))
def test_a_day_counts_when_the_last_step_up_to_it_certifies(offsets: list[int], probe: int) -> None:
    days = [FROM - timedelta(days=30) + timedelta(days=n) for n in sorted(offsets)]
    steps = [(C, FROM - timedelta(days=40))]
    steps += [(S if n % 2 == 0 else C, on) for n, on in enumerate(days)]
    on = FROM - timedelta(days=20) + timedelta(days=probe)
    standing = [state for state, when in steps if when <= on][-1]
    expected = standing is C and FROM <= on <= UNTIL
    runs = day_runs(case(*steps))
    assert any(first <= on and (last is None or on <= last) for first, last in runs) is expected


def test_a_gi_counts_only_inside_its_area_and_nowhere_when_unknown() -> None:
    gi = case((C, FROM), area=frozenset({"150414"}))
    assert [mark.scheme for mark in marks([gi], subdistrict_code="150414")] == [Scheme.GI]
    assert marks([gi], subdistrict_code="150208") == ()
    assert marks([gi], subdistrict_code=None) == ()


def test_several_certificates_stand_side_by_side() -> None:
    one, two = case((C, FROM)), case((C, FROM))
    found = marks([two, one], subdistrict_code=None)
    assert [mark.certificate_id for mark in found] == [one.certification_id, two.certification_id]
