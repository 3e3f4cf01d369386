"""Refusals about certification cases."""

from __future__ import annotations

from kit.errors import Conflict, Forbidden, NotFound, Unprocessable


class CertificationNotFound(NotFound):
    """There is no such case, or it is not for this caller to know."""

    code = "certification_not_found"
    title_th = "ไม่พบคำขอรับรอง"
    title_en = "Certification case not found"


class OfficerOutsideRemit(Forbidden):
    """Base of an officer's refusals; the attempt is recorded."""

    code = "officer_outside_remit"
    title_th = "อยู่นอกอำนาจของเจ้าหน้าที่"
    title_en = "Outside the officer's remit"


class OfficerRequired(OfficerOutsideRemit):
    """The caller bears no officer's appointment."""

    code = "officer_required"
    title_th = "เฉพาะเจ้าหน้าที่เท่านั้น"
    title_en = "Only an officer may do this"
    detail_th = "การเปลี่ยนสถานะคำขอรับรองทำได้โดยเจ้าหน้าที่ของหน่วยงานที่รับผิดชอบ"
    detail_en = "A case is moved by an officer of the agency that decides its scheme."


class WrongAgency(OfficerOutsideRemit):
    """The scheme is decided by another agency."""

    code = "officer_wrong_agency"
    title_th = "เป็นอำนาจของหน่วยงานอื่น"
    title_en = "Decided by another agency"
    detail_th = "คำขอ {scheme} อยู่ในอำนาจของหน่วยงาน {agency}"
    detail_en = "The scheme {scheme} is decided by the agency {agency}."


class WrongScheme(OfficerOutsideRemit):
    """The officer's appointment leaves the scheme out."""

    code = "officer_wrong_scheme"
    title_th = "การแต่งตั้งไม่ครอบคลุมการรับรองประเภทนี้"
    title_en = "The appointment does not include the scheme"
    detail_th = "การแต่งตั้งของท่านไม่ครอบคลุม {scheme}"
    detail_en = "Your appointment does not include {scheme}."


class WrongProvince(OfficerOutsideRemit):
    """The case belongs to another province."""

    code = "officer_wrong_province"
    title_th = "อยู่นอกจังหวัดที่รับผิดชอบ"
    title_en = "Outside the officer's province"
    detail_th = "คำขอนี้เป็นของจังหวัดรหัส {province_code} ({province_th})"
    detail_en = "The case belongs to province {province_code} ({province_en})."


class TransitionNotAllowed(Conflict):
    """The case's state does not lead there."""

    code = "transition_not_allowed"
    title_th = "เปลี่ยนเป็นสถานะนี้ไม่ได้"
    title_en = "The state does not lead there"
    detail_th = "คำขออยู่ในสถานะ {state} จึงเปลี่ยนเป็น {wanted} ไม่ได้"
    detail_en = "The case is {state}; it cannot become {wanted}."


class CertificateNumberTaken(Conflict):
    """A certificate of the scheme and province bears the number already."""

    code = "certificate_number_taken"
    title_th = "เลขที่ใบรับรองนี้ถูกใช้แล้ว"
    title_en = "The certificate number is taken"
    detail_th = "มีใบรับรองเลขที่ {number} ในจังหวัดนี้แล้ว"
    detail_en = "A certificate numbered {number} exists in this province."


class CertificationIncomplete(Unprocessable):
    """Something that the scheme asks for is missing or malformed."""

    code = "certification_incomplete"
    title_th = "ข้อมูลคำขอรับรองไม่ครบหรือไม่ถูกต้อง"
    title_en = "The case is incomplete or not valid"
