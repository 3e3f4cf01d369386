"""Refusals of the onboarding feature."""

from kit.errors import Conflict, Unprocessable


class CapabilityNotForKind(Unprocessable):
    """This kind of organisation cannot have the capability."""

    code = "capability_not_for_kind"
    title_th = "องค์กรประเภทนี้ขอสิทธิ์ดังกล่าวไม่ได้"
    title_en = "This kind of organisation cannot apply for that"


class CapabilityGranted(Conflict):
    """The organisation has the capability already."""

    code = "capability_granted"
    title_th = "องค์กรได้รับสิทธิ์นี้แล้ว"
    title_en = "The organisation has this capability already"


class ApplicationOpen(Conflict):
    """An application for the capability is under way."""

    code = "application_open"
    title_th = "มีคำขอเดียวกันที่ยังไม่สิ้นสุด"
    title_en = "An application for this is under way"


class ApplicationNotEditable(Conflict):
    """The application is with the officer, or decided."""

    code = "application_not_editable"
    title_th = "แก้ไขคำขอในสถานะนี้ไม่ได้"
    title_en = "The application cannot be changed now"
    detail_th = "สถานะปัจจุบันคือ {application_status}"
    detail_en = "It is {application_status}."


class ApplicationNotSubmitted(Conflict):
    """There is nothing to decide: not submitted, or decided by somebody else."""

    code = "application_not_submitted"
    title_th = "คำขอนี้ไม่ได้รอการพิจารณา"
    title_en = "The application does not wait for a decision"
    detail_th = "สถานะปัจจุบันคือ {application_status}"
    detail_en = "It is {application_status}."


class RequirementsMissing(Unprocessable):
    """The checklist is not met yet; ``errors`` lists what is missing."""

    code = "requirements_missing"
    title_th = "ยังกรอกข้อกำหนดไม่ครบ"
    title_en = "Some requirements are not met"
