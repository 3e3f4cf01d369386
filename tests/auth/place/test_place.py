"""Places by Thai and English name, code and postcode."""

from collections import Counter

import geothai
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.auth.place import rules
from services.auth.place.rules import region_of


@pytest.mark.parametrize(
    ("query", "code", "level"),
    [
        ("ชะไว", "150208", "subdistrict"),
        ("ชะ\u200bไว", "150208", "subdistrict"),
        ("chawai", "150208", "subdistrict"),
        ("อ่างทอง", "15", "province"),
        ("Ang Th", "15", "province"),
        ("๑๕", "15", "province"),
        ("1502", "1502", "district"),
        ("150208", "150208", "subdistrict"),
    ],
)
async def test_the_first_place_found(
    anonymous: httpx.AsyncClient, query: str, code: str, level: str
) -> None:
    response = await anonymous.get("/auth/v1/places", params={"q": query})
    assert response.status_code == 200
    first = response.json()["items"][0]
    assert (first["code"], first["level"]) == (code, level)
    assert "CC BY 4.0" in response.json()["attribution"]
    assert response.headers["Cache-Control"] == "public, max-age=3600"


async def test_a_tambon_is_named_in_full(anonymous: httpx.AsyncClient) -> None:
    [place] = (await anonymous.get("/auth/v1/places?q=150208")).json()["items"]
    assert place == {
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


async def test_a_postcode_gives_its_tambons(anonymous: httpx.AsyncClient) -> None:
    items = (await anonymous.get("/auth/v1/places?q=14140&limit=100")).json()["items"]
    assert {item["district_code"] for item in items} == {"1502"}
    assert "150208" in {item["code"] for item in items}


async def test_what_is_refused_and_what_is_nowhere(anonymous: httpx.AsyncClient) -> None:
    for query in ("", "%00", "a%07b"):
        assert (await anonymous.get(f"/auth/v1/places?q={query}")).status_code == 422
    assert (await anonymous.get("/auth/v1/places?q=a&limit=1000")).status_code == 422
    assert (await anonymous.get("/auth/v1/places?q=atlantis")).json()["items"] == []


@given(st.text(max_size=100), st.integers(min_value=1, max_value=100))
def test_no_text_breaks_the_search(text: str, limit: int) -> None:
    assert len(rules.find(text, limit=limit)) <= limit


def test_regions_are_the_four_of_the_cdd() -> None:
    counted = Counter(region_of(province.code).value for province in geothai.provinces())
    assert counted == {"central": 26, "northeast": 20, "north": 17, "south": 14}
    assert region_of("150208").value == "central"
