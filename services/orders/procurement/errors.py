"""Refusals of the statutory steps."""

from __future__ import annotations

from kit.errors import Conflict, NotFound


class NoUrgentReport(NotFound):
    """The requisition is none that was bought first."""

    code = "no_urgent_report"
    title_th = "ใบขอซื้อนี้ไม่ใช่การซื้อเร่งด่วน"
    title_en = "The requisition was no urgent purchase"
    detail_th = "ไม่มีรายงานที่ต้องส่งภายหลัง"
    detail_en = "There is no report to make."


class UrgentReportMade(Conflict):
    """It is reported once."""

    code = "urgent_report_made"
    title_th = "รายงานการซื้อเร่งด่วนแล้ว"
    title_en = "The urgent purchase is reported already"
    detail_th = "รายงานเมื่อ {reported_at}"
    detail_en = "It was reported at {reported_at}."


class UrgentReportNotWaiting(Conflict):
    """There is no report to decide on, or it is decided."""

    code = "urgent_report_not_waiting"
    title_th = "ไม่มีรายงานที่รอความเห็นชอบ"
    title_en = "No report waits for a decision"
    detail_th = "ยังไม่ได้รายงาน หรือพิจารณาไปแล้ว"
    detail_en = "It is not made yet, or it is decided."
