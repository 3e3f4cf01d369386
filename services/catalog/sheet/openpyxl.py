"""XLSX through openpyxl, row by row: memory does not grow with the sheet.

A workbook is a zip, so it is unpacked once against a limit before the library sees it. Formulas
are never evaluated: a cell gives the value that the spreadsheet saved with it.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from services.catalog.sheet.errors import SheetTooLarge, SheetUnreadable
from services.catalog.sheet.rules import escaped

MAX_UNPACKED_BYTES: Final = 400 * 1024 * 1024
MAX_PARTS: Final = 500
_BLOCK: Final = 1 << 20
_MAGIC: Final = b"PK\x03\x04"
_MOST_COLUMNS: Final = 200


def is_workbook(path: Path) -> bool:
    """Whether the file's first bytes are a zip's."""
    with path.open("rb") as file:
        return file.read(4) == _MAGIC


def require_small(path: Path, *, max_rows: int) -> None:
    """Unpack every part and count; what a header claims is not believed.

    Raises:
        SheetTooLarge: a zip bomb, or an honest file beyond the limit.
        SheetUnreadable: not a whole zip.
    """
    limit = SheetTooLarge(max_rows=max_rows, max_megabytes=MAX_UNPACKED_BYTES // _BLOCK)
    left = MAX_UNPACKED_BYTES
    try:
        with zipfile.ZipFile(path) as workbook:
            parts = workbook.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > left:
                raise limit
            for part in parts:
                with workbook.open(part) as unpacked:
                    while piece := unpacked.read(_BLOCK):
                        left -= len(piece)
                        if left < 0:
                            raise limit
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise SheetUnreadable(place=0) from error


def xlsx_rows(path: Path, *, max_rows: int) -> Iterator[list[str]]:
    """The rows of the first sheet as texts: dates as ISO, whole numbers without a point.

    Raises:
        SheetTooLarge, SheetUnreadable
    """
    require_small(path, max_rows=max_rows)
    try:
        yield from _sheet(path)
    except Exception as error:
        # The library raises whatever it stumbles over in a damaged part.
        raise SheetUnreadable(place=0) from error


def _sheet(path: Path) -> Iterator[list[str]]:
    # An open file: a name without the usual ending would be refused.
    with path.open("rb") as file:
        workbook = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            sheet = workbook.worksheets[0]
            # What the file says of its own extent may be wrong in either direction.
            sheet.reset_dimensions()
            for row in sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS):
                yield [_text(value) for value in row]
        finally:
            workbook.close()


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def write(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """Write one sheet of texts; nothing in it is a formula."""
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("สินค้า")
    for row in rows:
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", escaped(cell)) for cell in row])
    workbook.save(path)
    workbook.close()
