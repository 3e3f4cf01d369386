"""Refusals about imports."""

from __future__ import annotations

from kit.errors import NotFound


class ImportNotFound(NotFound):
    """There is no such import, or it belongs to another party."""

    code = "import_not_found"
    title_th = "ไม่พบงานนำเข้า"
    title_en = "Import not found"
