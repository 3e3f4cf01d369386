"""Refusals about passwords."""

from kit.errors import ServiceUnavailable, Unprocessable


class PasswordTooWeak(Unprocessable):
    """The password does not meet the published rule."""

    code = "password_too_weak"
    title_th = "รหัสผ่านคาดเดาง่ายเกินไป"
    title_en = "The password is too weak"
    detail_th = (
        "รหัสผ่านต้องมี {minimum}-{maximum} ตัวอักษร มีตัวอักษรต่างกันอย่างน้อย {distinct} ตัว "
        "ต้องไม่มีชื่อ ชื่ออีเมล หรือหมายเลขโทรศัพท์ของท่าน และต้องไม่ใช่รหัสที่เดาง่าย"
    )
    detail_en = (
        "Use {minimum} to {maximum} characters, at least {distinct} different ones, without your "
        "name, e-mail name or phone number, and nothing that is easily guessed."
    )


class HashingBusy(ServiceUnavailable):
    """Too many passwords wait to be hashed."""

    code = "sign_in_busy"
    title_th = "มีผู้เข้าสู่ระบบพร้อมกันจำนวนมาก"
    title_en = "Too many people are signing in at once"
