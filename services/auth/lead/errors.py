"""Refusals of the lead feature."""

from kit.errors import Conflict, Unprocessable


class LeadStatusConflict(Conflict):
    """The lead's status does not allow it."""

    code = "lead_status_conflict"
    title_th = "ทำรายการกับลูกค้าเป้าหมายในสถานะนี้ไม่ได้"
    title_en = "The lead's status does not allow this"
    detail_th = "สถานะปัจจุบันคือ {lead_status}"
    detail_en = "It is {lead_status}."


class LeadPartyNotFit(Unprocessable):
    """The supplier may not sell, or the buyer may not buy."""

    code = "lead_party_not_fit"
    title_th = "ผู้ขายหรือผู้ซื้อยังไม่ได้รับอนุมัติ"
    title_en = "The supplier may not sell, or the buyer may not buy"
