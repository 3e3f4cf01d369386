"""Place names from ``geothai`` (data CC-BY-4.0). Always by code: 795 tambon names repeat."""

from __future__ import annotations

from functools import lru_cache

import geothai
from pydantic import Field

from kit.schemas import ResponseModel


class PlaceRead(ResponseModel):
    """A place with its names and, for a subdistrict, the district between."""

    province_code: str = Field(examples=["15"])
    province_th: str = Field(examples=["อ่างทอง"])
    province_en: str = Field(examples=["Ang Thong"])
    district_th: str | None = Field(examples=["เมืองอ่างทอง"])
    district_en: str | None
    subdistrict_code: str | None = Field(examples=["150208"])
    subdistrict_th: str | None = Field(examples=["ชะไว"])
    subdistrict_en: str | None


def exists(province_code: str, subdistrict_code: str | None) -> bool:
    """Whether there is such a province and, when one is named, such a subdistrict in it."""
    if geothai.province(province_code) is None:
        return False
    if subdistrict_code is None:
        return True
    found = geothai.subdistrict(subdistrict_code)
    return found is not None and found.province_code == province_code


@lru_cache(maxsize=16_384)
def describe(province_code: str, subdistrict_code: str | None) -> PlaceRead:
    """The names of a place; codes that are no longer in use stand for themselves."""
    province = geothai.province(province_code)
    subdistrict = geothai.subdistrict(subdistrict_code) if subdistrict_code else None
    district = geothai.district(subdistrict.district_code) if subdistrict else None
    return PlaceRead(
        province_code=province_code,
        province_th=province.name_th if province else province_code,
        province_en=province.name_en if province else province_code,
        district_th=district.name_th if district else None,
        district_en=district.name_en if district else None,
        subdistrict_code=subdistrict_code,
        subdistrict_th=subdistrict.name_th if subdistrict else None,
        subdistrict_en=subdistrict.name_en if subdistrict else None,
    )
