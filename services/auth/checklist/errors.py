"""Refusals of the checklist feature."""

from kit.errors import Conflict, Unprocessable


class RequirementComputed(Conflict):
    """The system judges this requirement from the organisation's facts."""

    code = "requirement_computed"
    title_th = "ข้อกำหนดนี้ระบบตรวจจากข้อมูลองค์กร"
    title_en = "This requirement is judged from the organisation's facts"
    detail_th = "แก้ไขข้อมูลองค์กรแทน"
    detail_en = "Change the organisation instead."


class RequirementNeedsDocument(Conflict):
    """A private document meets this requirement, not a statement."""

    code = "requirement_needs_document"
    title_th = "ข้อกำหนดนี้ต้องแนบเอกสาร"
    title_en = "This requirement needs a document"


class RequirementNotVerified(Conflict):
    """The line is not one that an officer ticks."""

    code = "requirement_not_for_officer"
    title_th = "ข้อกำหนดนี้ไม่ใช่ข้อที่เจ้าหน้าที่ตรวจรับรอง"
    title_en = "This requirement is not one that an officer verifies"


class RequirementValueNotValid(Unprocessable):
    """The value does not have the requirement's type, or is below its minimum."""

    code = "requirement_value_not_valid"
    title_th = "ค่าไม่ตรงกับข้อกำหนด"
    title_en = "The value does not fit the requirement"
    detail_th = "ต้องเป็นค่าชนิด {value_type} (ค่าต่ำสุด {minimum})"
    detail_en = "It must be a {value_type} (minimum {minimum})."
