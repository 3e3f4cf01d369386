"""Refusals about exports."""

from __future__ import annotations

from kit.errors import Unprocessable


class ExportTooLarge(Unprocessable):
    """More rows than a workbook is made for in one answer."""

    code = "export_too_large"
    title_th = "ข้อมูลมากเกินกว่าจะทำเป็น XLSX"
    title_en = "Too much for a workbook"
    detail_th = "มีมากกว่า {max_rows} แถว ให้ใช้ format=csv"
    detail_en = "There are more than {max_rows} rows; use format=csv."
