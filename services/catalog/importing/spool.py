"""A file read once from end to end and laid down as plain rows.

So whatever is wrong with the file as a whole is known before a row is written, progress has a
total, and going on behind a row costs no second reading of a workbook.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Final
from uuid import UUID

from services.catalog.importing import words
from services.catalog.sheet import openpyxl, rules
from services.catalog.sheet.errors import SheetTooLarge, SheetWithoutHeadings

MAX_ROWS: Final = 250_000
# Offices put titles and dates above the headings.
_HEADINGS_WITHIN: Final = 20

Row = tuple[int, list[str]]
"""The line of the sheet, and its cells."""


@dataclass(frozen=True)
class Spool:
    """The rows of a file. Its folder goes when it is closed."""

    job_id: UUID
    headings: list[str]
    total: int
    folder: tempfile.TemporaryDirectory[str]

    def rows(self) -> Iterator[Row]:
        """The rows below the headings, empty ones left out, with their line in the sheet."""
        with (Path(self.folder.name) / "rows.csv").open(encoding="utf-8", newline="") as file:
            for line, *cells in csv.reader(file):
                yield int(line), cells

    def close(self) -> None:
        """Remove the files."""
        self.folder.cleanup()


def folder() -> tempfile.TemporaryDirectory[str]:
    """A place for the file and its spool."""
    return tempfile.TemporaryDirectory(prefix="talat-import-")


def spool(job_id: UUID, source: Path, into: tempfile.TemporaryDirectory[str]) -> Spool:
    """Read a CSV or XLSX file whole; blocking, for a thread.

    Raises:
        SheetUnreadable, SheetTooLarge, SheetWithoutHeadings
    """
    if openpyxl.is_workbook(source):
        rows: Iterable[list[str]] = openpyxl.xlsx_rows(source, max_rows=MAX_ROWS)
    else:
        rows = rules.csv_rows(source)
    numbered = enumerate(rows, 1)
    headings, below = _headings(numbered)
    total = 0
    with (Path(into.name) / "rows.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for line, cells in below:
            if any(cell.strip() for cell in cells):
                total += 1
                if total > MAX_ROWS:
                    megabytes = openpyxl.MAX_UNPACKED_BYTES >> 20
                    raise SheetTooLarge(max_rows=MAX_ROWS, max_megabytes=megabytes)
                writer.writerow([line, *cells])
    return Spool(job_id, headings, total, into)


def _headings(numbered: Iterator[Row]) -> tuple[list[str], Iterator[Row]]:
    first = list(islice(numbered, _HEADINGS_WITHIN))
    for place, (_, cells) in enumerate(first):
        if set(words.NEEDED) <= set(words.fields_of(cells)):
            return cells, chain(first[place + 1 :], numbered)
    needed = ", ".join(words.HEADINGS[name][0] for name in words.NEEDED)
    raise SheetWithoutHeadings(needed=needed)
