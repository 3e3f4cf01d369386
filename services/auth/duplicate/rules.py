"""What makes two organisations look like one. Pure, no I/O."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from typing import Final
from uuid import UUID

from contracts.types import clean_name, to_arabic_digits
from services.auth.duplicate.schemas import Likeness

VERY_SIMILAR: Final = 0.85

_GENERIC: Final = re.compile(
    "วิสาหกิจชุมชน|เครือข่าย|สหกรณ์|บริษัท|ห้างหุ้นส่วนจำกัด|จำกัด|กลุ่ม|ตำบล|อำเภอ|จังหวัด|บ้าน|หมู่ที่|หมู่"
)
_SIGNS: Final = re.compile(r"[\s().,/\"'–-]+")
_TONES: Final = re.compile("[\u0e47-\u0e4e]")


@dataclass(frozen=True, slots=True)
class Entry:
    """What is compared of an organisation."""

    id: UUID
    kind: str
    name_th: str
    subdistrict_code: str | None
    tax_id: str | None
    registration_code: str | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two that may be one; the lower id first."""

    first: Entry
    second: Entry
    reasons: tuple[Likeness, ...]


def name_key(name: str) -> str:
    """A name without what every group's has: kind words, spaces, signs, tone marks."""
    text = to_arabic_digits(clean_name(name)).casefold()
    bare = _SIGNS.sub("", _GENERIC.sub("", text))
    return _TONES.sub("", bare) or _SIGNS.sub("", text)


def similar(one: str, other: str) -> bool:
    """Whether two name keys are very similar."""
    if one == other:
        return True
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= VERY_SIMILAR and matcher.ratio() >= VERY_SIMILAR


def pairs(entries: Sequence[Entry]) -> list[Pair]:
    """All that look alike, in the order of their ids.

    Names are compared within a tambon only, so the work grows with the size of a tambon.
    """
    by_id = {entry.id: entry for entry in entries}
    found: dict[tuple[UUID, UUID], set[Likeness]] = defaultdict(set)
    for reason, couples in (
        (Likeness.SAME_TAX_ID, _same(entries, "tax_id")),
        (Likeness.SAME_REGISTRATION_CODE, _same(entries, "registration_code")),
        (Likeness.SIMILAR_NAME, _similar_names(entries)),
    ):
        for one, other in couples:
            first, second = sorted((one, other))
            found[first, second].add(reason)
    return [
        Pair(by_id[first], by_id[second], tuple(sorted(reasons)))
        for (first, second), reasons in sorted(found.items())
    ]


def _same(entries: Iterable[Entry], fact: str) -> Iterator[tuple[UUID, UUID]]:
    groups: dict[tuple[str, str], list[UUID]] = defaultdict(list)
    for entry in entries:
        value = getattr(entry, fact)
        if value:
            # A code is unique in its own register only; a tax id everywhere.
            register = entry.kind if fact == "registration_code" else ""
            groups[register, value].append(entry.id)
    for ids in groups.values():
        yield from combinations(ids, 2)


def _similar_names(entries: Iterable[Entry]) -> Iterator[tuple[UUID, UUID]]:
    places: dict[tuple[str, str], list[tuple[UUID, str]]] = defaultdict(list)
    for entry in entries:
        if entry.subdistrict_code:
            places[entry.kind, entry.subdistrict_code].append((entry.id, name_key(entry.name_th)))
    for names in places.values():
        for (one, one_key), (other, other_key) in combinations(names, 2):
            if similar(one_key, other_key):
                yield one, other
