"""Refusals of the registry feature."""

from kit.errors import Conflict, Unprocessable


class ClaimCodeNotValid(Unprocessable):
    """No group waits for this code, or its time is over."""

    code = "claim_code_not_valid"
    title_th = "รหัสรับกลุ่มไม่ถูกต้องหรือหมดอายุ"
    title_en = "Not a valid claim code, or it has expired"
    detail_th = "ขอรหัสใหม่จากสำนักงานที่ลงทะเบียนกลุ่มไว้"
    detail_en = "Ask the office that entered the group for a new one."


class OrganisationClaimed(Conflict):
    """Its members have taken it over; the office no longer acts for it."""

    code = "organisation_claimed"
    title_th = "สมาชิกกลุ่มรับช่วงกลุ่มนี้แล้ว"
    title_en = "The group has been claimed by its members"


class OrganisationStatusConflict(Conflict):
    """The organisation's standing does not allow it."""

    code = "organisation_status_conflict"
    title_th = "ทำรายการกับองค์กรในสถานะนี้ไม่ได้"
    title_en = "The organisation's status does not allow this"
    detail_th = "สถานะปัจจุบันคือ {organisation_status}"
    detail_en = "It is {organisation_status}."


class KindNotRegistered(Unprocessable):
    """No office keeps organisations of this kind."""

    code = "kind_not_registered"
    title_th = "ไม่มีสำนักงานที่รับลงทะเบียนองค์กรประเภทนี้"
    title_en = "No office enters organisations of this kind"
