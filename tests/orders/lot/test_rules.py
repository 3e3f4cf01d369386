"""Letters, codes and weights of lots."""

from datetime import date
from decimal import Decimal
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.orders.lot import rules
from services.orders.lot.pythainlp import in_latin


@pytest.mark.parametrize(
    ("name_th", "letters"),
    [
        ("กลุ่มปลาส้มตำบลชะไว", "PLAT"),
        ("วิสาหกิจชุมชนกลุ่มมะม่วง", "MAMU"),
        ("กลุ่ม", "KLUM"),
        ("123", "123"),
        ("…", "X"),
    ],
)
def test_letters_of_thai_names(name_th: str, letters: str) -> None:
    assert rules.letters_of(in_latin(rules.proper_name(name_th))) == letters


@pytest.mark.parametrize(
    ("name_en", "letters"),
    [("Pickled fish", "PF"), ("Mango", "MANG"), ("a b c d e f", "ABCD"), ("", "X")],
)
def test_letters_of_english_names(name_en: str, letters: str) -> None:
    assert rules.letters_of(name_en) == letters


def test_names_that_begin_alike_get_a_number() -> None:
    assert list(islice(rules.candidates("PLAT"), 3)) == ["PLAT", "PLAT2", "PLAT3"]
    assert rules.first_free("PLAT", ["PLAT", "PLAT2", "MANG"]) == "PLAT3"


def test_code() -> None:
    assert rules.code_of("PLAT", "PF", date(2026, 11, 2), 7) == "PLAT-PF-261102-07"
    assert rules.code_of("PLAT", "PF", date(2026, 11, 2), 123) == "PLAT-PF-261102-123"


@pytest.mark.parametrize(
    ("unit", "weight", "expected"),
    [
        ("กก.", None, 1000),
        ("กิโลกรัม", None, 1000),
        ("KG", None, 1000),
        ("ก.", None, 1),
        ("ตัน", None, 1_000_000),
        ("แพ็ก", 500, 500),
        ("กก.", 900, 900),
        ("ชิ้น", None, None),
    ],
)
def test_grams_per_unit(unit: str, weight: int | None, expected: int | None) -> None:
    assert rules.grams_per_unit(unit, weight) == expected


@given(
    quantity=st.decimals("0.001", "999999", places=3),
    parts=st.integers(1, 9),
    mass=st.integers(1, 10**9),
)
def test_parts_of_a_lot_weigh_what_it_weighs(quantity: Decimal, parts: int, mass: int) -> None:
    """The whole weighs the whole; parts differ from it by their roundings at most."""
    assert rules.grams_of_part(quantity, quantity, mass) == mass
    share = quantity / parts
    together = sum(rules.grams_of_part(share, quantity, mass) for _ in range(parts))
    assert abs(together - mass) <= parts
