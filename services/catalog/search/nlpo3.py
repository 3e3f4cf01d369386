"""Word segmentation by nlpo3 with the general word list, place names and our own terms."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from functools import cache
from typing import Final

import geothai
import nlpo3
from pythainlp.corpus import thai_words

from services.catalog.search.words import TERMS

_DICTIONARY: Final = "talat-catalogue"


@cache
def _loaded_dictionary() -> str:
    """Load the dictionary once a process (about 0.3 s and 60 MB); nlpo3 reads only files."""
    descriptor, path = tempfile.mkstemp(suffix=".txt", prefix="talat-words-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write("\n".join(sorted({*thai_words(), *TERMS, *_place_names()})))
        message, loaded = nlpo3.load_dict(path, _DICTIONARY)
        if not loaded:
            raise RuntimeError(message)
    finally:
        os.unlink(path)
    return _DICTIONARY


def _place_names() -> Iterable[str]:
    for province in geothai.provinces():
        yield province.name_th
        for district in geothai.districts(province.code):
            yield district.name_th
            for subdistrict in geothai.subdistricts(district.code):
                yield subdistrict.name_th


def segment(text: str) -> list[str]:
    """Cut a text into words, spaces and punctuation included. Safe against long ambiguity."""
    return nlpo3.segment(text, _loaded_dictionary(), safe=True)


def warm() -> None:
    """Load the dictionary now, at start, rather than in somebody's request."""
    _loaded_dictionary()
