"""Places by name, as they stand in cells: with or without จังหวัด, อำเภอ, ตำบล, or by code."""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache
from typing import Final

import geothai

from contracts.types import to_arabic_digits
from services.catalog.search.rules import normalise

_PREFIXES: Final = ("จังหวัด", "จ.", "อำเภอ", "อ.", "เขต", "ตำบล", "ต.", "แขวง")
_BANGKOK: Final = ("กทม", "กทม.", "กรุงเทพ", "กรุงเทพฯ")


def _name(text: str) -> str:
    name = normalise(text).replace(" ", "")
    for prefix in _PREFIXES:
        if name.startswith(prefix) and len(name) > len(prefix):
            return name.removeprefix(prefix)
    return name


class Places:
    """All of the country's places, by their Thai and English names."""

    def __init__(self) -> None:
        self._provinces: dict[str, str] = {}
        self._subdistricts: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for province in geothai.provinces():
            for name in (province.name_th, province.name_en):
                self._provinces[_name(name)] = province.code
            for district in geothai.districts(province.code):
                for each in geothai.subdistricts(district.code):
                    for name in (each.name_th, each.name_en):
                        within = self._subdistricts[province.code, _name(name)]
                        within[each.code] = _name(district.name_th)
        self._provinces.update({_name(name): "10" for name in _BANGKOK})
        # A sheet names the same few places again and again.
        self.find = lru_cache(maxsize=16_384)(self._find)

    def _find(
        self, province: str, district: str, subdistrict: str
    ) -> tuple[str | None, str | None] | str:
        """(province, subdistrict) codes, None where nothing is said, or the code of an error."""
        code = self._province(province)
        if province and code is None:
            return "unknown_place"
        if not subdistrict:
            return code, None
        digits = to_arabic_digits(subdistrict)
        if len(digits) == 6 and digits.isascii() and digits.isdigit():
            known = geothai.subdistrict(digits) is not None and code in {None, digits[:2]}
            return (digits[:2], digits) if known else "unknown_place"
        if code is None:
            return "ambiguous_place"
        return self._subdistrict(code, district, subdistrict)

    def _province(self, text: str) -> str | None:
        digits = to_arabic_digits(text)
        if len(digits) == 2 and digits.isascii() and geothai.province(digits) is not None:
            return digits
        return self._provinces.get(_name(text)) if text else None

    def _subdistrict(
        self, province: str, district: str, subdistrict: str
    ) -> tuple[str | None, str | None] | str:
        found = self._subdistricts.get((province, _name(subdistrict)), {})
        if district:
            found = {code: name for code, name in found.items() if name == _name(district)}
        if not found:
            return "unknown_place"
        return (province, next(iter(found))) if len(found) == 1 else "ambiguous_place"


@cache
def everywhere() -> Places:
    """The one table of this process, made at first use."""
    return Places()
