"""Refusals of bank statements."""

from __future__ import annotations

from kit.errors import Conflict, Unprocessable


class StatementNotReadable(Unprocessable):
    """A file that is no statement, or has a row that cannot be read; nothing was imported."""

    code = "bank_statement_not_readable"
    title_th = "อ่านไฟล์รายการเดินบัญชีไม่ได้"
    title_en = "The bank statement cannot be read"
    detail_th = "แถวที่ {row}: {reason_th}"
    detail_en = "Row {row}: {reason_en}"


class LineAlreadyResolved(Conflict):
    """Somebody decided about the line before, or it is not matched yet."""

    code = "bank_line_already_resolved"
    title_th = "รายการนี้ไม่ได้รอการตัดสินใจ"
    title_en = "The bank line does not wait for a decision"
    detail_th = "รายการนี้จับคู่ตรงแล้ว ตัดสินใจแล้ว หรือยังรอการจับคู่"
    detail_en = "It matched exactly, was decided already, or is still to be matched."


class LineNotApplicable(Conflict):
    """Only money that paid nothing yet can be applied to an invoice, as far as that is owed."""

    code = "bank_line_not_applicable"
    title_th = "ใช้เงินรายการนี้ชำระใบแจ้งหนี้นั้นไม่ได้"
    title_en = "The money cannot be applied to that invoice"
    detail_th = "เงินที่ยังไม่ได้ใช้ {free_baht} บาท ยอดที่ต้องชำระ {payable_baht} บาท"
    detail_en = "{free_baht} baht are free and {payable_baht} baht are to be paid."
