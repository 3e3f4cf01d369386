"""Refusals about reports."""

from __future__ import annotations

from kit.errors import Forbidden


class ReportNotAllowed(Forbidden):
    """Only officers and the operator read reports."""

    code = "report_not_allowed"
    title_th = "รายงานนี้สำหรับเจ้าหน้าที่"
    title_en = "Reports are for officers"
    detail_th = "อ่านได้โดยเจ้าหน้าที่ของจังหวัด หรือผู้ดูแลระบบ"
    detail_en = "Officers of the province and the operator may read it."
