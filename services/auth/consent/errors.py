"""Refusals about consent."""

from kit.errors import Conflict, Unprocessable


class PurposeNotKnown(Unprocessable):
    """Nobody asks for consent to that."""

    code = "purpose_not_known"
    title_th = "ไม่มีวัตถุประสงค์นี้"
    title_en = "No such purpose"


class ConsentTextOutdated(Conflict):
    """The text has another version by now: show that one."""

    code = "consent_text_outdated"
    title_th = "ข้อความขอความยินยอมมีฉบับใหม่แล้ว"
    title_en = "The text of the consent has a newer version"
    detail_th = "แสดงฉบับที่ {version} แล้วขอความยินยอมอีกครั้ง"
    detail_en = "Show version {version} and ask again."
