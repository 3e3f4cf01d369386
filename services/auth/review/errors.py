"""Refusals of the review feature."""

from kit.errors import Conflict, Unprocessable


class RequirementsUnverified(Conflict):
    """Lines that an officer must tick are open; ``errors`` lists them."""

    code = "requirements_unverified"
    title_th = "ยังมีข้อที่เจ้าหน้าที่ต้องตรวจรับรอง"
    title_en = "Some requirements have not been verified"


class RemarkNotOnChecklist(Unprocessable):
    """A remark on a line that the checklist does not have, or without a return."""

    code = "remark_not_on_checklist"
    title_th = "หมายเหตุไม่ตรงกับรายการตรวจสอบ หรือไม่ได้ส่งกลับ"
    title_en = "A remark names no line of the checklist, or nothing is returned"
