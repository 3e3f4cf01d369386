"""Refusals of the seller's desk."""

from __future__ import annotations

from kit.errors import Conflict


class OrderNotInState(Conflict):
    """The order is not at the step that this move starts from."""

    code = "order_not_in_state"
    title_th = "คำสั่งซื้อไม่อยู่ในขั้นที่ทำรายการนี้ได้"
    title_en = "The order is not at that step"
    detail_th = "คำสั่งซื้ออยู่ในสถานะ {current} ต้องเป็น {needed}"
    detail_en = "The order is {current}; it would have to be {needed}."
