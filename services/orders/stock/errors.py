"""Refusals of the stock feature."""

from __future__ import annotations

from kit.errors import AppError, Conflict


class StockBelowReserved(Conflict):
    """A count lower than what shoppers who are paying have been promised."""

    code = "stock_below_reserved"
    title_th = "จำนวนคงเหลือน้อยกว่าที่จองไว้"
    title_en = "The count is below what is reserved"
    detail_th = "มีลูกค้ากำลังชำระเงินอยู่ {reserved} รอให้เสร็จหรือหมดเวลาแล้วนับใหม่"
    detail_en = "{reserved} is held for shoppers who are paying; count again when they are done."


class OutOfStock(AppError):
    """Fewer are left than asked for; ``errors`` say which lines, ``lines`` how many are left."""

    status = 409
    code = "out_of_stock"
    title_th = "สินค้าบางรายการมีไม่พอ"
    title_en = "Some of it is out of stock"
    detail_th = "ปรับจำนวนในตะกร้าแล้วลองใหม่ ยังไม่มีการตัดสต็อกหรือเก็บเงิน"
    detail_en = "Change the quantities and try again. Nothing was reserved or charged."


class StockTooLarge(Conflict):
    """More than a counter can hold."""

    code = "stock_too_large"
    title_th = "จำนวนคงเหลือจะสูงเกินไป"
    title_en = "The stock would be too large"
    detail_th = "ตรวจจำนวนและหน่วยอีกครั้ง"
    detail_en = "Check the quantity and its unit."
