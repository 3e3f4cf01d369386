"""Why a file as a whole cannot be read."""

from __future__ import annotations

from kit.errors import Unprocessable


class SheetUnreadable(Unprocessable):
    """Neither text of a known encoding nor a workbook."""

    code = "sheet_unreadable"
    title_th = "อ่านไฟล์ไม่ได้"
    title_en = "The file cannot be read"
    detail_th = "ไฟล์ไม่ใช่ CSV (UTF-8, TIS-620/CP874) หรือ XLSX ที่สมบูรณ์ (ไบต์ที่ {place})"
    detail_en = "It is neither whole CSV (UTF-8, TIS-620/CP874) nor whole XLSX (byte {place})."


class SheetTooLarge(Unprocessable):
    """More rows than one job takes, or a workbook that unpacks to too much."""

    code = "sheet_too_large"
    title_th = "ไฟล์ใหญ่เกินไป"
    title_en = "The file is too large"
    detail_th = "รับไม่เกิน {max_rows} แถว และไฟล์ที่คลายแล้วไม่เกิน {max_megabytes} MB แบ่งเป็นหลายไฟล์"
    detail_en = "At most {max_rows} rows and {max_megabytes} MB unpacked; split it into several."


class SheetWithoutHeadings(Unprocessable):
    """No row among the first ones names the columns that are needed."""

    code = "sheet_without_headings"
    title_th = "ไม่พบหัวตารางที่ต้องมี"
    title_en = "The needed headings are missing"
    detail_th = "แถวหัวตารางต้องมี: {needed}"
    detail_en = "The row of headings must have: {needed}."
