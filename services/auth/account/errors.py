"""Refusals of the account feature."""

from kit.errors import Conflict, Unprocessable


class ContactNotValid(Unprocessable):
    """The text is neither an e-mail address nor a phone number."""

    code = "contact_not_valid"
    title_th = "อีเมลหรือหมายเลขโทรศัพท์ไม่ถูกต้อง"
    title_en = "Not a valid e-mail address or phone number"


class PersonNotFound(Unprocessable):
    """Nobody has an account with that address."""

    code = "person_not_found"
    title_th = "ยังไม่มีบัญชีของบุคคลนี้"
    title_en = "That person has no account"
    detail_th = "ให้บุคคลนั้นสมัครบัญชีก่อน แล้วลองใหม่"
    detail_en = "Ask the person to sign up first, then try again."


class AddressTaken(Conflict):
    """The address has an account; said to the operator's command only, never by a route."""

    code = "address_taken"
    title_th = "มีบัญชีที่ใช้ที่อยู่นี้แล้ว"
    title_en = "The address has an account already"
