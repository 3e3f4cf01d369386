"""Refusals of lots."""

from __future__ import annotations

from kit.errors import Conflict, Forbidden, Unprocessable


class LotNotYours(Unprocessable):
    """A lot that the producer does not have."""

    code = "lot_not_found"
    title_th = "ไม่พบล็อตนี้ในรายการของผู้ผลิต"
    title_en = "There is no such lot of yours"
    detail_th = "ไม่พบล็อต {lot_id}"
    detail_en = "There is no lot {lot_id} of yours."


class LotBlocked(Conflict):
    """A blocked lot leaves for nobody and goes into nothing."""

    code = "lot_blocked"
    title_th = "ล็อตนี้ถูกระงับ"
    title_en = "The lot is blocked"
    detail_th = "ล็อต {lot_code} ถูกระงับ ส่งหรือนำไปใช้ต่อไม่ได้ เหตุผล: {reason}"
    detail_en = "Lot {lot_code} is blocked: it can be neither shipped nor used. Reason: {reason}"


class LotExhausted(Conflict):
    """Less is left of a lot than asked for."""

    code = "lot_exhausted"
    title_th = "ล็อตนี้เหลือไม่พอ"
    title_en = "Not enough is left of the lot"
    detail_th = "ล็อต {lot_code} เหลือ {remaining} {unit} ต้องการ {wanted} {unit}"
    detail_en = "Lot {lot_code} has {remaining} {unit} left; {wanted} {unit} is wanted."


class LotMassNotConserved(Unprocessable):
    """More would come out than went in."""

    code = "lot_mass_not_conserved"
    title_th = "น้ำหนักที่ได้มากกว่าน้ำหนักที่ใช้"
    title_en = "More comes out than went in"
    detail_th = "ใช้ไป {input_kg} กก. (รวมส่วนผสมอื่น) แต่ได้ล็อตใหม่ {mass_kg} กก."
    detail_en = "{input_kg} kg went in, other ingredients included; {mass_kg} kg would come out."


class LotMassUnknown(Unprocessable):
    """Mass cannot be compared where no weight is known."""

    code = "lot_mass_unknown"
    title_th = "ไม่ทราบน้ำหนักของล็อต"
    title_en = "The weight of a lot is not known"
    detail_th = "ระบุ mass_kg ของล็อต {lot_code} เพราะหน่วยของสินค้าไม่บอกน้ำหนัก"
    detail_en = "State mass_kg for lot {lot_code}: its unit tells no weight."


class LotDateInFuture(Unprocessable):
    """Nothing was made tomorrow."""

    code = "lot_date_in_future"
    title_th = "วันที่ผลิตหรือเก็บเกี่ยวอยู่ในอนาคต"
    title_en = "The day of production is in the future"
    detail_th = "ระบุ {made_on} แต่วันนี้คือ {today_on} (เวลาประเทศไทย)"
    detail_en = "It says {made_on}, and today is {today_on} in Thailand."


class LotAlreadyBlocked(Conflict):
    """A lot is blocked once; the first reason stays."""

    code = "lot_already_blocked"
    title_th = "ล็อตนี้ถูกระงับอยู่แล้ว"
    title_en = "The lot is blocked already"
    detail_th = "ระงับเมื่อ {blocked_at} เหตุผล: {reason}"
    detail_en = "It was blocked at {blocked_at}. Reason: {reason}"


class OfficerNotCompetent(Forbidden):
    """An officer of another province or agency."""

    code = "officer_not_competent"
    title_th = "ไม่อยู่ในอำนาจของเจ้าหน้าที่คนนี้"
    title_en = "Outside this officer's competence"
    detail_th = (
        "ล็อตนี้ผลิตในจังหวัดรหัส {province_code} ต้องเป็นเจ้าหน้าที่ด้านสาธารณสุข เกษตร หรือประมงของจังหวัดนั้น"
    )
    detail_en = (
        "The lot was made in province {province_code}; an officer of public health, agriculture "
        "or fishery of that province may block it."
    )
