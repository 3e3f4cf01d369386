"""Refusals of invoices."""

from __future__ import annotations

from kit.errors import Conflict


class NothingToInvoice(Conflict):
    """Nothing of the delivery was accepted, or it was cancelled."""

    code = "nothing_to_invoice"
    title_th = "ไม่มีรายการให้ออกใบแจ้งหนี้"
    title_en = "There is nothing to invoice"
    detail_th = "การส่งของนี้ไม่มีจำนวนที่ตรวจรับ หรือถูกยกเลิก"
    detail_en = "Nothing of this delivery was accepted, or it was cancelled."


class PaymentLocked(Conflict):
    """Not every appointed inspector has signed."""

    code = "payment_locked"
    title_th = "ยังจ่ายเงินไม่ได้ การตรวจรับยังไม่เสร็จ"
    title_en = "Payment is locked until the inspection is complete"
    detail_th = "ผู้ตรวจรับที่ได้รับแต่งตั้งต้องลงนามครบทุกคนก่อน"
    detail_en = "Every appointed inspector has to sign first."
