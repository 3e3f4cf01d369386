"""Refusals of school days."""

from __future__ import annotations

from kit.errors import Forbidden, Unprocessable


class NotASchool(Forbidden):
    """Only a school has school days."""

    code = "not_a_school"
    title_th = "องค์กรนี้ไม่ใช่โรงเรียน"
    title_en = "The organisation is not a school"
    detail_th = "วันเปิดเรียนและจำนวนนักเรียนเป็นข้อมูลของโรงเรียนเท่านั้น"
    detail_en = "Term days and headcounts are a school's own data."


class SchoolClosedOnDeliveryDate(Unprocessable):
    """Nobody is there to receive or to eat it."""

    code = "school_closed_on_delivery_date"
    title_th = "โรงเรียนปิดในวันส่งของ"
    title_en = "The school is closed on the delivery date"
    detail_th = "โรงเรียนแจ้งปิดวันที่ {on} ({note}) เลือกวันอื่น"
    detail_en = "The school is closed on {on} ({note}); choose another day."
