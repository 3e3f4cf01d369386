"""What the place route gives."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

from kit.schemas import ResponseModel


class PlaceLevel(StrEnum):
    """Levels of the administration."""

    PROVINCE = "province"
    DISTRICT = "district"
    SUBDISTRICT = "subdistrict"


class Region(StrEnum):
    """The four regions by which the Community Development Department (CDD) counts provinces."""

    NORTH = "north"
    NORTHEAST = "northeast"
    CENTRAL = "central"
    SOUTH = "south"


class Place(ResponseModel):
    """A province, district or tambon by its DOPA code."""

    code: str
    level: PlaceLevel
    name_th: str
    name_en: str
    full_name_th: str
    full_name_en: str
    province_code: str
    district_code: str | None
    postal_codes: list[str]
    region: Region


class PlaceList(BaseModel):
    """Places that fit, best first, and whose data they are."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "items": [
                        {
                            "code": "150208",
                            "level": "subdistrict",
                            "name_th": "ชะไว",
                            "name_en": "Chawai",
                            "full_name_th": "ตำบลชะไว อำเภอไชโย จังหวัดอ่างทอง",
                            "full_name_en": "Chawai, Chaiyo, Ang Thong",
                            "province_code": "15",
                            "district_code": "1502",
                            "postal_codes": ["14140"],
                            "region": "central",
                        }
                    ],
                    "region_scheme": "cdd_4",
                    "attribution": "Places: geothai 3.2 (CC BY 4.0)",
                }
            ]
        }
    )

    items: list[Place]
    region_scheme: Literal["cdd_4"]
    """Whose division ``region`` is: the CDD's four regions. Others divide the country anew."""
    attribution: str
