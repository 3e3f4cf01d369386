"""Places as they are shown, and what is searched for. Pure, no I/O."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import geothai
from geothai.types import District, Province, SearchResult, Subdistrict

from contracts.types import to_arabic_digits
from services.auth.place.schemas import Place, PlaceLevel, Region

ATTRIBUTION: Final = (
    "Place data: GeoThai (https://github.com/GeoThai/data), CC BY 4.0; codes and names of the "
    "Department of Provincial Administration (กรมการปกครอง), postcodes of Thailand Post."
)

REGION_SCHEME: Final = "cdd_4"

# The first digit of the DOPA code: 1, 2, 7 are the 26 provinces of the centre with the east and
# the west; 3, 4 the 20 of the north-east; 5, 6 the 17 of the north; 8, 9 the 14 of the south.
_REGIONS: Final = {
    **dict.fromkeys("127", Region.CENTRAL),
    **dict.fromkeys("34", Region.NORTHEAST),
    **dict.fromkeys("56", Region.NORTH),
    **dict.fromkeys("89", Region.SOUTH),
}

_POSTCODE_LENGTH: Final = 5
_CACHED: Final = 2_000


def region_of(code: str) -> Region:
    """The region of a province, district or tambon, by the CDD's four."""
    return _REGIONS[code[0]]


def find(text: str, *, limit: int) -> list[Place]:
    """Places by Thai or English name (beginnings first), DOPA code or postcode."""
    return list(_find(to_arabic_digits(text).casefold(), limit))


@lru_cache(maxsize=_CACHED)
def _find(query: str, limit: int) -> tuple[Place, ...]:
    if query.isascii() and query.isdigit():
        return tuple(_by_number(query)[:limit])
    return tuple(_place(result) for result in geothai.search(query, limit=limit))


def _by_number(number: str) -> list[Place]:
    if len(number) == _POSTCODE_LENGTH:
        return [_of_subdistrict(area) for area in geothai.by_postal_code(number)]
    province = geothai.province(number)
    district = geothai.district(number)
    subdistrict = geothai.subdistrict(number)
    return [
        *([_of_province(province)] if province else []),
        *([_of_district(district)] if district else []),
        *([_of_subdistrict(subdistrict)] if subdistrict else []),
    ]


def _place(result: SearchResult) -> Place:
    area = result.area
    if isinstance(area, Province):
        return _of_province(area)
    return _of_district(area) if isinstance(area, District) else _of_subdistrict(area)


def _of_province(area: Province) -> Place:
    bangkok = area.code == "10"
    return Place(
        code=area.code,
        level=PlaceLevel.PROVINCE,
        name_th=area.name_th,
        name_en=area.name_en,
        full_name_th=area.name_th if bangkok else f"จังหวัด{area.name_th}",
        full_name_en=area.name_en,
        province_code=area.code,
        district_code=None,
        postal_codes=[],
        region=region_of(area.code),
    )


def _of_district(area: District) -> Place:
    province = geothai.province(area.province_code)
    above_th, above_en = _names(province)
    word = "เขต" if area.province_code == "10" else "อำเภอ"
    return Place(
        code=area.code,
        level=PlaceLevel.DISTRICT,
        name_th=area.name_th,
        name_en=area.name_en,
        full_name_th=f"{word}{area.name_th} {above_th}",
        full_name_en=f"{area.name_en}, {above_en}",
        province_code=area.province_code,
        district_code=area.code,
        postal_codes=[],
        region=region_of(area.code),
    )


def _of_subdistrict(area: Subdistrict) -> Place:
    district = geothai.district(area.district_code)
    above = _of_district(district) if district else None
    word = "แขวง" if area.province_code == "10" else "ตำบล"
    return Place(
        code=area.code,
        level=PlaceLevel.SUBDISTRICT,
        name_th=area.name_th,
        name_en=area.name_en,
        full_name_th=f"{word}{area.name_th} {above.full_name_th if above else ''}".strip(),
        full_name_en=", ".join([area.name_en, *([above.full_name_en] if above else [])]),
        province_code=area.province_code,
        district_code=area.district_code,
        postal_codes=list(area.postal_codes),
        region=region_of(area.code),
    )


def _names(province: Province | None) -> tuple[str, str]:
    if province is None:
        return "", ""
    shown = _of_province(province)
    return shown.full_name_th, shown.full_name_en
