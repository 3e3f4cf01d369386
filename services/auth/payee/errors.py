"""Refusals of the payee feature."""

from kit.errors import Unprocessable


class AccountNumberNotValid(Unprocessable):
    """Thai account numbers have 10 to 15 digits."""

    code = "account_number_not_valid"
    title_th = "เลขที่บัญชีไม่ถูกต้อง"
    title_en = "Not a valid account number"
    detail_th = "เลขที่บัญชีมี 10 ถึง 15 หลัก"
    detail_en = "An account number has 10 to 15 digits."
