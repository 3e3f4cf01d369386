"""Amounts in words: known ones, read back by a reader of its own, beside PyThaiNLP's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pythainlp.util import bahttext

from services.orders.document.baht_words import baht_in_words

KNOWN = {
    0: "ศูนย์บาทถ้วน",
    1: "หนึ่งสตางค์",
    11: "สิบเอ็ดสตางค์",
    25: "ยี่สิบห้าสตางค์",
    100: "หนึ่งบาทถ้วน",
    101: "หนึ่งบาทหนึ่งสตางค์",
    1_000: "สิบบาทถ้วน",
    1_100: "สิบเอ็ดบาทถ้วน",
    2_100: "ยี่สิบเอ็ดบาทถ้วน",
    10_100: "หนึ่งร้อยเอ็ดบาทถ้วน",
    107_000: "หนึ่งพันเจ็ดสิบบาทถ้วน",
    438_000: "สี่พันสามร้อยแปดสิบบาทถ้วน",
    12_345_678: "หนึ่งแสนสองหมื่นสามพันสี่ร้อยห้าสิบหกบาทเจ็ดสิบแปดสตางค์",
    100_000_000: "หนึ่งล้านบาทถ้วน",
    100_000_100: "หนึ่งล้านเอ็ดบาทถ้วน",
    1_100_000_000: "สิบเอ็ดล้านบาทถ้วน",
    10**14: "หนึ่งล้านล้านบาทถ้วน",
    10**14 + 100_000_001: "หนึ่งล้านเอ็ดล้านบาทหนึ่งสตางค์",
    10_000_000_000_000_021: "หนึ่งร้อยล้านล้านบาทยี่สิบเอ็ดสตางค์",
    -500: "ลบห้าบาทถ้วน",
}
DIGITS = {
    "ศูนย์": 0,
    "หนึ่ง": 1,
    "เอ็ด": 1,
    "สอง": 2,
    "ยี่": 2,
    "สาม": 3,
    "สี่": 4,
    "ห้า": 5,
    "หก": 6,
    "เจ็ด": 7,
    "แปด": 8,
    "เก้า": 9,
}
PLACES = {"สิบ": 10, "ร้อย": 100, "พัน": 1_000, "หมื่น": 10_000, "แสน": 100_000}


def read_number(words: str) -> int:
    """What a reader understands: digits and places add up, ล้าน multiplies all before it."""
    total, digit = 0, None
    while words:
        word = next(each for each in (*DIGITS, *PLACES, "ล้าน") if words.startswith(each))
        words = words.removeprefix(word)
        if word in DIGITS:
            digit = DIGITS[word]
        elif word in PLACES:
            total += (1 if digit is None else digit) * PLACES[word]
            digit = None
        else:
            total = (total + (digit or 0)) * 1_000_000
            digit = None
    return total + (digit or 0)


def read(words: str) -> int:
    """The satang that the words of an amount mean."""
    if words.startswith("ลบ"):
        return -read(words.removeprefix("ลบ"))
    baht, said, rest = words.rpartition("บาท")
    satang = (rest if said else words).removesuffix("สตางค์").removesuffix("ถ้วน")
    return 100 * read_number(baht) + read_number(satang)


@pytest.mark.parametrize(("satang", "words"), KNOWN.items())
def test_known(satang: int, words: str) -> None:
    assert baht_in_words(satang) == words


@given(st.integers(min_value=0, max_value=10**14))
def test_every_amount_that_we_carry_reads_back(satang: int) -> None:
    assert read(baht_in_words(satang)) == satang


@given(st.integers(min_value=-(10**10), max_value=10**10))
def test_small_ones_below_nought_too(satang: int) -> None:
    words = baht_in_words(satang)
    assert read(words) == satang
    assert words.endswith("ถ้วน" if satang % 100 == 0 else "สตางค์")
    assert (satang < 0) == words.startswith("ลบ")


@given(st.integers(min_value=1, max_value=999_999))
def test_whole_baht_below_a_million_as_pythainlp_says(baht: int) -> None:
    assert baht_in_words(100 * baht) == bahttext(baht)
