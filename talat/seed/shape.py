"""How many of what, and where: the proportions of scale B (thai-domain.md section 8)."""

from __future__ import annotations

import math
from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Final, TypeVar
from uuid import UUID

import geothai

from kit.time import bangkok_midnight

T = TypeVar("T")

PRODUCERS: Final = 84_346
PRODUCTS: Final = 176_622
TCPS_HOLDERS: Final = 10_242

CATEGORY_SHARES: Final = {"food": 38, "utensil": 28, "textile": 23, "herb": 6, "drink": 5}
MEDIAN_BAHT: Final = {"food": 60, "drink": 80, "herb": 90, "utensil": 250, "textile": 600}
INDIVIDUAL_SHARE: Final = 0.429
SME_SHARE: Final = 0.016
ENTRANT_SHARE: Final = 0.09
FIVE_STAR_SHARE: Final = 0.021
FDA_SHARE: Final = 0.07
DIRTY_SHARE: Final = 0.015
UNDECIDED_SHARE: Final = 0.02

# Regions by the first digit of the DOPA code: central, east, north-east, north, west with south.
REGION_OF_DIGIT: Final = {
    "1": "C",
    "2": "E",
    "3": "NE",
    "4": "NE",
    "5": "N",
    "6": "N",
    "7": "rest",
    "8": "rest",
    "9": "rest",
}
PRODUCER_REGIONS: Final = {"NE": 34, "N": 22, "C": 16, "E": 7, "rest": 21}
HOLDER_REGIONS: Final = {"NE": 30, "C": 27, "N": 24, "E": 4, "rest": 15}

_HISTORY: Final = timedelta(days=3 * 365)


@dataclass(frozen=True, slots=True)
class Scale:
    """What is asked for. The same scale gives the same rows, ids included."""

    seed: int
    producers: int
    products: int
    today: date
    """The Bangkok date that dates are relative to."""

    @property
    def holders(self) -> int:
        """Producers with a มผช. certificate, in proportion to the whole country's 10,242."""
        return round(TCPS_HOLDERS * self.producers / PRODUCERS)

    @property
    def start(self) -> datetime:
        """When the first row was made."""
        return bangkok_midnight(self.today) - _HISTORY

    def instant(self, place: int, of: int) -> datetime:
        """When the row at a place among so many was made: spread evenly over three years."""
        return self.start + (_HISTORY * place) / max(of, 1)


class Identifiers:
    """Ids of version 7 whose time and chance come from the scale alone."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng

    def make(self, at: datetime) -> UUID:
        """An id made at that instant."""
        chance = self._rng.getrandbits(74)
        value = int(at.timestamp() * 1000) << 80
        value |= 0x7 << 76 | (chance >> 62) << 64 | 0b10 << 62 | chance & (1 << 62) - 1
        return UUID(int=value)


class Weighted(Sequence[T]):
    """Values that are drawn in proportion to their weights."""

    def __init__(self, weights: Mapping[T, float]) -> None:
        self._values = tuple(weights)
        self._sums = tuple(accumulate(weights.values()))

    def draw(self, rng: Random) -> T:
        """One of the values."""
        return self._values[bisect(self._sums, rng.random() * self._sums[-1])]

    def __getitem__(self, index: int) -> T:  # type: ignore[override]
        return self._values[index]

    def __len__(self) -> int:
        return len(self._values)


def region(province_code: str) -> str:
    """The region of a province."""
    return REGION_OF_DIGIT[province_code[0]]


def province_weights(rng: Random) -> dict[str, float]:
    """Each province's share: its region's, divided by a Dirichlet draw."""
    gammas = {each.code: rng.gammavariate(6.0, 1.0) for each in geothai.provinces()}
    sums: dict[str, float] = {}
    for code, value in gammas.items():
        sums[region(code)] = sums.get(region(code), 0.0) + value
    return {
        code: PRODUCER_REGIONS[region(code)] * value / sums[region(code)]
        for code, value in gammas.items()
    }


def subdistricts_of(province_code: str) -> tuple[str, ...]:
    """The codes of a province's subdistricts."""
    return tuple(
        each.code
        for district in geothai.districts(province_code)
        for each in geothai.subdistricts(district.code)
    )


def quotas(total: int, shares: Mapping[str, int]) -> dict[str, int]:
    """A total divided in proportion, exactly: the largest remainders get what is left."""
    whole = sum(shares.values())
    exact = {name: total * share / whole for name, share in shares.items()}
    counts = {name: math.floor(value) for name, value in exact.items()}
    by_remainder = sorted(exact, key=lambda name: counts[name] - exact[name])
    for name in by_remainder[: total - sum(counts.values())]:
        counts[name] += 1
    return counts


def price_satang(rng: Random, root: str) -> int:
    """A price in whole baht, lognormal around the category's median."""
    baht = rng.lognormvariate(math.log(MEDIAN_BAHT[root]), 0.7)
    return max(5, round(baht)) * 100
