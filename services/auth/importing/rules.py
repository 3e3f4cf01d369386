"""Reading a province's file. Pure, no I/O."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from contracts.types import OrganisationKind, clean_identifier
from services.auth.importing.errors import FileNotReadable, FormulaInCell

MOST_ROWS: Final = 5_000
MOST_BYTES: Final = 4 * 1024 * 1024

HEADINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ประเภท": "kind",
        "ชื่อกลุ่ม": "name_th",
        "ชื่อภาษาอังกฤษ": "name_en",
        "รหัสทะเบียน": "registration_code",
        "เลขประจำตัวผู้เสียภาษี": "tax_id",
        "สาขา": "tax_branch",
        "รหัสตำบล": "subdistrict_code",
        "ที่อยู่": "address_line",
        "โทรศัพท์": "phone",
    }
)
"""Each column's Thai heading and the field it fills; English field names are accepted too."""

_NEEDED: Final = frozenset({"name_th", "subdistrict_code"})
_KINDS: Final[Mapping[str, OrganisationKind]] = MappingProxyType(
    {
        "วิสาหกิจชุมชน": OrganisationKind.COMMUNITY_ENTERPRISE,
        "ผู้ผลิตโอทอป": OrganisationKind.OTOP_PRODUCER,
        "OTOP": OrganisationKind.OTOP_PRODUCER,
    }
)
_FORMULA: Final = ("=", "+", "@", "\t", "\r")
_PHONE_FIELDS: Final = frozenset({"phone"})


def read_rows(content: bytes) -> list[dict[str, str]]:
    """The lines of the file by field name, empty cells left out.

    Raises:
        FileNotReadable: not UTF-8 CSV, unknown or missing headings, no lines or too many.
    """
    try:
        text = content.decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise _unreadable() from error
    if len(content) > MOST_BYTES or not 2 <= len(lines) <= MOST_ROWS + 1 or "\0" in text:
        raise _unreadable()
    fields = [_field(heading) for heading in lines[0]]
    known = [field for field in fields if field is not None]
    if len(known) < len(fields) or len(set(known)) < len(known) or not set(known) >= _NEEDED:
        raise _unreadable()
    return [_row(known, cells) for cells in lines[1:] if any(cell.strip() for cell in cells)]


def _unreadable() -> FileNotReadable:
    return FileNotReadable(headings=", ".join(HEADINGS), most_rows=MOST_ROWS)


def _field(heading: str) -> str | None:
    name = heading.strip()
    return HEADINGS.get(name) or (name if name in HEADINGS.values() else None)


def _row(fields: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    if len(cells) > len(fields):
        raise _unreadable()
    return {field: cell.strip() for field, cell in zip(fields, cells, strict=False) if cell.strip()}


def check_cells(values: Mapping[str, str]) -> None:
    """Refuse what a spreadsheet would run when the rows are exported again.

    Raises:
        FormulaInCell.
    """
    for field, value in values.items():
        if value.startswith(_FORMULA) and field not in _PHONE_FIELDS:
            raise FormulaInCell


def kind_of(value: str | None) -> OrganisationKind:
    """The kind of a line; a community enterprise unless it says otherwise.

    Raises:
        ValueError: no kind that offices bring in.
    """
    if value is None:
        return OrganisationKind.COMMUNITY_ENTERPRISE
    return _KINDS.get(value) or OrganisationKind(value)


def key_of(values: Mapping[str, str], *, name_key: str) -> str:
    """By what a group is known in a second file: its register's code, else name and tambon."""
    code = values.get("registration_code")
    if code:
        return f"code:{clean_identifier(code).replace('-', '').replace('/', '')}"
    return f"name:{clean_identifier(values.get('subdistrict_code', ''))}:{name_key}"
