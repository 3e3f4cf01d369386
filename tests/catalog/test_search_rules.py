"""The Thai text pipeline: one spelling, words that must not split, hostile queries."""

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.catalog.search.rules import document_tokens, normalise, query_text, tokens

THAI = st.text(
    alphabet=st.one_of(
        st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B),
        st.sampled_from(" \u200b\u00a0aZ9"),
    ),
    max_size=30,
)


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("น้ํา", "น้ำ"),
        ("นํ้า", "น้ำ"),
        ("นํา้", "น้ำ"),
        ("นำ้", "น้ำ"),
        ("เเหนม", "แหนม"),
        ("ท่ี", "ที่"),
        ("ที่่", "ที่"),
        ("ปลา\u200bส้ม", "ปลาส้ม"),
        ("ปลา\u00a0ส้ม", "ปลา ส้ม"),
        ("มผช. ๑๓๔/๒๕๕๓", "มผช. 134/2553"),
        ("OTOP Ang Thong", "otop ang thong"),
        ("ต่างๆ", "ต่าง"),
        ("กรุงเทพฯ", "กรุงเทพ"),
    ],
)
def test_one_spelling(dirty: str, clean: str) -> None:
    assert normalise(dirty) == clean


def test_nothing_is_decomposed() -> None:
    assert "\u0e33" in normalise("น้ำพริก")


@given(THAI)
def test_what_is_normal_stays_so(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(max_size=60))
def test_any_text_is_taken(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    for token in tokens(text):
        assert token
        assert not set(token) & set("'\\\x00 &|!():*<>")


@given(st.sampled_from("กขคงจชดตบปผพมรลวสหอ"), st.sampled_from("\u0e34\u0e35\u0e37\u0e38\u0e39"),
       st.sampled_from("\u0e48\u0e49\u0e4a\u0e4b"))  # fmt: skip
def test_marks_in_any_order_are_the_same(consonant: str, vowel: str, tone: str) -> None:
    spellings = {normalise(consonant + "".join(p)) for p in itertools.permutations((vowel, tone))}
    assert spellings == {unicodedata.normalize("NFC", consonant + vowel + tone)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ปลาส้มตำบลชะไว", ["ปลาส้ม", "ตำบล", "ชะไว"]),
        ("ปลาส้มชะไว", ["ปลาส้ม", "ชะไว"]),
        ("จักสานผักตบชวาบ้านบางตาแผ่น", ["จักสาน", "ผักตบชวา", "บ้าน", "บางตาแผ่น"]),
        ("กระท้อนทองใบใหญ่บางเจ้าฉ่า", ["กระท้อนทองใบใหญ่", "บางเจ้าฉ่า"]),
        ("ตุ๊กตาชาววัง", ["ตุ๊กตาชาววัง"]),
        ("OTOP ๕ ดาว", ["otop", "5", "ดาว"]),
        ("🐟 ปลา!!", ["ปลา"]),
        ("", []),
        ("!!! ???", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_a_query_asks_for_every_word_as_a_beginning() -> None:
    assert query_text("ปลาส้ม ชะไว ปลาส้ม") == "'ปลาส้ม':* & 'ชะไว':*"
    assert query_text("  ") is None


def test_tsquery_syntax_is_only_text() -> None:
    assert query_text("a' | 'b & !c:*") == "'a':* & 'b':* & 'c':*"


def test_a_long_query_is_cut() -> None:
    asked = query_text("ปลา " * 3_000 + "กุ้ง")
    assert asked == "'ปลา':*"
    many = query_text(" ".join(f"w{n}" for n in range(40)))
    assert many is not None
    assert many.count(":*") == 12


def test_document_tokens_are_distinct_and_sorted() -> None:
    assert document_tokens("ปลา ปลา", None, "Fish", "") == ["fish", "ปลา"]
