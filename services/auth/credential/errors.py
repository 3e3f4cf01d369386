"""Refusals about one's own password."""

from kit.errors import Forbidden


class PasswordNotConfirmed(Forbidden):
    """The caller's present password is another."""

    code = "password_not_confirmed"
    title_th = "รหัสผ่านปัจจุบันไม่ถูกต้อง"
    title_en = "That is not your present password"
