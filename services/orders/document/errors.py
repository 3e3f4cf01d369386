"""Refusals of the document feature."""

from __future__ import annotations

from kit.errors import Conflict


class DocumentAlreadyEnded(Conflict):
    """Another document has replaced or cancelled it; only that one can be replaced now."""

    code = "document_already_ended"
    title_th = "เอกสารนี้ถูกแทนหรือยกเลิกไปแล้ว"
    title_en = "The document has been replaced or cancelled"
    detail_th = "เอกสารเลขที่ {number} สิ้นผลแล้ว ให้อ้างถึงฉบับที่ออกแทน"
    detail_en = "Document {number} has ended; refer to the one that took its place."
