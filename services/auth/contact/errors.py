"""Refusals about one's own addresses."""

from kit.errors import Conflict


class LastContact(Conflict):
    """The account would be left without a proven address."""

    code = "last_contact"
    title_th = "ต้องเหลือที่อยู่ที่ยืนยันแล้วอย่างน้อยหนึ่งรายการ"
    title_en = "At least one proven address must stay"
    detail_th = "เพิ่มและยืนยันที่อยู่ใหม่ก่อน แล้วจึงลบที่อยู่นี้"
    detail_en = "Add and prove another address first, then remove this one."
