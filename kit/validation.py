"""Pydantic's findings about a request, said in Thai and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from kit.errors import FieldError

_THAI: Final[Mapping[str, str]] = {
    "missing": "ต้องระบุ",
    "extra_forbidden": "ไม่มีช่องข้อมูลชื่อนี้",
    "json_invalid": "JSON ไม่ถูกต้อง",
    "string_too_short": "สั้นเกินไป",
    "string_too_long": "ยาวเกินไป",
    "string_pattern_mismatch": "รูปแบบไม่ถูกต้อง",
    "string_type": "ต้องเป็นข้อความ",
    "int_type": "ต้องเป็นจำนวนเต็ม",
    "int_parsing": "ต้องเป็นจำนวนเต็ม",
    "decimal_parsing": "ต้องเป็นตัวเลข",
    "decimal_max_places": "ทศนิยมมากเกินไป",
    "greater_than": "น้อยเกินไป",
    "greater_than_equal": "น้อยเกินไป",
    "less_than": "มากเกินไป",
    "less_than_equal": "มากเกินไป",
    "enum": "ไม่ใช่ค่าที่เลือกได้",
    "literal_error": "ไม่ใช่ค่าที่เลือกได้",
    "uuid_parsing": "ต้องเป็น UUID",
    "date_from_datetime_parsing": "ต้องเป็นวันที่ ค.ศ. แบบ YYYY-MM-DD",
    "date_parsing": "ต้องเป็นวันที่ ค.ศ. แบบ YYYY-MM-DD",
    "datetime_parsing": "ต้องเป็นวันเวลาแบบ RFC 3339",
    "too_short": "มีจำนวนรายการน้อยเกินไป",
    "too_long": "มีจำนวนรายการมากเกินไป",
    "bool_parsing": "ต้องเป็น true หรือ false",
}
_THAI_FALLBACK: Final = "ค่าไม่ถูกต้อง"
_WHOLE_BODY: Final = "body"


def field_errors(findings: Sequence[Mapping[str, Any]]) -> list[FieldError]:
    """One FieldError for each of pydantic's findings, without the value that was sent."""
    return [
        FieldError(
            field=_path(finding["loc"]),
            code=finding["type"],
            message_th=_THAI.get(finding["type"], _THAI_FALLBACK),
            message_en=finding["msg"],
        )
        for finding in findings
    ]


def _path(location: Sequence[str | int]) -> str:
    inner = location[1:] if location and location[0] in {"body", "query", "path"} else location
    return ".".join(str(part) for part in inner) or _WHOLE_BODY
