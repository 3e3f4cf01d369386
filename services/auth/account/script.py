"""Letters that look like others: no word of a name or an address mixes writing systems.

Latin, Greek, Cyrillic, Armenian, Cherokee and others have letters that look the same. A word of
one of them alone is what it is; a word that mixes them deceives. Thai beside Latin deceives
nobody and is common in names.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from contracts.types import clean_name

_HIDDEN_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_HARMLESS: Final = frozenset({"LATIN", "THAI"})
_WORDS: Final = re.compile(r"[\s@.\-_+,;:/()]+")


def has_hidden_characters(text: str) -> bool:
    """Whether the text holds control, zero-width, private or unassigned characters."""
    return any(unicodedata.category(character) in _HIDDEN_CATEGORIES for character in text)


def scripts_of(word: str) -> set[str]:
    """The writing systems of the word's letters, by their names in Unicode."""
    return {
        unicodedata.name(sign, "UNKNOWN").split()[0]
        for sign in word
        if unicodedata.category(sign).startswith("L")
    }


def mixes_scripts(text: str) -> bool:
    """Whether a word of the text mixes writing systems other than Thai beside Latin."""
    for word in _WORDS.split(text):
        scripts = scripts_of(word)
        if len(scripts) > 1 and not scripts <= _HARMLESS:
            return True
    return False


def clean_person_name(text: str) -> str:
    """A person's name as it is stored.

    Raises:
        ValueError: hidden characters (directions, joiners) or a word of mixed writing systems.
    """
    cleaned = clean_name(text)
    if has_hidden_characters(cleaned):
        raise ValueError("hidden characters are not allowed")
    if mixes_scripts(cleaned):
        raise ValueError("a word mixes letters of different writing systems")
    return cleaned
