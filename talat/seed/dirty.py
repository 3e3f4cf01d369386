"""Names as they are really typed: drawn alike, other code points. The clean name is known."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final

from services.catalog.search.rules import normalise

_SARA_AM: Final = "\u0e33"
_DECOMPOSED: Final = "\u0e4d\u0e32"
_ZERO_WIDTH: Final = "\u200b"
_TO_THAI_DIGITS: Final = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def _decomposed(name: str, _rng: Random) -> str:
    return name.replace(_SARA_AM, _DECOMPOSED)


def _doubled_e(name: str, _rng: Random) -> str:
    return name.replace("แ", "เเ")


def _zero_width(name: str, rng: Random) -> str:
    place = rng.randrange(1, len(name))
    return name[:place] + _ZERO_WIDTH + name[place:]


def _thai_digits(name: str, _rng: Random) -> str:
    return name.translate(_TO_THAI_DIGITS)


WAYS: Final[dict[str, Callable[[str, Random], str]]] = {
    "decomposed_sara_am": _decomposed,
    "doubled_sara_e": _doubled_e,
    "thai_digits": _thai_digits,
    "zero_width": _zero_width,
}


def dirty(name: str, rng: Random) -> tuple[str, str]:
    """(the name typed badly, in which way); searching treats it as the clean one."""
    possible = [way for way, spoil in WAYS.items() if spoil(name, Random(0)) != name]
    way = rng.choice(possible)
    spoiled = WAYS[way](name, rng)
    if normalise(spoiled) != normalise(name):
        raise ValueError(f"{way} changes what {name!r} means")
    return spoiled, way
