"""Refusals of the cancellation feature."""

from __future__ import annotations

from kit.errors import AppError, Conflict


class ReasonDoesNotFit(AppError):
    """A reason that this step does not take."""

    status = 422
    code = "reason_does_not_fit"
    title_th = "ใช้เหตุผลนี้กับรายการนี้ไม่ได้"
    title_en = "The reason does not fit this step"
    detail_th = "เหตุผลที่ใช้ได้: {reasons}"
    detail_en = "Reasons that fit: {reasons}"


class OnlyTheWhole(AppError):
    """A refund of a part of the order."""

    status = 422
    code = "only_whole_order"
    title_th = "คืนเงินได้ทั้งคำสั่งซื้อเท่านั้น"
    title_en = "Only a whole order can be refunded"
    detail_th = "ยอดคืนต้องเป็น {amount_satang} สตางค์"
    detail_en = "The amount would be {amount_satang} satang."


class AlreadyRefunded(Conflict):
    """The order's money has gone back, or is on its way."""

    code = "already_refunded"
    title_th = "คำสั่งซื้อนี้คืนเงินแล้วหรือกำลังคืน"
    title_en = "The order was refunded, or is being refunded"
    detail_th = "สถานะการคืนเงินคือ {status}"
    detail_en = "The refund is {status}."
