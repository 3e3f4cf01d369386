"""Refusals about passwords."""

from kit.errors import ServiceUnavailable, Unprocessable


class PasswordTooWeak(Unprocessable):
    """The password does not meet the published rule."""

    code = "password_too_weak"
    title_th = "รหัสผ่านคาดเดาง่ายเกินไป"
    title_en = "The password is too weak"
    detail_th = (
        "รหัสผ่านต้องมี {minimum}-{maximum} ตัวอักษร มีตัวอักษรต่างกันอย่างน้อย {distinct} ตัว "
        "และต้องไม่มีชื่ออีเมลหรือหมายเลขโทรศัพท์ของท่าน"
    )
    detail_en = (
        "Use {minimum} to {maximum} characters, at least {distinct} different ones, and neither "
        "your e-mail name nor your phone number."
    )


class HashingBusy(ServiceUnavailable):
    """Too many passwords wait to be hashed."""

    code = "sign_in_busy"
    title_th = "มีผู้เข้าสู่ระบบพร้อมกันจำนวนมาก"
    title_en = "Too many people are signing in at once"
