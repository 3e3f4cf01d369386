"""Which files are accepted, and what their first bytes must say. Pure, no I/O."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from uuid import UUID

from services.auth.document.errors import DocumentNotWhatItSays, DocumentTypeRefused

MAX_BYTES: Final = 10 * 1024 * 1024
MOST_DOCUMENTS: Final = 50
MAX_PIXELS: Final = 50_000_000

EXTENSIONS: Final[Mapping[str, str]] = MappingProxyType(
    {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
)

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"
_PDF: Final = b"%PDF-"
_PDF_END: Final = b"%%EOF"
_PDF_TAIL: Final = 2_048
_PNG_HEAD: Final = 24
_JPEG_SIZES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})


def check_announced(content_type: str, size_bytes: int) -> None:
    """Hold what is announced against what is accepted.

    Raises:
        DocumentTypeRefused.
    """
    if content_type not in EXTENSIONS or size_bytes > MAX_BYTES:
        raise DocumentTypeRefused(types=", ".join(EXTENSIONS), max_bytes=MAX_BYTES)


def incoming_key(application_id: UUID, document_id: UUID, content_type: str) -> str:
    """Where the applicant's form puts the file: nobody is ever shown it from there."""
    return f"incoming/{application_id}/{document_id}.{EXTENSIONS[content_type]}"


def checked_key(application_id: UUID, document_id: UUID, content_type: str) -> str:
    """Where the checked bytes lie, out of the form's reach."""
    return f"application/{application_id}/{document_id}.{EXTENSIONS[content_type]}"


def check_content(body: bytes, *, content_type: str, size_bytes: int) -> None:
    """Hold the content against the announced type and size, and against bombs.

    Raises:
        DocumentNotWhatItSays.
    """
    checks = {"application/pdf": _is_pdf, "image/png": _is_png, "image/jpeg": _is_jpeg}
    if len(body) != size_bytes or not checks[content_type](body):
        raise DocumentNotWhatItSays


def _is_pdf(body: bytes) -> bool:
    return body.startswith(_PDF) and _PDF_END in body[-_PDF_TAIL:]


def _is_png(body: bytes) -> bool:
    if not body.startswith(_PNG) or len(body) < _PNG_HEAD or body[12:16] != b"IHDR":
        return False
    width, height = struct.unpack(">II", body[16:24])
    return bool(0 < width * height <= MAX_PIXELS)


def _is_jpeg(body: bytes) -> bool:
    """Walk the markers to the frame's size; the picture must say it and must end."""
    if not body.startswith(_JPEG) or b"\xff\xd9" not in body[-_PDF_TAIL:]:
        return False
    at = 2
    while at + 9 < len(body) and body[at] == 0xFF:
        marker = body[at + 1]
        if marker in _JPEG_SIZES:
            height, width = struct.unpack(">HH", body[at + 5 : at + 9])
            return bool(0 < width * height <= MAX_PIXELS)
        if marker in _JPEG_ALONE:
            at += 2
            continue
        at += 2 + int(struct.unpack(">H", body[at + 2 : at + 4])[0])
    return False
