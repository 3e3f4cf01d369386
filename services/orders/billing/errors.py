"""Refusals of billing notes."""

from __future__ import annotations

from kit.errors import Conflict


class NothingToBill(Conflict):
    """No accepted invoice of the month waits for a billing note."""

    code = "nothing_to_bill"
    title_th = "ไม่มีใบแจ้งหนี้ให้วางบิล"
    title_en = "There is nothing to bill"
    detail_th = "ใบแจ้งหนี้ของเดือนนั้นวางบิลครบแล้ว หรือยังตรวจรับไม่เสร็จ"
    detail_en = "The month's invoices are billed already, or not accepted yet."
