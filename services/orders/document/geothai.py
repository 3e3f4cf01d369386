"""Address lines from tambon codes (``geothai``, data CC-BY-4.0). Always by code, never by name."""

from __future__ import annotations

from typing import Final

import geothai

_BANGKOK: Final = "10"


def address_lines(
    *,
    line: str | None = None,
    province_code: str | None = None,
    subdistrict_code: str | None = None,
    postcode: str | None = None,
) -> tuple[str, ...]:
    """An address as it is printed; what is unknown is left out.

    Bangkok says แขวง and เขต and has no จังหวัด. The tambon's own postcode serves when none is
    given and it has only one.
    """
    place = _place(province_code, subdistrict_code, postcode)
    return tuple(part for part in (line, place) if part)


def _place(province_code: str | None, subdistrict_code: str | None, postcode: str | None) -> str:
    tambon = geothai.subdistrict(subdistrict_code) if subdistrict_code else None
    if tambon is None:
        return " ".join(part for part in (_province(province_code), postcode) if part)
    district = geothai.district(tambon.district_code)
    small, middle = ("แขวง", "เขต") if tambon.province_code == _BANGKOK else ("ตำบล", "อำเภอ")
    if postcode is None and len(tambon.postal_codes) == 1:
        postcode = tambon.postal_codes[0]
    parts = (
        small + tambon.name_th,
        # The data say เขตพระนคร, but ไชโย.
        middle + district.name_th.removeprefix(middle) if district else "",
        _province(tambon.province_code),
        postcode or "",
    )
    return " ".join(part for part in parts if part)


def _province(code: str | None) -> str:
    province = geothai.province(code) if code else None
    if province is None:
        return ""
    name: str = province.name_th
    return name if code == _BANGKOK else "จังหวัด" + name
