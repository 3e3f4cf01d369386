"""Refusals of the membership feature."""

from kit.errors import Conflict, Forbidden


class AlreadyMember(Conflict):
    """The person is a member now; change the roles instead."""

    code = "already_member"
    title_th = "บุคคลนี้เป็นสมาชิกอยู่แล้ว"
    title_en = "The person is a member already"


class LastOwner(Conflict):
    """An organisation always has an owner."""

    code = "last_owner"
    title_th = "องค์กรต้องมีเจ้าของอย่างน้อยหนึ่งคน"
    title_en = "An organisation must keep an owner"
    detail_th = "แต่งตั้งเจ้าของคนใหม่ก่อน แล้วจึงเปลี่ยนหรือถอดคนนี้"
    detail_en = "Make somebody else an owner first."


class OwnerNeeded(Forbidden):
    """Only an owner gives or takes the roles owner and manager."""

    code = "owner_needed"
    title_th = "ต้องเป็นเจ้าขององค์กร"
    title_en = "Only an owner may do this"
    detail_th = "เฉพาะเจ้าของให้หรือถอนบทบาทเจ้าของและผู้จัดการได้"
    detail_en = "Only an owner gives or takes the roles owner and manager."
