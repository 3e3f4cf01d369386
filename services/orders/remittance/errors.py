"""Refusals of payments."""

from __future__ import annotations

from kit.errors import Conflict, Unprocessable


class PaymentExceedsPayable(Conflict):
    """More than what is to be transferred for the invoice."""

    code = "payment_exceeds_payable"
    title_th = "จำนวนเงินเกินยอดที่ต้องชำระ"
    title_en = "The payment is more than what is to be paid"
    detail_th = "ยอดที่ต้องโอน {payable_baht} บาท (หลังหักภาษี ณ ที่จ่าย)"
    detail_en = "{payable_baht} baht are to be transferred, withheld tax taken off."


class PaymentAlreadyAnnounced(Conflict):
    """The seller has not yet answered the buyer's last word."""

    code = "payment_already_announced"
    title_th = "แจ้งชำระไว้แล้ว รอผู้ขายตรวจสอบ"
    title_en = "A payment was announced already and waits for the seller"
    detail_th = "ผู้ขายต้องยืนยันหรือปฏิเสธรายการเดิมก่อน"
    detail_en = "The seller has to confirm or deny the earlier one first."


class PaymentNotAnnounced(Conflict):
    """Only what was announced, and not answered, can be confirmed or denied."""

    code = "payment_not_announced"
    title_th = "รายการชำระนี้ไม่ได้รอการยืนยัน"
    title_en = "The payment does not wait for an answer"
    detail_th = "สถานะปัจจุบันคือ {current_status}"
    detail_en = "It is {current_status}."


class PaidOnNotPlausible(Unprocessable):
    """A payment in the future, or before the invoice."""

    code = "paid_on_not_plausible"
    title_th = "วันที่ชำระไม่ถูกต้อง"
    title_en = "The day of payment is not plausible"
    detail_th = "วันที่ชำระต้องไม่ก่อนวันที่ออกใบแจ้งหนี้และไม่เกินวันนี้"
    detail_en = "It is neither before the invoice nor after today."
