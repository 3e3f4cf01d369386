"""Postcodes of tambons (``geothai``, data CC-BY-4.0), by code."""

from __future__ import annotations

import geothai


def postcodes_of(subdistrict_code: str) -> tuple[str, ...] | None:
    """The postcodes in use in a tambon; None when there is no such tambon."""
    tambon = geothai.subdistrict(subdistrict_code)
    return None if tambon is None else tuple(tambon.postal_codes)
