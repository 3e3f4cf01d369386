"""Refusals about shops."""

from __future__ import annotations

from kit.errors import Conflict


class ShopNotKnownYet(Conflict):
    """The organisation's own event has not arrived yet; it takes a moment after signing up."""

    code = "shop_not_known_yet"
    title_th = "ระบบยังไม่ได้รับข้อมูลร้านค้า"
    title_en = "The shop is not known here yet"
    detail_th = "ข้อมูลองค์กรกำลังส่งมาถึง ลองใหม่ในอีกสักครู่"
    detail_en = "The organisation's data is on its way; try again in a moment."


class ShopNotApproved(Conflict):
    """Only an active organisation that is approved to sell shows its products."""

    code = "shop_not_approved"
    title_th = "ร้านค้ายังไม่ได้รับอนุมัติให้ขาย"
    title_en = "The shop is not approved to sell"
    detail_th = "เผยแพร่สินค้าได้เมื่อได้รับอนุมัติความสามารถ sell และองค์กรไม่ถูกระงับ"
    detail_en = "Products are published once the capability sell is approved and the shop active."
