"""Refusals of reports on what is owed."""

from __future__ import annotations

from kit.errors import Unprocessable


class PeriodNotPlausible(Unprocessable):
    """A statement's period that ends before it begins, or is longer than a year."""

    code = "period_not_plausible"
    title_th = "ช่วงวันที่ไม่ถูกต้อง"
    title_en = "The period is not plausible"
    detail_th = "วันสิ้นสุดต้องไม่ก่อนวันเริ่มต้น และช่วงเวลายาวไม่เกิน 366 วัน"
    detail_en = "It may not end before it begins, and has at most 366 days."
