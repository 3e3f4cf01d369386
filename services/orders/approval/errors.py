"""Refusals of approval."""

from __future__ import annotations

from kit.errors import Conflict, Forbidden, Unprocessable


class NotAnApprover(Forbidden):
    """The person may not decide the step that is next, nor stands in for somebody who may."""

    code = "not_an_approver"
    title_th = "ไม่ใช่ผู้มีอำนาจอนุมัติขั้นนี้"
    title_en = "Not an approver of this step"
    detail_th = "ต้องเป็นผู้มีอำนาจของขั้นที่รออยู่ หรือผู้รับมอบอำนาจหรือรักษาการแทนในวันนี้"
    detail_en = (
        "Only who bears the role of the waiting step at this moment, or stands in for such a "
        "person today, may decide."
    )


class SelfApprovalNotAllowed(Forbidden):
    """Whoever asked may not decide, at no step and in nobody's place."""

    code = "self_approval_not_allowed"
    title_th = "อนุมัติคำขอของตนเองไม่ได้"
    title_en = "You may not decide on your own requisition"
    detail_th = "ให้ผู้อนุมัติคนอื่นของหน่วยงานพิจารณา"
    detail_en = "Another approver of the organisation has to decide."


class StepAlreadyDecided(Forbidden):
    """A person decides one step of a requisition, so that as many look at it as there are steps."""

    code = "step_already_decided_by_you"
    title_th = "ท่านพิจารณาขั้นก่อนหน้าไปแล้ว"
    title_en = "You have decided an earlier step"
    detail_th = "ขั้นถัดไปต้องเป็นผู้อนุมัติคนอื่น"
    detail_en = "Another approver has to decide the next step."


class ChainExists(Conflict):
    """Two rules of a unit cannot begin on the same day."""

    code = "approval_chain_exists"
    title_th = "มีสายอนุมัติที่เริ่มวันเดียวกันแล้ว"
    title_en = "There is an approval chain from that day already"
    detail_th = "กำหนดวันเริ่มอื่น สายที่เริ่มหลังสุดเป็นสายที่ใช้"
    detail_en = "Choose another first day; of those in force the one that begins last counts."


class AutomaticApprovalNotAllowed(Unprocessable):
    """A government buyer's purchases are each approved by a person."""

    code = "automatic_approval_not_allowed"
    title_th = "หน่วยงานของรัฐอนุมัติอัตโนมัติไม่ได้"
    title_en = "A government buyer cannot approve by rule"
    detail_th = "เว้น automatic_up_to_satang ไว้ ทุกคำขอต้องมีผู้อนุมัติ"
    detail_en = "Leave automatic_up_to_satang out: a person approves each requisition."


class NotAMember(Unprocessable):
    """A person named is no member of the organisation."""

    code = "not_a_member"
    title_th = "บุคคลที่ระบุไม่ใช่สมาชิกของหน่วยงาน"
    title_en = "The person is no member of the organisation"
    detail_th = "ตรวจสอบ {person_id} ในรายชื่อสมาชิก"
    detail_en = "Look for {person_id} among the members."


class DelegationNotYours(Forbidden):
    """One hands over only one's own authority; the organisation arranges substitutes."""

    code = "delegation_not_yours"
    title_th = "มอบอำนาจของผู้อื่นไม่ได้"
    title_en = "You may hand over your own authority only"
    detail_th = "การรักษาการแทนให้ผู้ดูแลองค์กรเป็นผู้กำหนด"
    detail_en = "A manager of the organisation arranges a substitution."


class DelegationAlreadyRevoked(Conflict):
    """It has ended before."""

    code = "delegation_already_revoked"
    title_th = "การมอบอำนาจนี้ถูกยกเลิกแล้ว"
    title_en = "The delegation is revoked already"
    detail_th = "ยกเลิกเมื่อ {revoked_at}"
    detail_en = "It was revoked at {revoked_at}."
