"""Refusals of eligibility."""

from __future__ import annotations

from kit.errors import Unprocessable


class CertificateNotValidOnDeliveryDate(Unprocessable):
    """No mark that this buyer needs is valid on the day the goods would come.

    The context names the first line that fails; ``errors`` names all of them.
    """

    code = "certificate_not_valid_on_delivery_date"
    title_th = "ไม่มีใบรับรองที่ใช้ได้ในวันส่งของ"
    title_en = "No certificate is valid on the delivery date"
    detail_th = (
        "รายการที่ {line_no} {product_name_th}: ต้องมี{accepted_schemes_th}ที่ใช้ได้ในวันส่งของ "
        "{delivery_on_th} แต่{fact_th}"
    )
    detail_en = (
        "Line {line_no} {product_name_th}: on the delivery date {delivery_on} it needs a valid "
        "{accepted_schemes_en}, but {fact_en}."
    )


class CategoryHasNoRule(Unprocessable):
    """Nobody has said what this kind of buyer needs for the category: nothing is assumed."""

    code = "category_has_no_eligibility_rule"
    title_th = "ยังไม่มีเกณฑ์สำหรับสินค้าหมวดนี้"
    title_en = "No rule for this category"
    detail_th = (
        "รายการที่ {line_no} {product_name_th}: ยังไม่กำหนดว่าหน่วยงานประเภทนี้ซื้อสินค้าหมวด "
        "{category} ด้วยใบรับรองใด ในวันส่งของ {delivery_on_th}"
    )
    detail_en = (
        "Line {line_no} {product_name_th}: it is not defined which certificate this kind of buyer "
        "needs for category {category} on the delivery date {delivery_on}."
    )
