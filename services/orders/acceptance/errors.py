"""Refusals of appointments, inspections and signatures."""

from __future__ import annotations

from kit.errors import Conflict, Forbidden, Unprocessable


class CommitteeTooSmall(Unprocessable):
    """Fewer persons than the dated rule asks for at this sum."""

    code = "committee_too_small"
    title_th = "จำนวนกรรมการน้อยกว่าที่ระเบียบกำหนด"
    title_en = "Fewer persons are appointed than the rule asks for"
    detail_th = (
        "วงเงิน {total_baht} บาท ต้องมี{duty_th}อย่างน้อย {needed} คน แต่งตั้ง {given} คน ({source_th})"
    )
    detail_en = (
        "At {total_baht} baht the {duty_en} needs {needed} persons; {given} are appointed "
        "({source_en})."
    )


class ChairRequired(Unprocessable):
    """A committee has exactly one chair."""

    code = "committee_chair_required"
    title_th = "คณะกรรมการต้องมีประธานหนึ่งคน"
    title_en = "A committee needs one chair"
    detail_th = "ระบุประธานของ{duty_th}หนึ่งคน"
    detail_en = "Name one chair of the {duty_en}."


class PanelMemberMayNotInspect(Unprocessable):
    """Who ran the purchase does not judge what came of it (ข้อ 26)."""

    code = "panel_member_may_not_inspect"
    title_th = "กรรมการซื้อเป็นกรรมการตรวจรับไม่ได้"
    title_en = "A member of the procurement panel may not inspect"
    detail_th = "{display_name} อยู่ในคณะกรรมการซื้อของใบสั่งซื้อนี้ (ระเบียบฯ 2560 ข้อ 26)"
    detail_en = "{display_name} is on this order's procurement panel (Regulation 2560, art. 26)."


class NotAMember(Unprocessable):
    """An appointed person has to belong to the buyer, an inspector with that role."""

    code = "not_an_inspector"
    title_th = "แต่งตั้งบุคคลนี้ไม่ได้"
    title_en = "This person cannot be appointed"
    detail_th = "บุคคล {person_id} ไม่ได้เป็นสมาชิกของหน่วยงาน หรือไม่มีบทบาทผู้ตรวจรับ"
    detail_en = "Person {person_id} is no member of the buyer, or does not bear the role inspector."


class OrderIsClosed(Conflict):
    """Nobody is appointed for an order that is over."""

    code = "purchase_order_closed"
    title_th = "ใบสั่งซื้อนี้สิ้นสุดแล้ว"
    title_en = "The purchase order is over"
    detail_th = "สถานะปัจจุบันคือ {current_status}"
    detail_en = "It is {current_status}."


class InspectorsNotAppointed(Conflict):
    """Nobody may inspect before somebody was appointed."""

    code = "inspectors_not_appointed"
    title_th = "ยังไม่ได้แต่งตั้งผู้ตรวจรับพัสดุ"
    title_en = "No inspector is appointed"
    detail_th = "แต่งตั้งผู้ตรวจรับของใบสั่งซื้อนี้ก่อน"
    detail_en = "Appoint the inspectors of this purchase order first."


class NotAnAppointedInspector(Forbidden):
    """The caller is not among the inspectors, or no longer bears the role."""

    code = "not_an_appointed_inspector"
    title_th = "ไม่ใช่ผู้ตรวจรับที่ได้รับแต่งตั้ง"
    title_en = "Not an appointed inspector"
    detail_th = "เฉพาะผู้ที่ได้รับแต่งตั้งและยังมีบทบาทผู้ตรวจรับเท่านั้น"
    detail_en = "Only appointed inspectors who still bear the role may do this."


class AlreadyInspected(Conflict):
    """A delivery is inspected once."""

    code = "already_inspected"
    title_th = "ตรวจรับการส่งของนี้แล้ว"
    title_en = "The delivery has been inspected"
    detail_th = "บันทึกผลตรวจรับได้ครั้งเดียว ผู้ตรวจรับลงนามเห็นด้วยหรือไม่เห็นด้วย"
    detail_en = "It is recorded once; inspectors sign that they agree, or do not."


class AcceptedAndRejectedDiffer(Unprocessable):
    """What is accepted and what is rejected is together what arrived."""

    code = "accepted_and_rejected_differ_from_arrived"
    title_th = "จำนวนรับและไม่รับรวมกันไม่เท่าจำนวนที่มาถึง"
    title_en = "Accepted and rejected do not make up what arrived"
    detail_th = "รายการที่ {line_no} มาถึง {arrived} {unit}"
    detail_en = "Line {line_no}: {arrived} {unit} arrived."


class AcceptedWithoutCertificate(Unprocessable):
    """Goods that no certificate covered on the day they arrived are rejected."""

    code = "certificate_not_valid_on_delivery_date"
    title_th = "ไม่มีใบรับรองที่มีผลในวันที่มาถึง"
    title_en = "No certificate was valid on the day of arrival"
    detail_th = "รายการที่ {line_no} {product_name_th}: รับไม่ได้ ให้บันทึกเป็นไม่รับทั้งจำนวน"
    detail_en = "Line {line_no}, {product_name_th}: record all of it as rejected."


class AlreadySigned(Conflict):
    """A signature is given once, for good."""

    code = "already_signed"
    title_th = "ลงนามแล้ว"
    title_en = "You have signed"
    detail_th = "ลงนามเมื่อ {signed_at} แก้ไขไม่ได้"
    detail_en = "You signed at {signed_at}; it cannot be changed."


class InspectionNotDisputed(Conflict):
    """The head decides where inspectors disagree, once, and after all have signed."""

    code = "inspection_not_disputed"
    title_th = "การตรวจรับนี้ไม่ได้รอการตัดสินของหัวหน้าหน่วยงาน"
    title_en = "The inspection does not wait for the head's decision"
    detail_th = "สถานะปัจจุบันคือ {current_status}"
    detail_en = "It is {current_status}."


class HeadMayNotInspect(Forbidden):
    """Whoever signed as an inspector does not decide on the dissent."""

    code = "head_may_not_have_inspected"
    title_th = "ผู้ตรวจรับตัดสินความเห็นแย้งของตนเองไม่ได้"
    title_en = "An inspector may not decide on the dissent"
    detail_th = "ให้หัวหน้าหน่วยงานที่ไม่ได้เป็นผู้ตรวจรับตัดสิน"
    detail_en = "A head of the agency who did not inspect has to decide."


class NotAHead(Forbidden):
    """The caller no longer bears a role that may decide."""

    code = "not_a_head"
    title_th = "ไม่มีอำนาจตัดสินแทนหัวหน้าหน่วยงาน"
    title_en = "Not entitled to decide for the agency"
    detail_th = "ต้องเป็นสมาชิกที่มีบทบาทเจ้าของหรือผู้อนุมัติ"
    detail_en = "Only a member who bears the role owner or approver may decide."
