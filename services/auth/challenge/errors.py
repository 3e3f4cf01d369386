"""Refusals of codes."""

from kit.errors import Unprocessable


class CodeNotValid(Unprocessable):
    """Another code, an old one, used before, or tried too often: the same answer for all."""

    code = "code_not_valid"
    title_th = "รหัสยืนยันไม่ถูกต้องหรือหมดอายุ"
    title_en = "The code is wrong or no longer good"
    detail_th = "ตรวจรหัสในข้อความล่าสุด หรือขอรหัสใหม่"
    detail_en = "Look at the latest message, or ask for another code."
