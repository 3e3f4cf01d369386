"""From certification cases to runs of days on which a mark is borne."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from contracts.types import Mark, Scheme
from services.catalog.models import CaseState

DayRun = tuple[date, date | None]
"""First and last day, both included; None means without an end."""

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DecidedCase:
    """What matters of a case that has once been certified."""

    certification_id: UUID
    scheme: Scheme
    number: str | None
    valid_from_on: date
    valid_until_on: date | None
    needs_area: bool
    area: frozenset[str]
    steps: Sequence[tuple[CaseState, date]]
    """States entered with their Bangkok dates, in order."""


def day_runs(case: DecidedCase) -> list[DayRun]:
    """The days on which the certificate holds.

    A suspension or cancellation cuts from its own day on; a reinstatement opens again from its
    day; nothing reaches outside the certificate's dates.
    """
    runs: list[DayRun] = []
    opened: date | None = None
    reopening = False
    for state, on in case.steps:
        if state is CaseState.CERTIFIED and opened is None:
            opened = max(on, case.valid_from_on) if reopening else case.valid_from_on
            reopening = True
        elif state in {CaseState.SUSPENDED, CaseState.CANCELLED} and opened is not None:
            runs.append((opened, _earlier(on - _ONE_DAY, case.valid_until_on)))
            opened = None
    if opened is not None:
        runs.append((opened, case.valid_until_on))
    return _joined(run for run in runs if run[1] is None or run[0] <= run[1])


def _earlier(day: date, limit: date | None) -> date:
    return day if limit is None else min(day, limit)


def _joined(runs: Iterable[DayRun]) -> list[DayRun]:
    joined: list[DayRun] = []
    for first, last in runs:
        if joined and joined[-1][1] is not None and joined[-1][1] + _ONE_DAY >= first:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined


def marks(cases: Iterable[DecidedCase], *, subdistrict_code: str | None) -> tuple[Mark, ...]:
    """The marks of a product made in that subdistrict, by scheme, day and certificate.

    A scheme that needs an area (GI) counts only inside the certificate's list of subdistricts;
    an unknown production place is inside none.
    """
    judged = [
        Mark(
            scheme=case.scheme,
            certificate_id=case.certification_id,
            number=case.number,
            from_on=first,
            until_on=last,
        )
        for case in cases
        if not case.needs_area or subdistrict_code in case.area
        for first, last in day_runs(case)
    ]
    return tuple(sorted(judged, key=lambda m: (m.scheme.value, m.from_on, str(m.certificate_id))))
