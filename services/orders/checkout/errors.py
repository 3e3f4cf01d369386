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
