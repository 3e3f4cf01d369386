"""Refusals of the cart feature."""

from __future__ import annotations

from kit.errors import AppError, Conflict, NotFound


class CartNotFound(NotFound):
    """No such cart, or not with this token: the two look alike."""

    code = "cart_not_found"
    title_th = "ไม่พบตะกร้านี้"
    title_en = "No such cart"
    detail_th = "ตรวจสอบเลขตะกร้าและส่วนหัว Cart-Token"
    detail_en = "Check the cart's id and the Cart-Token header."


class CartOrdered(Conflict):
    """The cart has become an order and cannot be changed any more."""

    code = "cart_ordered"
    title_th = "ตะกร้านี้สั่งซื้อไปแล้ว"
    title_en = "This cart has been ordered"
    detail_th = "เปิดตะกร้าใหม่เพื่อซื้อเพิ่ม"
    detail_en = "Open a new cart to buy more."


class CartChanged(Conflict):
    """The cart or its prices are not what the shopper saw."""

    code = "cart_changed"
    title_th = "ตะกร้ามีการเปลี่ยนแปลง"
    title_en = "The cart has changed"
    detail_th = "ดูราคาและจำนวนล่าสุดแล้วสั่งซื้ออีกครั้ง ยังไม่มีการตัดสต็อกหรือเก็บเงิน"
    detail_en = "Look at it again and check out once more. Nothing was reserved or charged."


class CartEmpty(AppError):
    """There is nothing to buy."""

    status = 422
    code = "cart_empty"
    title_th = "ตะกร้าว่าง"
    title_en = "The cart is empty"


class CartFull(AppError):
    """More lines than one cart holds."""

    status = 422
    code = "cart_full"
    title_th = "ตะกร้าเต็ม"
    title_en = "The cart is full"
    detail_th = "หนึ่งตะกร้ามีได้ไม่เกิน {most} รายการ"
    detail_en = "A cart holds at most {most} lines."


class NotForSale(Conflict):
    """Withdrawn, not published, or its seller may not sell now; ``errors`` say which lines."""

    code = "not_for_sale"
    title_th = "สินค้าบางรายการไม่ได้วางขายแล้ว"
    title_en = "Some of it is not for sale"
    detail_th = "นำรายการนั้นออกจากตะกร้า"
    detail_en = "Take those lines out of the cart."


class QuantityNotInStep(AppError):
    """A quantity that is not a whole number of the variant's order steps."""

    status = 422
    code = "quantity_not_in_step"
    title_th = "จำนวนไม่ตรงกับหน่วยสั่งซื้อ"
    title_en = "Not a whole number of order steps"
    detail_th = "สั่งได้ครั้งละ {order_step} {unit}"
    detail_en = "It is sold in steps of {order_step} {unit}."


class NoSuchSubdistrict(AppError):
    """A tambon code that no tambon has."""

    status = 422
    code = "no_such_subdistrict"
    title_th = "ไม่มีตำบลรหัสนี้"
    title_en = "There is no tambon with this code"
    detail_th = "ตรวจรหัสตำบล {subdistrict_code} อีกครั้ง"
    detail_en = "Check the tambon code {subdistrict_code}."


class PostcodeDoesNotFit(AppError):
    """A postcode that is not used in the tambon."""

    status = 422
    code = "postcode_does_not_fit"
    title_th = "รหัสไปรษณีย์ไม่ตรงกับตำบล"
    title_en = "The postcode is not one of the tambon's"
    detail_th = "ตำบลนี้ใช้รหัสไปรษณีย์ {postcodes}"
    detail_en = "The tambon's postcode is {postcodes}."
