"""The texts of every notice, in Thai and English. Places are filled from the request's data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Template:
    """One notice in both languages, with ``{places}`` for data."""

    subject_th: str
    subject_en: str
    body_th: str
    body_en: str


_ACCOUNT: Final = {
    "sign_up_again": Template(
        "มีผู้พยายามสมัครบัญชีด้วยที่อยู่ของท่าน",
        "Somebody tried to sign up with your address",
        "ที่อยู่นี้มีบัญชีตลาดอยู่แล้ว จึงไม่มีการเปลี่ยนแปลงใด ๆ\n"
        "หากเป็นท่านเอง ให้เข้าสู่ระบบด้วยรหัสผ่านเดิม หากไม่ใช่ ไม่ต้องทำอะไร",
        "This address has a Talat account already, so nothing was changed.\n"
        "If it was you, sign in with your password. If not, there is nothing to do.",
    ),
    "application_approved": Template(
        "คำขอ{capability_th}ของ{organisation}ได้รับอนุมัติ",
        "{organisation} may now {capability_en}",
        "เจ้าหน้าที่อนุมัติคำขอ{capability_th}ของ{organisation}แล้ว เริ่มใช้งานได้ทันที",
        "The officer has approved {organisation} to {capability_en}. You can start at once.",
    ),
    "application_returned": Template(
        "คำขอ{capability_th}ของ{organisation}ถูกส่งกลับให้แก้ไข",
        "The application of {organisation} was returned",
        "เจ้าหน้าที่ส่งคำขอ{capability_th}กลับให้แก้ไข เหตุผล: {reason}\nแก้ไขแล้วยื่นใหม่ได้",
        "The officer returned the application to {capability_en}. Reason: {reason}\n"
        "Correct it and submit it again.",
    ),
    "application_rejected": Template(
        "คำขอ{capability_th}ของ{organisation}ไม่ได้รับอนุมัติ",
        "The application of {organisation} was rejected",
        "เจ้าหน้าที่ไม่อนุมัติคำขอ{capability_th} เหตุผล: {reason}",
        "The officer rejected the application to {capability_en}. Reason: {reason}",
    ),
}

_SHOP: Final = {
    "order_paid_seller": Template(
        "ชำระเงินแล้ว: คำสั่งซื้อ {number}",
        "Paid: order {number}",
        "คำสั่งซื้อ {number} ชำระเงินแล้ว กรุณารับคำสั่งซื้อและเตรียมสินค้า",
        "Order {number} has been paid. Please accept it and prepare the goods.",
    ),
    "order_placed_buyer": Template(
        "ได้รับคำสั่งซื้อ {number} แล้ว",
        "We have your order {number}",
        "ตลาดได้รับคำสั่งซื้อ {number} ของท่านแล้ว กรุณาชำระเงินภายในเวลาที่กำหนด",
        "We have your order {number}. Please pay in the time given.",
    ),
    "order_cancelled_seller": Template(
        "คำสั่งซื้อ {number} ถูกยกเลิก",
        "Order {number} was cancelled",
        "คำสั่งซื้อ {number} ถูกยกเลิก สินค้าที่จองไว้กลับมาขายได้อีกครั้ง",
        "Order {number} was cancelled; its stock is for sale again.",
    ),
}

_BUYING: Final = {
    "requisition_waiting_approval": Template(
        "มีใบขอซื้อ {number} รออนุมัติ",
        "Requisition {number} waits for approval",
        "{requester_name} ยื่นใบขอซื้อ {number} รวม {total_baht} บาท ต้องการภายใน {need_by_on}\n"
        "ใบขอซื้อนี้รอการอนุมัติของท่าน",
        "{requester_name} has submitted requisition {number}, {total_baht} baht, needed by "
        "{need_by_on}.\nIt waits for your approval.",
    ),
    "requisition_approved": Template(
        "ใบขอซื้อ {number} ได้รับอนุมัติ",
        "Requisition {number} was approved",
        "{decided_by_name} อนุมัติใบขอซื้อ {number} และออกใบสั่งซื้อแล้ว",
        "{decided_by_name} has approved requisition {number}; the purchase order has gone out.",
    ),
    "requisition_rejected": Template(
        "ใบขอซื้อ {number} ไม่ได้รับอนุมัติ",
        "Requisition {number} was rejected",
        "{decided_by_name} ไม่อนุมัติใบขอซื้อ {number} เหตุผล: {reason}",
        "{decided_by_name} has rejected requisition {number}. Reason: {reason}",
    ),
    "purchase_order_received": Template(
        "ได้รับใบสั่งซื้อ {number} จาก{buyer_name_th}",
        "Purchase order {number} has arrived",
        "{buyer_name_th} สั่งซื้อตามใบสั่งซื้อ {number} มูลค่า {net_baht} บาท (ไม่รวมภาษี)\n"
        "ส่งมอบวันที่ {deliver_on} กรุณาเตรียมสินค้าให้ทัน",
        "{buyer_name_th} has placed purchase order {number}, {net_baht} baht before tax.\n"
        "Please deliver it on {deliver_on}.",
    ),
    "purchase_order_eligibility_lost": Template(
        "ใบสั่งซื้อ {number}: ใบรับรองไม่ครอบคลุมวันส่งมอบ",
        "Purchase order {number}: a certificate no longer covers the delivery date",
        "ใบสั่งซื้อ {number} ของ{buyer_name_th} ถึง{seller_name_th} ส่งมอบวันที่ {deliver_on}\n"
        "ใบรับรองของ {products_th} ไม่มีผลในวันดังกล่าวแล้ว กรุณาตกลงกันก่อนส่งมอบ",
        "Purchase order {number} of {buyer_name_th} to {seller_name_th}, due on {deliver_on}:\n"
        "no certificate of {products_th} is valid on that day any more. Please settle it first.",
    ),
}

_CERTIFICATES: Final = {
    "certificate_decided": Template(
        "ผลการพิจารณา {scheme_th} ของ{product}",
        "The decision on {scheme_en} for {product}",
        "ผลการพิจารณา {scheme_th} ของ{product}: {outcome}\nเลขที่ {number} "
        "มีผล {valid_from_on} ถึง {valid_until_on}\nเหตุผล: {reason}",
        "{scheme_en} for {product}: {outcome}\nNumber {number}, valid from {valid_from_on} to "
        "{valid_until_on}.\nReason: {reason}",
    ),
    "certificate_suspended": Template(
        "ใบรับรอง {scheme_th} ของ{product}ถูกพักใช้",
        "The {scheme_en} certificate of {product} is suspended",
        "ใบรับรองเลขที่ {number} ของ{product}ถูกพักใช้ เหตุผล: {reason}\n"
        "เครื่องหมายจะไม่แสดงจนกว่าจะพ้นการพักใช้",
        "Certificate {number} of {product} is suspended. Reason: {reason}\n"
        "Its mark is not shown until that ends.",
    ),
    "certificate_cancelled": Template(
        "ใบรับรอง {scheme_th} ของ{product}ถูกเพิกถอน",
        "The {scheme_en} certificate of {product} was cancelled",
        "ใบรับรองเลขที่ {number} ของ{product}ถูกเพิกถอน เหตุผล: {reason}\nเครื่องหมายจะไม่แสดงอีก",
        "Certificate {number} of {product} was cancelled. Reason: {reason}\n"
        "Its mark is no longer shown.",
    ),
}

TEMPLATES: Final[Mapping[str, Template]] = MappingProxyType(
    {**_ACCOUNT, **_SHOP, **_BUYING, **_CERTIFICATES}
)
