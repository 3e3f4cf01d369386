"""Refusals of the checkout."""

from __future__ import annotations

from kit.errors import AppError, Conflict


class TotalTooSmall(AppError):
    """Less than the payment service collects at once."""

    status = 422
    code = "total_too_small"
    title_th = "ยอดรวมน้อยเกินไป"
    title_en = "The total is too small"
    detail_th = "ยอดขั้นต่ำคือ {least_satang} สตางค์"
    detail_en = "The least is {least_satang} satang."


class TotalTooLarge(AppError):
    """More than the payment service collects at once."""

    status = 422
    code = "total_too_large"
    title_th = "ยอดรวมมากเกินไป"
    title_en = "The total is too large"
    detail_th = "ยอดสูงสุดต่อครั้งคือ {most_satang} สตางค์ แบ่งเป็นหลายคำสั่งซื้อ"
    detail_en = "The most at once is {most_satang} satang; order in several carts."


class CheckoutCancelled(Conflict):
    """The checkout that this key belongs to was given up; its stock is free, nothing charged."""

    code = "checkout_cancelled"
    title_th = "การสั่งซื้อนี้ถูกยกเลิกแล้ว"
    title_en = "This checkout was cancelled"
    detail_th = "เปิดตะกร้าใหม่เพื่อสั่งซื้ออีกครั้ง ไม่มีการเก็บเงิน"
    detail_en = "Open a new cart to order again. Nothing was charged."


class PaymentNotReplaceable(Conflict):
    """The payment has ended, is being processed by the bank, or has not begun yet."""

    code = "payment_not_replaceable"
    title_th = "เปลี่ยนวิธีชำระเงินตอนนี้ไม่ได้"
    title_en = "The payment cannot be replaced now"
    detail_th = "สถานะการชำระเงินคือ {status} อ่านคำสั่งซื้ออีกครั้งเพื่อดูสถานะล่าสุด"
    detail_en = "The payment is {status}. Read the order again to see how it stands."


class MailNeeded(AppError):
    """PromptPay needs an e-mail address, and the order has none."""

    status = 422
    code = "email_needed"
    title_th = "พร้อมเพย์ต้องใช้อีเมล"
    title_en = "PromptPay needs an e-mail address"
    detail_th = "คำสั่งซื้อนี้ไม่มีอีเมล ชำระด้วยบัตรได้"
    detail_en = "The order has no e-mail address; pay by card."
