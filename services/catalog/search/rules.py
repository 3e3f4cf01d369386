"""From a text as typed to the tokens that are stored and asked for.

The pipeline, in order: NFC (never NFKC, it splits ำ) → Thai digits to Arabic → zero-width
characters and NBSP away → spelling in one order (sara am, tone after vowel, เเ to แ) → doubled
marks to one → ฯ and ๆ away → casefold → words. It is idempotent: what is normal stays so.

A query matches a product that has, for every token asked, a token that begins with it: so ปลา
finds ปลาส้ม, and a word half typed finds the whole. Ranking, synonyms and misspellings are not
here.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from contracts.types import to_arabic_digits
from services.catalog.search import nlpo3

MAX_QUERY_LENGTH: Final = 200
MAX_QUERY_TOKENS: Final = 12

_TONES: Final = "\u0e48\u0e49\u0e4a\u0e4b"
_UPPER_LOWER_VOWELS: Final = "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e47"
_SARA_AA: Final = "\u0e32"
_SARA_AM: Final = "\u0e33"
_NIKHAHIT: Final = "\u0e4d"
_THANTHAKHAT: Final = "\u0e4c"

_INVISIBLE: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
_SPACES: Final = re.compile(r"[\s\u00a0]+")
_SPELLING: Final = (
    # A vowel is typed before its tone; fonts draw both orders alike.
    (re.compile(f"([{_TONES}{_THANTHAKHAT}]+)([{_UPPER_LOWER_VOWELS}]+)"), r"\2\1"),
    # Sara am taken apart, with the tone on either side of the circle.
    (re.compile(f"{_NIKHAHIT}([{_TONES}]*){_SARA_AA}"), rf"\1{_SARA_AM}"),
    (re.compile(f"([{_TONES}]+){_NIKHAHIT}{_SARA_AA}"), rf"\1{_SARA_AM}"),
    (re.compile(f"([{_SARA_AA}{_SARA_AM}])([{_TONES}]+)"), r"\2\1"),
    (re.compile("\u0e40\u0e40"), "\u0e41"),
    (
        re.compile(f"([{_UPPER_LOWER_VOWELS}{_SARA_AA}{_SARA_AM}{_NIKHAHIT}{_THANTHAKHAT}])\\1+"),
        r"\1",
    ),
    # Of several tones on one consonant the last was meant.
    (re.compile(f"[{_TONES}]+([{_TONES}])"), r"\1"),
)
_ABBREVIATION_MARKS: Final = re.compile("[ฯๆ]")
_WORD: Final = re.compile(r"[^\W_]")
_DANGLING: Final = re.compile(
    f"^[{_TONES}{_UPPER_LOWER_VOWELS}{_NIKHAHIT}{_THANTHAKHAT}\u0e3a\u0e4e]+"
)
_ROUNDS: Final = 8


def normalise(text: str) -> str:
    """The text as it is compared; the original is kept beside it wherever it is shown."""
    text = unicodedata.normalize("NFC", text)
    text = _INVISIBLE.sub("", to_arabic_digits(text))
    text = _ABBREVIATION_MARKS.sub(" ", text)
    text = _spelling(text).casefold()
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def _spelling(text: str) -> str:
    # One correction can uncover another (a doubled mark between tone and vowel), so until none is
    # left; real text needs one round, and the bound keeps hostile text cheap.
    for _ in range(_ROUNDS):
        before = text
        for pattern, replacement in _SPELLING:
            text = pattern.sub(replacement, text)
        if text == before:
            break
    return text


def tokens(text: str) -> list[str]:
    """The words of a text, normalised, in order, without spaces and punctuation."""
    words = (_DANGLING.sub("", word.strip()) for word in nlpo3.segment(normalise(text)))
    return [_only_word(word) for word in words if _WORD.search(word)]


def _only_word(word: str) -> str:
    return "".join(ch for ch in word if ch.isalnum() or unicodedata.category(ch) in {"Mn", "Mc"})


def document_tokens(*texts: str | None) -> list[str]:
    """The distinct tokens under which something is found, sorted."""
    return sorted({token for text in texts if text for token in tokens(text)})


def query_text(query: str) -> str | None:
    """A tsquery for what was typed: every token as a prefix, all of them.

    None when no word is left. Tokens hold letters, digits and marks only, so nothing in them is
    tsquery syntax.
    """
    asked = list(dict.fromkeys(tokens(query[:MAX_QUERY_LENGTH])))[:MAX_QUERY_TOKENS]
    return " & ".join(f"'{token}':*" for token in asked) or None
