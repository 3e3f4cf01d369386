"""Refusals about the second factor."""

from kit.errors import Conflict, Unprocessable


class SecondFactorCodeNotValid(Unprocessable):
    """Another code, or one that was used."""

    code = "second_factor_code_not_valid"
    title_th = "รหัสผ่านครั้งเดียวหรือรหัสกู้คืนไม่ถูกต้อง"
    title_en = "The one-time password or recovery code is not right"
    detail_th = "รหัสแต่ละรหัสใช้ได้ครั้งเดียว ตรวจเวลาของโทรศัพท์ด้วย"
    detail_en = "Each code is good once. Check the clock of the phone too."


class SecondFactorEnrolled(Conflict):
    """One-time passwords are on already."""

    code = "second_factor_enrolled"
    title_th = "เปิดใช้รหัสผ่านครั้งเดียวอยู่แล้ว"
    title_en = "One-time passwords are on already"


class SecondFactorNotEnrolled(Conflict):
    """One-time passwords are not on, or enrolling has not begun."""

    code = "second_factor_not_enrolled"
    title_th = "ยังไม่ได้เปิดใช้รหัสผ่านครั้งเดียว"
    title_en = "One-time passwords are not on"


class AddressNotProven(Conflict):
    """An account without a proven address cannot have a second factor: it may be another's."""

    code = "address_not_proven"
    title_th = "ต้องยืนยันอีเมลหรือหมายเลขโทรศัพท์ก่อน"
    title_en = "Prove an e-mail address or phone number first"
