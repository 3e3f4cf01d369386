"""Thai names in Latin letters, by the Royal Institute's rules as pythainlp has them."""

from __future__ import annotations

from pythainlp.transliterate.royin import romanize


def in_latin(name_th: str) -> str:
    """An approximation good enough for the letters of a code; no dictionary, always the same."""
    return str(romanize(name_th))
