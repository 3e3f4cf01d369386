"""Refusals of requisitions."""

from __future__ import annotations

from kit.errors import Conflict, Forbidden, Unprocessable


class BuyerNotApproved(Forbidden):
    """The organisation has not been approved to buy, or is not active."""

    code = "buyer_not_approved"
    title_th = "หน่วยงานยังไม่ได้รับอนุมัติให้ซื้อ"
    title_en = "The organisation is not approved to buy"
    detail_th = "ขอรับสิทธิ์ผู้ซื้อและรอเจ้าหน้าที่อนุมัติก่อน"
    detail_en = "Apply for the buy capability and wait for an officer's approval."


class RequisitionNotDraft(Conflict):
    """Only a draft can be changed or submitted."""

    code = "requisition_not_draft"
    title_th = "ใบขอซื้อนี้ไม่ใช่ฉบับร่างแล้ว"
    title_en = "The requisition is no longer a draft"
    detail_th = "สถานะปัจจุบันคือ {current_status} แก้ไขหรือส่งซ้ำไม่ได้"
    detail_en = "It is {current_status}: it can be neither changed nor submitted again."


class RequisitionNotWaiting(Conflict):
    """Only a submitted requisition can be decided, and once."""

    code = "requisition_not_waiting"
    title_th = "ใบขอซื้อนี้ไม่ได้รอการอนุมัติ"
    title_en = "The requisition is not waiting for a decision"
    detail_th = "สถานะปัจจุบันคือ {current_status}"
    detail_en = "It is {current_status}."


class RequisitionContentChanged(Conflict):
    """What stands in the requisition is not what was submitted."""

    code = "requisition_content_changed"
    title_th = "เนื้อหาใบขอซื้อไม่ตรงกับที่ส่งขออนุมัติ"
    title_en = "The requisition is not what was submitted"
    detail_th = "ปฏิเสธใบนี้แล้วทำใบขอซื้อใหม่"
    detail_en = "Reject it and make a new one."


class DeliveryDatePassed(Unprocessable):
    """Goods cannot come on a day that is over in Thailand."""

    code = "delivery_date_passed"
    title_th = "วันส่งของผ่านไปแล้ว"
    title_en = "The delivery date has passed"
    detail_th = "ต้องการภายใน {need_by_on} แต่วันนี้คือ {today_on} (เวลาประเทศไทย)"
    detail_en = "It is needed by {need_by_on}, and today is {today_on} in Thailand."


class QuantityNotInOrderSteps(Unprocessable):
    """A quantity is not a whole number of the offer's steps."""

    code = "quantity_not_in_order_steps"
    title_th = "จำนวนไม่ตรงขั้นการสั่งซื้อ"
    title_en = "The quantity does not fit the order step"
    detail_th = "รายการที่ {line_no}: สั่ง {quantity} {unit} ไม่ได้ ต้องเพิ่มทีละ {order_step} {unit}"
    detail_en = "Line {line_no}: {quantity} {unit} is not a whole number of {order_step} {unit}."


class ProcurementMethodNotAllowed(Unprocessable):
    """No rule in force lets this kind of buyer use the method."""

    code = "procurement_method_not_allowed"
    title_th = "หน่วยงานประเภทนี้ใช้วิธีจัดซื้อนี้ไม่ได้"
    title_en = "This kind of buyer may not use this method"
    detail_th = "วิธี {method} ไม่มีเกณฑ์ที่ใช้กับหน่วยงานประเภท {buyer_kind} ในวันที่ {on}"
    detail_en = "No rule in force on {on} lets a {buyer_kind} buy by the method {method}."


class ProcurementCeilingExceeded(Unprocessable):
    """The sum is above what the method allows."""

    code = "procurement_ceiling_exceeded"
    title_th = "วงเงินเกินเกณฑ์ของวิธีจัดซื้อ"
    title_en = "The sum exceeds the method's ceiling"
    detail_th = "วิธี {method} ใช้ได้ไม่เกิน {ceiling_baht} บาท แต่ใบนี้รวม {total_baht} บาท ({source_th})"
    detail_en = (
        "The method {method} goes up to {ceiling_baht} baht; this is {total_baht} baht "
        "({source_en})."
    )


class RequisitionTooLarge(Unprocessable):
    """The sum is beyond what any amount here may be."""

    code = "requisition_too_large"
    title_th = "ยอดรวมของใบขอซื้อสูงเกินไป"
    title_en = "The requisition's sum is too large"
    detail_th = "ยอดรวมต้องไม่เกิน {limit_baht} บาท ตรวจจำนวนและราคาอีกครั้ง"
    detail_en = "The sum may be up to {limit_baht} baht; check quantities and prices."


class UrgentNotAllowed(Unprocessable):
    """Buying first and reporting after is a government buyer's, by the specific method."""

    code = "urgent_purchase_not_allowed"
    title_th = "ซื้อก่อนรายงานทีหลังไม่ได้ด้วยวิธีนี้"
    title_en = "This method allows no urgent purchase"
    detail_th = "ระเบียบฯ 2560 ข้อ 79 วรรคสอง ใช้กับวิธีเฉพาะเจาะจงเท่านั้น แต่ใบนี้ใช้วิธี {method}"
    detail_en = (
        "Clause 79 paragraph 2 of the 2560 regulation is for the specific method; this is {method}."
    )


class OneDutyAPerson(Unprocessable):
    """Who was on the procurement panel may not inspect (ข้อ 26)."""

    code = "one_duty_a_person"
    title_th = "หนึ่งคนทำได้หน้าที่เดียว"
    title_en = "A person has one duty"
    detail_th = "{person_id} เป็นทั้งกรรมการซื้อและผู้ตรวจรับ (ระเบียบฯ 2560 ข้อ 26)"
    detail_en = "{person_id} stands on the panel and among the inspectors (clause 26)."
