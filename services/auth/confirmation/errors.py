"""Refusals of the confirmation feature."""

from kit.errors import Conflict, Unprocessable


class ConfirmationNotForKind(Unprocessable):
    """Only community enterprises confirm each year."""

    code = "confirmation_not_for_kind"
    title_th = "เฉพาะวิสาหกิจชุมชนที่ต้องยืนยันการดำเนินการต่อ"
    title_en = "Only a community enterprise confirms that it goes on"


class AlreadyConfirmed(Conflict):
    """Confirmed for this year."""

    code = "already_confirmed"
    title_th = "ยืนยันการดำเนินการต่อของปีนี้แล้ว"
    title_en = "Confirmed for this year already"
