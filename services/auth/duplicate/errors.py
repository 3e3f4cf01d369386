"""Refusals of the duplicate feature."""

from kit.errors import Conflict, Unprocessable


class MergeImpossible(Conflict):
    """One of the two is merged or closed already."""

    code = "merge_impossible"
    title_th = "รวมองค์กรทั้งสองไม่ได้"
    title_en = "The two cannot be merged"
    detail_th = "องค์กรใดองค์กรหนึ่งถูกรวมหรือปิดไปแล้ว"
    detail_en = "One of them is merged or closed already."


class MergeMismatch(Unprocessable):
    """Not the same kind, or both trade under different tax ids."""

    code = "merge_mismatch"
    title_th = "องค์กรทั้งสองไม่ใช่องค์กรเดียวกัน"
    title_en = "The two are not one organisation"
    detail_th = "ต้องเป็นคนละระเบียนขององค์กรประเภทเดียวกัน และเลขประจำตัวผู้เสียภาษีไม่ขัดกัน"
    detail_en = "They must be two rows of one kind whose tax ids do not contradict each other."


class MergeBound(Conflict):
    """The duplicate leads a network or is a party of a mandate."""

    code = "merge_bound"
    title_th = "ระเบียนซ้ำยังผูกพันกับเครือข่ายหรือสิทธิ์ขายแทน"
    title_en = "The duplicate is bound by a network or a mandate"
    detail_th = "ออกจากเครือข่ายและสิ้นสุดสิทธิ์ขายแทนก่อน หรือรวมในทางกลับกัน"
    detail_en = "Leave the network and end the mandate first, or merge the other way round."
