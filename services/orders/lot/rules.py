"""Pure rules of lots: letters, codes and weights."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import count
from typing import Final

LETTERS: Final = 4
_GENERIC: Final = re.compile(
    "^(?:กลุ่มวิสาหกิจชุมชน|วิสาหกิจชุมชน|สหกรณ์การเกษตร|สหกรณ์|กลุ่มอาชีพ|กลุ่ม|บริษัท|ร้าน)+"
)
_NOT_LETTERS: Final = re.compile("[^A-Z0-9]+")
_GRAMS: Final = {
    "กก": 1_000,
    "กิโลกรัม": 1_000,
    "kg": 1_000,
    "กรัม": 1,
    "ก": 1,
    "g": 1,
    "ตัน": 1_000_000,
}


def proper_name(name_th: str) -> str:
    """A Thai name without the words that every group bears, which would make all codes alike."""
    rest = _GENERIC.sub("", name_th.strip()).strip()
    return rest or name_th.strip()


def letters_of(latin: str) -> str:
    """Up to four capitals or digits of a name in Latin letters; ``X`` when it has none.

    Of a name of several words the words' first letters, else the first letters of the word.
    """
    words = [word for word in _NOT_LETTERS.split(latin.upper()) if word]
    letters = "".join(word[0] for word in words) if len(words) > 1 else "".join(words)
    return letters[:LETTERS] or "X"


def candidates(letters: str) -> Iterator[str]:
    """The letters, then the letters with 2, 3, … behind them, for names that begin alike."""
    yield letters
    for number in count(2):
        yield f"{letters}{number}"


def first_free(letters: str, taken: Iterable[str]) -> str:
    """The first candidate that the producer does not use yet."""
    used = set(taken)
    return next(each for each in candidates(letters) if each not in used)


def code_of(producer: str, product: str, made_on: date, sequence: int) -> str:
    """``PLAT-PLAS-261120-01``: the year is of the common era; from 100 on nn has three digits."""
    return f"{producer}-{product}-{made_on:%y%m%d}-{sequence:02d}"


def grams_per_unit(unit: str, weight_grams: int | None) -> int | None:
    """The weight of one unit of a variant: stated, or told by a unit of weight, or unknown."""
    return weight_grams or _GRAMS.get(unit.strip().rstrip(".").lower())


def grams(quantity: Decimal, per_unit: int | None) -> int | None:
    """The weight of a quantity, in whole grams."""
    return None if per_unit is None else _whole(quantity * per_unit)


def grams_of_part(quantity: Decimal, of_quantity: Decimal, mass_grams: int) -> int:
    """The weight of a part of a lot."""
    return _whole(quantity * mass_grams / of_quantity)


def kilograms(weight: int | None) -> Decimal | None:
    """Grams as kilograms."""
    return None if weight is None else Decimal(weight) / 1_000


def _whole(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))
