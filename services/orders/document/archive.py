"""A purchase's file as one zip: the same documents give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Final

_READABLE: Final = 0o644 << 16


def zipped(files: Sequence[tuple[str, date, bytes]]) -> bytes:
    """A zip of (name, date, content), in this order; the names are plain and unique."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, on, content in files:
            entry = zipfile.ZipInfo(name, (on.year, on.month, on.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _READABLE
            archive.writestr(entry, content)
    return packed.getvalue()
