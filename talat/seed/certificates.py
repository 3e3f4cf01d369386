"""Certificates of scale B, coupled as the law couples them, with the marks that follow.

Stars need a legal standard; อย. is for food and drink only, its premises in the producer's
province; a GI seal is only for a production place inside the area.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from random import Random
from typing import Final

from contracts.types import Agency, Mark, Provenance, Scheme
from kit.time import bangkok_midnight
from services.catalog.mark import rules as mark_rules
from services.catalog.models import CaseState, Certification, CertificationStep, Product
from talat.seed import shape
from talat.seed.producers import Producer
from talat.seed.shape import Identifiers, Scale
from talat.seed.words import INDICATIONS, Indication

FDA_OF_FOOD: Final = 0.16
"""Of food and drink without a มผช.: gives 7 % of all products."""
ENTRANTS_OF_LEGAL: Final = 0.7
"""Of products with a legal standard: gives 9 % of all products."""
FIVE_OF_ENTRANTS: Final = shape.FIVE_STAR_SHARE / shape.ENTRANT_SHARE
SUSPENDED_SHARE: Final = 0.01

_BE: Final = 543
_TCPS_DAYS: Final = 3 * 365
_GI_DAYS: Final = 2 * 365
_STAR_DAYS: Final = 2 * 365
_LEGAL: Final = frozenset({Scheme.TCPS, Scheme.FDA})
_FOOD: Final = ("food.", "drink.")
_PENDING: Final = (CaseState.SUBMITTED, CaseState.SAMPLING, CaseState.TESTING)
_AGENCIES: Final = {
    Scheme.TCPS: Agency.INDUSTRY,
    Scheme.FDA: Agency.PUBLIC_HEALTH,
    Scheme.GI: Agency.COMMERCE,
    Scheme.OTOP_STAR: Agency.COMMUNITY_DEVELOPMENT,
}


@dataclass(frozen=True, slots=True)
class Case:
    """A case with its history."""

    row: Certification
    steps: list[CertificationStep]


@cache
def area(indication: Indication) -> tuple[str, ...]:
    """The subdistricts of a GI: the first half of its province's, by code."""
    codes = sorted(shape.subdistricts_of(indication.province))
    return tuple(codes[: max(1, len(codes) // 2)])


@cache
def indication_of(name: str) -> Indication | None:
    """The GI whose protected name a product bears."""
    return next((each for each in INDICATIONS if each.name == name), None)


class Certifier:
    """Gives each product its cases, in the order of the products."""

    def __init__(self, scale: Scale) -> None:
        self._today = scale.today
        self._rng = Random(f"{scale.seed} certificates")
        self._ids = Identifiers(Random(f"{scale.seed} certificate ids"))
        self._numbers: Counter[tuple[Scheme, str]] = Counter()
        self._officers = Identifiers(Random(f"{scale.seed} officers of schemes")).make(scale.start)

    def cases(
        self, product: Product, maker: Producer, *, holder: bool, undecided: bool
    ) -> list[Case]:
        """The product's cases; ``holder`` makes certain that it has a มผช. certificate."""
        found: list[Case] = []
        if holder:
            found.append(self._community_standard(product))
        elif product.category_code.startswith(_FOOD) and self._rng.random() < FDA_OF_FOOD:
            found.append(self._food_serial(product, maker))
        indication = indication_of(product.name_th)
        if indication and product.subdistrict_code in area(indication):
            found.append(self._indication(product, indication))
        legal = any(case.row.scheme in _LEGAL for case in found)
        if legal and self._rng.random() < ENTRANTS_OF_LEGAL:
            found.append(self._stars(product))
        if undecided and not holder:
            found.append(self._undecided(product))
        return found

    def _community_standard(self, product: Product) -> Case:
        rng = self._rng
        first = self._today - timedelta(days=rng.randrange(30, _TCPS_DAYS + 200))
        number = self._next(Scheme.TCPS, product.province_code)
        states = [*_PENDING, CaseState.CERTIFIED]
        if rng.random() < SUSPENDED_SHARE:
            states.append(CaseState.SUSPENDED)
        return self._case(
            product,
            Scheme.TCPS,
            states,
            first,
            _TCPS_DAYS,
            standard=f"มผช.{rng.randrange(1, 1600)}/25{rng.randrange(46, 68)}",
            number=f"{number}/{first.year + _BE}",
            round_name=f"{rng.randrange(1, 5)}/{first.year + _BE}",
        )

    def _food_serial(self, product: Product, maker: Producer) -> Case:
        first = self._today - timedelta(days=self._rng.randrange(30, 900))
        place = f"{maker.number % 1000:03d}{(first.year + _BE) % 100:02d}"
        sequence = self._next(Scheme.FDA, f"{maker.province_code}{place}")
        number = f"{maker.province_code}-2-{place}-2-{sequence % 10_000:04d}"
        states = [CaseState.SUBMITTED, CaseState.CERTIFIED]
        return self._case(product, Scheme.FDA, states, first, _TCPS_DAYS, number=number)

    def _indication(self, product: Product, indication: Indication) -> Case:
        first = self._today - timedelta(days=self._rng.randrange(30, 700))
        registration = (
            f"สช{50 + INDICATIONS.index(indication) % 15}1{INDICATIONS.index(indication):05d}"
        )
        case = self._case(
            product,
            Scheme.GI,
            [CaseState.SUBMITTED, CaseState.CERTIFIED],
            first,
            _GI_DAYS,
            standard=registration,
        )
        case.row.area = list(area(indication))
        return case

    def _stars(self, product: Product) -> Case:
        five = self._rng.random() < FIVE_OF_ENTRANTS
        stars = 5 if five else self._rng.choices((1, 2, 3, 4), (1, 3, 6, 5))[0]
        first = self._today - timedelta(days=self._rng.randrange(30, 650))
        return self._case(
            product,
            Scheme.OTOP_STAR,
            [CaseState.SUBMITTED, CaseState.CERTIFIED],
            first,
            _STAR_DAYS,
            number=f"{stars} ดาว",
            round_name=str(first.year + _BE),
        )

    def _undecided(self, product: Product) -> Case:
        reached = self._rng.randrange(1, 5)
        states = list(_PENDING[:reached])
        if reached > len(_PENDING):
            states.append(CaseState.NOT_CERTIFIED)
        applied = self._today - timedelta(days=self._rng.randrange(1, 60))
        year = applied.year + _BE
        return self._case(
            product,
            Scheme.TCPS,
            states,
            applied,
            None,
            standard=f"มผช.{self._rng.randrange(1, 1600)}/25{self._rng.randrange(46, 68)}",
            round_name=f"{self._rng.randrange(1, 5)}/{year}",
        )

    def _next(self, scheme: Scheme, province: str) -> int:
        self._numbers[scheme, province] += 1
        return self._numbers[scheme, province]

    def _case(
        self,
        product: Product,
        scheme: Scheme,
        states: list[CaseState],
        first: date,
        days: int | None,
        *,
        standard: str | None = None,
        number: str | None = None,
        round_name: str | None = None,
    ) -> Case:
        """A case whose certificate holds from ``first``; without ``days`` it is undecided."""
        applied = bangkok_midnight(first - timedelta(days=20)) + timedelta(hours=9)
        row = Certification(
            id=self._ids.make(applied),
            scheme=scheme,
            organisation_id=product.shop_id,
            product_id=product.id,
            state=states[-1],
            version=len(states) + 1,
            title_th=product.name_th,
            standard=standard,
            number=number,
            round=round_name,
            province_code=product.province_code,
            area=[],
            valid_from_on=first if days else None,
            valid_until_on=first + timedelta(days=days) if days else None,
            submitted_at=applied,
            decided_at=bangkok_midnight(first) + timedelta(hours=9) if days else None,
            provenance=Provenance.SYNTHETIC,
            created_at=applied,
            updated_at=applied,
        )
        steps = [
            self._step(row, position, state, self._day(first, states, position))
            for position, state in enumerate(states, 1)
        ]
        return Case(row, steps)

    def _day(self, first: date, states: list[CaseState], position: int) -> date:
        """The steps before a decision lie before the first day, a suspension after it."""
        if states[position - 1] is CaseState.SUSPENDED:
            return first + timedelta(days=(self._today - first).days // 2)
        if states[position - 1] in {CaseState.CERTIFIED, CaseState.NOT_CERTIFIED}:
            return first
        return first - timedelta(days=20 - 5 * (position - 1))

    def _step(
        self, row: Certification, position: int, state: CaseState, on_date: date
    ) -> CertificationStep:
        at: datetime = bangkok_midnight(on_date) + timedelta(hours=9)
        return CertificationStep(
            id=self._ids.make(at),
            certification_id=row.id,
            position=position,
            state=state,
            on_date=on_date,
            at=at,
            actor_id=self._officers,
            agency=None if position == 1 else _AGENCIES[row.scheme],
            reason="ตรวจพบไม่เป็นไปตามมาตรฐาน (ข้อมูลสาธิต)" if state is CaseState.SUSPENDED else None,
        )


def marks(product: Product, cases: list[Case]) -> tuple[Mark, ...]:
    """The marks of a product, judged by the catalogue's own rules."""
    decided = [
        mark_rules.DecidedCase(
            certification_id=case.row.id,
            scheme=case.row.scheme,
            number=case.row.number,
            valid_from_on=case.row.valid_from_on,
            valid_until_on=case.row.valid_until_on,
            needs_area=case.row.scheme is Scheme.GI,
            area=frozenset(case.row.area),
            steps=[(step.state, step.on_date) for step in case.steps],
        )
        for case in cases
        if case.row.valid_from_on is not None
    ]
    return mark_rules.marks(decided, subdistrict_code=product.subdistrict_code)
