"""Refusals of the payment feature."""

from __future__ import annotations

from kit.errors import AppError


class InvalidSignature(AppError):
    """A webhook that did not come from Stripe, or was changed or held back on its way."""

    status = 400
    code = "invalid_signature"
    title_th = "ลายเซ็นของเว็บฮุกไม่ถูกต้อง"
    title_en = "The webhook's signature is not valid"
    detail_th = "ไม่มีการเปลี่ยนแปลงใด ๆ"
    detail_en = "Nothing was changed."
