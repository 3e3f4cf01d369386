"""When two organisations look like one."""

from uuid import UUID

import pytest

from services.auth.duplicate.rules import Entry, name_key, pairs, similar
from services.auth.duplicate.schemas import Likeness


def entry(number: int, name: str, **values: str | None) -> Entry:
    facts: dict[str, str | None] = {
        "subdistrict_code": "150208",
        "tax_id": None,
        "registration_code": None,
        **values,
    }
    return Entry(id=UUID(int=number), kind="community_enterprise", name_th=name, **facts)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("วิสาหกิจชุมชนปลาส้มตำบลชะไว", "กลุ่มปลาส้ม ชะไว", True),
        ("กลุ่มปลาส้มชะไว", "กลุ่มปลาสมชะไว", True),
        ("กลุ่มจักสานบ้านรี 2", "กลุ่มจักสานบ้านรี ๒", True),
        ("กลุ่มจักสานผักตบชวาบ้านรี", "กลุ่มแม่บ้านเกษตรกรบ้านรี", False),
        ("กลุ่มปลาส้ม", "กลุ่มมะม่วง", False),
    ],
)
def test_names(one: str, other: str, *, expected: bool) -> None:
    assert similar(name_key(one), name_key(other)) is expected


def test_pairs_say_why() -> None:
    first = entry(1, "กลุ่มปลาส้มชะไว", registration_code="315020810017")
    second = entry(2, "วิสาหกิจชุมชนปลาส้มชะไว", registration_code="315020810017")
    third = entry(3, "กลุ่มปลาส้มชะไว", subdistrict_code="150112")
    fourth = entry(4, "กลุ่มมะม่วง", tax_id="1", subdistrict_code=None)
    fifth = entry(5, "กลุ่มอื่น", tax_id="1", subdistrict_code=None)
    found = pairs([first, second, third, fourth, fifth])
    assert [(pair.first, pair.second, pair.reasons) for pair in found] == [
        (first, second, (Likeness.SAME_REGISTRATION_CODE, Likeness.SIMILAR_NAME)),
        (fourth, fifth, (Likeness.SAME_TAX_ID,)),
    ]
