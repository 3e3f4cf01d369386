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
        "ใบขอซื้อ {number} ยื่นแล้วและรอการอนุมัติของท่าน",
        "Requisition {number} has been submitted and waits for your approval.",
    ),
    "requisition_approved": Template(
        "ใบขอซื้อ {number} ได้รับอนุมัติ",
        "Requisition {number} was approved",
        "ใบขอซื้อ {number} ได้รับอนุมัติ และออกใบสั่งซื้อแล้ว",
        "Requisition {number} was approved and the purchase order has gone out.",
    ),
    "requisition_rejected": Template(
        "ใบขอซื้อ {number} ไม่ได้รับอนุมัติ",
        "Requisition {number} was rejected",
        "ใบขอซื้อ {number} ไม่ได้รับอนุมัติ",
        "Requisition {number} was rejected.",
    ),
    "purchase_order_received": Template(
        "ได้รับใบสั่งซื้อ {number}",
        "Purchase order {number} has arrived",
        "ท่านได้รับใบสั่งซื้อ {number} กรุณาเตรียมสินค้าให้ทันวันส่งมอบ",
        "You have received purchase order {number}. Please prepare it for the delivery date.",
    ),
    "purchase_order_eligibility_lost": Template(
        "ใบสั่งซื้อ {number}: สินค้าไม่มีใบรับรองที่ใช้ได้ในวันส่งของแล้ว",
        "Purchase order {number}: no certificate is valid on the delivery date any more",
        "ใบสั่งซื้อ {number} ส่งของวันที่ {deliver_on}: ใบรับรองของ {products_th} ถูกพักใช้หรือสั้นลง "
        "จึงส่งตามใบสั่งนี้ไม่ได้จนกว่าใบรับรองจะกลับมาใช้ได้",
        "Purchase order {number} for delivery on {deliver_on}: the certificate of {products_th} was "
        "suspended or shortened. The goods cannot be delivered until it counts again.",
    ),
}

_CERTIFICATES: Final = {
    "certificate_decided": Template(
        "ผลการพิจารณาใบรับรองของ{product}",
        "The decision on the certificate of {product}",
        "มีผลการพิจารณาใบรับรองของ{product}แล้ว ดูผลได้ในหน้าใบรับรองของท่าน",
        "The certificate of {product} has been decided. See the result on your certificates page.",
    ),
    "certificate_suspended": Template(
        "ใบรับรองของ{product}ถูกพักใช้",
        "The certificate of {product} is suspended",
        "ใบรับรองของ{product}ถูกพักใช้ เครื่องหมายจะไม่แสดงจนกว่าจะพ้นการพักใช้",
        "The certificate of {product} is suspended; its mark is not shown until that ends.",
    ),
    "certificate_cancelled": Template(
        "ใบรับรองของ{product}ถูกเพิกถอน",
        "The certificate of {product} was cancelled",
        "ใบรับรองของ{product}ถูกเพิกถอน เครื่องหมายจะไม่แสดงอีก",
        "The certificate of {product} was cancelled; its mark is no longer shown.",
    ),
}

TEMPLATES: Final[Mapping[str, Template]] = MappingProxyType(
    {**_ACCOUNT, **_SHOP, **_BUYING, **_CERTIFICATES}
)
