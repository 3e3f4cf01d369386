"""Eligibility as pure rules."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.types import Mark, Scheme
from kit.ids import uuid7
from services.orders.eligibility.rules import Requirement, judge, lineage
from services.orders.eligibility.schemas import RefusalReason
from services.orders.eligibility.wording import because, fact, thai_date

DAY = date(2026, 12, 31)
SAFE = frozenset({Scheme.TCPS, Scheme.FDA})


def requirement(
    any_of: frozenset[Scheme] = SAFE, from_on: date = date(2020, 1, 1), until_on: date | None = None
) -> Requirement:
    return Requirement(any_of, from_on, until_on, source_th="ทดสอบ", source_en="test")


def mark(
    from_on: date, until_on: date | None, scheme: Scheme = Scheme.TCPS, number: str = "15-1/2569"
) -> Mark:
    return Mark(
        scheme=scheme, certificate_id=uuid7(), number=number, from_on=from_on, until_on=until_on
    )


def test_last_day_counts_and_the_day_after_does_not() -> None:
    bears = mark(date(2024, 1, 1), DAY)
    assert judge([bears], [requirement()], DAY).because == (bears,)
    late = judge([bears], [requirement()], DAY + timedelta(days=1))
    assert (late.eligible, late.refusal, late.nearest) == (False, RefusalReason.EXPIRED, bears)
    assert late.accepted == SAFE


def test_first_day_counts_and_the_day_before_does_not() -> None:
    bears = mark(DAY, DAY + timedelta(days=9))
    assert judge([bears], [requirement()], DAY).eligible
    early = judge([bears], [requirement()], DAY - timedelta(days=1))
    assert (early.refusal, early.nearest) == (RefusalReason.NOT_YET_VALID, bears)


def test_a_mark_without_end_counts_for_ever() -> None:
    bears = mark(date(2024, 1, 1), None)
    judged = judge([bears], [requirement()], date(2099, 1, 1))
    assert judged.decisive == bears


def test_another_scheme_does_not_help() -> None:
    star = mark(date(2024, 1, 1), None, Scheme.OTOP_STAR)
    assert judge([star], [requirement()], DAY).refusal is RefusalReason.NO_MARK


def test_what_has_no_rule_is_not_eligible() -> None:
    bears = mark(date(2024, 1, 1), None)
    assert judge([bears], [], DAY).refusal is RefusalReason.NO_RULE


def test_a_rule_outside_its_dates_is_no_rule() -> None:
    bears = mark(date(2024, 1, 1), None)
    ended = requirement(until_on=DAY - timedelta(days=1))
    assert judge([bears], [ended], DAY).refusal is RefusalReason.NO_RULE
    assert judge([bears], [ended], DAY - timedelta(days=1)).eligible


def test_a_rule_that_asks_for_no_mark() -> None:
    judged = judge([], [requirement(frozenset())], DAY)
    assert (judged.eligible, judged.because, judged.decisive) == (True, (), None)


def test_every_rule_in_force_must_be_met() -> None:
    bears = mark(date(2024, 1, 1), DAY)
    stricter = requirement(frozenset({Scheme.HALAL}))
    assert judge([bears], [requirement(), stricter], DAY).refusal is RefusalReason.NO_MARK
    halal = mark(date(2024, 1, 1), DAY - timedelta(days=1), Scheme.HALAL)
    both = judge([bears, halal], [requirement(), stricter], DAY - timedelta(days=1))
    assert set(both.because) == {bears, halal}
    assert both.decisive == halal


def test_the_refusal_names_the_certificate_that_ended_last() -> None:
    older = mark(date(2020, 1, 1), DAY - timedelta(days=400), number="1")
    newer = mark(date(2020, 1, 1), DAY - timedelta(days=2), number="2")
    assert judge([newer, older], [requirement()], DAY).nearest == newer


@given(
    first=st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    days=st.integers(0, 2000),
    offset=st.integers(-2500, 2500),
)
def test_eligible_exactly_between_the_two_dates(first: date, days: int, offset: int) -> None:
    bears = mark(first, first + timedelta(days=days))
    on = first + timedelta(days=offset)
    rules = [requirement(from_on=date(2000, 1, 1))]
    assert judge([bears], rules, on).eligible == (0 <= offset <= days)


marks_of_any_kind = st.builds(
    mark,
    st.dates(date(2025, 1, 1), date(2026, 12, 31)),
    st.none() | st.dates(date(2025, 1, 1), date(2028, 12, 31)),
    st.sampled_from(list(Scheme)),
)


@given(st.lists(marks_of_any_kind, max_size=6), st.dates(date(2025, 1, 1), date(2029, 1, 1)))
def test_order_does_not_matter_and_a_mark_taken_away_never_helps(
    marks: list[Mark], on: date
) -> None:
    judged = judge(marks, [requirement()], on)
    assert judge(marks[::-1], [requirement()], on) == judged
    assert judged.eligible == any(m.scheme in SAFE and m.valid_on(on) for m in marks)
    for index in range(len(marks)):
        fewer = judge(marks[:index] + marks[index + 1 :], [requirement()], on)
        assert judged.eligible or not fewer.eligible


def test_lineage() -> None:
    assert lineage("food") == ("food",)
    assert lineage("food.processed_fish") == ("food", "food.processed_fish")


@pytest.mark.parametrize(
    ("on", "said"), [(date(2026, 4, 5), "5 เม.ย. 2569"), (date(2026, 12, 31), "31 ธ.ค. 2569")]
)
def test_thai_dates_are_of_the_buddhist_era(on: date, said: str) -> None:
    assert thai_date(on) == said


def test_wording_in_both_languages() -> None:
    bears = mark(date(2024, 1, 1), DAY)
    yes = because(judge([bears], [requirement()], DAY))
    assert yes.th == "มี มผช. เลขที่ 15-1/2569 ใช้ได้ถึง 31 ธ.ค. 2569"
    assert yes.en == "TCPS 15-1/2569 is valid until 2026-12-31"
    no = fact(judge([bears], [requirement()], DAY + timedelta(days=1)))
    assert no.th == "มผช. เลขที่ 15-1/2569 ใช้ได้ถึง 31 ธ.ค. 2569 เท่านั้น"
    assert no.en == "TCPS 15-1/2569 is valid until 2026-12-31 only"
