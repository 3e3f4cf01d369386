"""Refusals of the mandate feature."""

from kit.errors import Conflict, Unprocessable


class NotAnIntermediary(Conflict):
    """The proposer has not been approved to aggregate."""

    code = "not_an_intermediary"
    title_th = "องค์กรยังไม่ได้รับอนุมัติเป็นผู้รวบรวมสินค้า"
    title_en = "The organisation has not been approved to aggregate"


class ProducerNotSelling(Unprocessable):
    """There is no such producer that may sell."""

    code = "producer_not_selling"
    title_th = "ไม่พบผู้ผลิตที่ได้รับอนุมัติให้ขาย"
    title_en = "There is no such producer that may sell"


class MandateLive(Conflict):
    """The two have a proposed or active mandate."""

    code = "mandate_live"
    title_th = "มีสิทธิ์ขายแทนระหว่างสององค์กรนี้อยู่แล้ว"
    title_en = "There is a mandate between the two already"
    detail_th = "สิ้นสุดสิทธิ์เดิมก่อน แล้วจึงเสนอเงื่อนไขใหม่"
    detail_en = "End it first, then propose the new terms."


class MandateStatusConflict(Conflict):
    """The mandate's status does not allow it."""

    code = "mandate_status_conflict"
    title_th = "ทำรายการกับสิทธิ์ขายแทนในสถานะนี้ไม่ได้"
    title_en = "The mandate's status does not allow this"
    detail_th = "สถานะปัจจุบันคือ {mandate_status}"
    detail_en = "It is {mandate_status}."


class ConsentIsTheProducers(Conflict):
    """Only the producer consents or declines."""

    code = "consent_is_the_producers"
    title_th = "เฉพาะผู้ผลิตเป็นผู้ยินยอมหรือปฏิเสธ"
    title_en = "Only the producer consents or declines"


class MarginChanged(Conflict):
    """The producer looked at another margin."""

    code = "margin_changed"
    title_th = "ส่วนต่างที่ยินยอมไม่ตรงกับที่เสนอ"
    title_en = "The margin consented to is not the one proposed"
    detail_th = "ผู้รวบรวมเสนอ {margin_basis_points} (หน่วยหนึ่งในร้อยของร้อยละ)"
    detail_en = "The proposal says {margin_basis_points} basis points."
