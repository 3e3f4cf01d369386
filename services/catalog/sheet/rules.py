"""CSV: which encoding, which separator, and cells that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO, TextIOWrapper
from pathlib import Path
from typing import Final

from services.catalog.sheet.errors import SheetUnreadable

BYTE_ORDER_MARK: Final = "\ufeff"

_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_SEPARATORS: Final = ",;\t|"
_BLOCK: Final = 1 << 20
_BROKEN_UTF8_THAI: Final = re.compile(rb"\xe0[\xb8\xb9][\x80-\xbf]")
_HIGH: Final = re.compile(rb"[\x80-\xff]")
_FORMULA_START: Final = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_CELL: Final = 1 << 20


def encoding_of(path: Path) -> str:
    """The encoding of a text file, proved on every byte of it.

    UTF-8 with or without its mark, UTF-16 with one, else CP874 (which contains TIS-620). A file
    that is UTF-8 but for some bytes is broken, and is not taken for CP874.

    Raises:
        SheetUnreadable: with the place of the first bad byte.
    """
    with path.open("rb") as file:
        start = file.read(4)
    if start[:2] in _UTF16_MARKS:
        return "utf-16"
    bad = _first_bad_byte(path, "utf-8-sig")
    if bad is None:
        return "utf-8-sig"
    if _looks_like_utf8(path) or _first_bad_byte(path, "cp874") is not None:
        raise SheetUnreadable(place=bad)
    return "cp874"


def _first_bad_byte(path: Path, encoding: str) -> int | None:
    place = 0
    with path.open(encoding=encoding, newline="", buffering=_BLOCK) as file:
        try:
            while piece := file.read(_BLOCK):
                place += len(piece)
                if "\x00" in piece:
                    return place - len(piece) + piece.index("\x00")
        except UnicodeDecodeError as error:
            return place + error.start
    return None


def _looks_like_utf8(path: Path) -> bool:
    with path.open("rb") as file:
        sample = file.read(_BLOCK)
    high = len(_HIGH.findall(sample))
    return high > 0 and 3 * len(_BROKEN_UTF8_THAI.findall(sample)) > high // 2


def csv_rows(path: Path) -> Iterator[list[str]]:
    """The rows of a CSV file; the separator is the one that divides its beginning best.

    Raises:
        SheetUnreadable: broken encoding, or a cell without an end.
    """
    encoding = encoding_of(path)
    csv.field_size_limit(_LONGEST_CELL)
    with path.open(encoding=encoding, newline="") as file:
        beginning = file.read(4_096)
        file.seek(0)
        rows = csv.reader(file, delimiter=_separator(beginning))
        try:
            yield from rows
        except (csv.Error, UnicodeError) as error:
            raise SheetUnreadable(place=rows.line_num) from error


def _separator(beginning: str) -> str:
    return max(_SEPARATORS, key=beginning.count)


def escaped(cell: str) -> str:
    """A cell that a spreadsheet shows as it is instead of running it as a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA_START) else cell


def unescaped(cell: str) -> str:
    """What ``escaped`` was given."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA_START) else cell


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV, every cell escaped."""
    text = StringIO()
    csv.writer(text).writerows([escaped(cell) for cell in row] for row in rows)
    return text.getvalue()


def spooled(rows: Iterable[Sequence[str]], file: TextIOWrapper) -> None:
    """Write rows plainly, for ourselves to read again."""
    csv.writer(file).writerows(rows)
