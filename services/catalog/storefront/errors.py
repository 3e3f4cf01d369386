"""Refusals of the shop front."""

from __future__ import annotations

from kit.errors import NotFound


class ProductNotOnSale(NotFound):
    """There is no such product, or it is not on sale."""

    code = "product_not_found"
    title_th = "ไม่พบสินค้า"
    title_en = "Product not found"
    detail_th = "ไม่มีสินค้านี้ หรือร้านไม่ได้ขายอยู่ในขณะนี้"
    detail_en = "There is no such product, or it is not on sale now."


class ShopNotOpen(NotFound):
    """There is no such shop, or it does not sell now."""

    code = "shop_not_found"
    title_th = "ไม่พบร้านค้า"
    title_en = "Shop not found"


class CertificateNotFound(NotFound):
    """There is no certificate of this id; an undecided case is none."""

    code = "certificate_not_found"
    title_th = "ไม่พบใบรับรอง"
    title_en = "Certificate not found"
