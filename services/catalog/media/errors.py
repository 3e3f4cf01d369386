"""Refusals about uploads."""

from __future__ import annotations

from kit.errors import Conflict, NotFound, Unprocessable


class UploadNotFound(NotFound):
    """There is no such upload, or it belongs to another party or serves another purpose."""

    code = "upload_not_found"
    title_th = "ไม่พบไฟล์ที่อัปโหลด"
    title_en = "Upload not found"


class UploadNotStored(Conflict):
    """The file has not been put into the store, or is not what was announced."""

    code = "upload_not_stored"
    title_th = "ยังไม่ได้ส่งไฟล์เข้าระบบ"
    title_en = "The file is not in the store yet"
    detail_th = "ส่งไฟล์ไปยังที่อยู่ที่ได้รับก่อน แล้วจึงแนบ"
    detail_en = "Send the file to the address that you were given, then attach it."


class UploadTypeRefused(Unprocessable):
    """A type or size that the purpose does not allow."""

    code = "upload_type_refused"
    title_th = "ชนิดหรือขนาดไฟล์ไม่รองรับ"
    title_en = "The file's type or size is not accepted"
    detail_th = "รับเฉพาะ {types} ขนาดไม่เกิน {max_bytes} ไบต์"
    detail_en = "Accepted: {types}, at most {max_bytes} bytes."
