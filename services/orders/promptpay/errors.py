"""What is wrong with a PromptPay payload."""

from __future__ import annotations

from kit.errors import AppError


class PayloadNotReadable(AppError):
    """A text that is no PromptPay payload, or whose checksum is another."""

    status = 422
    code = "promptpay_payload_not_readable"
    title_th = "อ่านข้อมูลพร้อมเพย์นี้ไม่ได้"
    title_en = "The PromptPay payload cannot be read"
    detail_th = "{reason_th}"
    detail_en = "{reason_en}"
