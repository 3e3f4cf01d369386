"""Refusals about products."""

from __future__ import annotations

from kit.errors import Conflict, NotFound, Unprocessable


class ProductNotFound(NotFound):
    """There is no such product, or it belongs to another party."""

    code = "product_not_found"
    title_th = "ไม่พบสินค้า"
    title_en = "Product not found"


class UnknownCategory(Unprocessable):
    """The category is not in the tree."""

    code = "unknown_category"
    title_th = "ไม่มีหมวดสินค้านี้"
    title_en = "Unknown category"
    detail_th = "ไม่มีหมวด {category} ดูรายการที่ /storefront/v1/categories"
    detail_en = "There is no category {category}; see /storefront/v1/categories."


class UnknownPlace(Unprocessable):
    """The province or subdistrict does not exist, or one is not in the other."""

    code = "unknown_place"
    title_th = "ไม่มีสถานที่ผลิตนี้"
    title_en = "Unknown production place"
    detail_th = "ไม่มีตำบลรหัส {subdistrict_code} ในจังหวัดรหัส {province_code}"
    detail_en = "There is no subdistrict {subdistrict_code} in province {province_code}."


class ProductNotPublishable(Conflict):
    """A product of which no pack is on sale."""

    code = "product_not_publishable"
    title_th = "สินค้ายังเผยแพร่ไม่ได้"
    title_en = "The product cannot be published yet"
    detail_th = "ต้องมีขนาดบรรจุที่ขายอยู่อย่างน้อยหนึ่งรายการ"
    detail_en = "At least one pack must be on sale."


class ProductNotPublished(Conflict):
    """Only a published product can be withdrawn."""

    code = "product_not_published"
    title_th = "สินค้านี้ไม่ได้เผยแพร่อยู่"
    title_en = "The product is not published"


class LastPackOnSale(Conflict):
    """A published product keeps at least one pack on sale; withdraw the product instead."""

    code = "last_pack_on_sale"
    title_th = "สินค้าที่เผยแพร่ต้องมีขนาดบรรจุขายอยู่"
    title_en = "A published product needs a pack on sale"
    detail_th = "หากต้องการหยุดขายทั้งหมด ให้ถอนสินค้าแทน"
    detail_en = "To stop selling it altogether, withdraw the product."
