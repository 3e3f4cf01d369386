"""Refusals of confirming, declining and cancelling."""

from __future__ import annotations

from kit.errors import Conflict, Unprocessable


class PurchaseOrderNotWaiting(Conflict):
    """Only an unconfirmed order can be confirmed, declined or cancelled, and once."""

    code = "purchase_order_not_waiting"
    title_th = "ใบสั่งซื้อนี้ไม่ได้รอการยืนยันแล้ว"
    title_en = "The purchase order no longer waits for its confirmation"
    detail_th = "สถานะปัจจุบันคือ {current_status}"
    detail_en = "It is {current_status}."


class UnknownOrderLine(Unprocessable):
    """A line that is not of this purchase order."""

    code = "unknown_order_line"
    title_th = "มีรายการที่ไม่ได้อยู่ในใบสั่งซื้อนี้"
    title_en = "A line is not of this purchase order"
    detail_th = "ไม่พบรายการ {order_line_id}"
    detail_en = "There is no line {order_line_id}."


class ConfirmedMoreThanOrdered(Unprocessable):
    """A confirmed quantity above what was ordered."""

    code = "confirmed_more_than_ordered"
    title_th = "ยืนยันเกินจำนวนที่สั่ง"
    title_en = "More is confirmed than was ordered"
    detail_th = "รายการที่ {line_no} สั่ง {ordered} {unit}"
    detail_en = "Line {line_no} was ordered at {ordered} {unit}."


class NothingConfirmed(Unprocessable):
    """A confirmation of nothing at all is a refusal, and is made as one."""

    code = "nothing_confirmed"
    title_th = "ไม่มีรายการใดที่ยืนยันจะส่ง"
    title_en = "Nothing would be delivered"
    detail_th = "หากส่งไม่ได้เลย ให้ปฏิเสธใบสั่งซื้อพร้อมเหตุผล"
    detail_en = "If you can deliver none of it, decline the order with a reason."
