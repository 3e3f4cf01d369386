"""Refusals of the invitation feature."""

from kit.errors import Conflict, Unprocessable


class InvitationNotValid(Unprocessable):
    """Unknown, used, withdrawn or expired: which of them is not said."""

    code = "invitation_not_valid"
    title_th = "คำเชิญนี้ใช้ไม่ได้แล้ว"
    title_en = "The invitation is not valid"
    detail_th = "คำเชิญใช้ได้ครั้งเดียวภายใน 7 วัน ขอคำเชิญใหม่จากองค์กร"
    detail_en = "It is good once and for seven days; ask the organisation for another."


class InvitationNotOpen(Conflict):
    """Accepted or withdrawn already."""

    code = "invitation_not_open"
    title_th = "คำเชิญนี้ถูกตอบรับหรือถอนไปแล้ว"
    title_en = "The invitation was accepted or withdrawn already"
