"""Refusals of receiving sites and windows."""

from __future__ import annotations

from kit.errors import Conflict, Unprocessable


class SiteNameTaken(Conflict):
    """Two sites of a buyer's with one name."""

    code = "receiving_site_name_taken"
    title_th = "มีจุดรับของชื่อนี้แล้ว"
    title_en = "There is a receiving site of that name"
    detail_th = "จุดรับของ “{name_th}” มีอยู่แล้ว แก้ไขจุดเดิมหรือตั้งชื่ออื่น"
    detail_en = "“{name_th}” exists: change it, or choose another name."


class ReceivingWindowFull(Conflict):
    """As many deliveries are booked as the window takes."""

    code = "receiving_window_full"
    title_th = "ช่วงเวลารับของนี้เต็มแล้ว"
    title_en = "The receiving window is full"
    detail_th = "วันที่ {on} รับได้ {capacity} เที่ยว เลือกช่วงเวลาอื่น"
    detail_en = "It takes {capacity} deliveries on {on}; choose another window."


class ReceivingWindowNotOpen(Unprocessable):
    """Not a window of this buyer's, or not on this day of the week."""

    code = "receiving_window_not_open"
    title_th = "ช่วงเวลานี้ไม่เปิดรับของในวันดังกล่าว"
    title_en = "The window is not open on that day"
    detail_th = "เลือกช่วงเวลาของผู้ซื้อที่เปิดในวันที่ {on}"
    detail_en = "Choose a window of the buyer's that is open on {on}."


class ReceivingWindowRequired(Unprocessable):
    """The buyer receives by windows only."""

    code = "receiving_window_required"
    title_th = "ต้องจองช่วงเวลารับของ"
    title_en = "A receiving window has to be booked"
    detail_th = "ผู้ซื้อรับของตามช่วงเวลาเท่านั้น ดูช่วงที่ว่างจาก receiving-windows ของใบสั่งซื้อ"
    detail_en = "The buyer receives in windows only: see the order's receiving-windows."
