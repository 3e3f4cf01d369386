"""Refusals about a person's own data."""

from kit.errors import Conflict


class PrivacyRequestOpen(Conflict):
    """A request of that kind is being worked on."""

    code = "privacy_request_open"
    title_th = "มีคำขอที่กำลังดำเนินการอยู่"
    title_en = "A request is being worked on already"


class ExportNotReady(Conflict):
    """Not every service has answered, or the data has been thrown away."""

    code = "export_not_ready"
    title_th = "ข้อมูลยังไม่พร้อม หรือหมดอายุแล้ว"
    title_en = "The data is not ready, or has expired"
