"""The texts of every notice, in Thai and English. Places are filled from the request's data."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from services.auth.notice.account_templates import ACCOUNT_TEMPLATES
from services.auth.notice.money_templates import MONEY
from services.auth.notice.office_templates import OFFICE
from services.auth.notice.template import Template

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
    "stock_low_seller": Template(
        "ใกล้หมด: {product}",
        "Running low: {product}",
        "{product} ในร้านของท่านใกล้หมดแล้ว กรุณาเติมสต็อกหรือปรับจำนวน",
        "{product} in your shop is running low. Please restock it or correct the count.",
    ),
    "order_accept_reminder_seller": Template(
        "คำสั่งซื้อ {number} รอให้ท่านรับ",
        "Order {number} waits for you",
        "คำสั่งซื้อ {number} ชำระเงินแล้วและรอให้ท่านรับภายใน {accept_by}\n"
        "หากเลยเวลา คำสั่งซื้อจะถูกยกเลิกและคืนเงินให้ผู้ซื้อ",
        "Order {number} is paid and waits for you until {accept_by}.\n"
        "After that it is cancelled and the shopper is paid back.",
    ),
    "order_not_accepted_seller": Template(
        "คำสั่งซื้อ {number} ถูกยกเลิกเพราะเลยเวลารับ",
        "Order {number} was cancelled: it was not accepted in time",
        "คำสั่งซื้อ {number} ไม่ได้รับภายในเวลา จึงถูกยกเลิกและคืนเงินให้ผู้ซื้อ สินค้ากลับมาขายได้อีกครั้ง",
        "Order {number} was not accepted in time. It is cancelled, the shopper is paid back, and\n"
        "its goods are for sale again.",
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
    "requisition_splitting_warning": Template(
        "ใบขอซื้อ {number}: อาจเป็นการแบ่งซื้อ",
        "Requisition {number} may be a split purchase",
        "ก่อนพิจารณาใบขอซื้อ {number} โปรดตรวจสอบ\n{warning_th}",
        "Before you decide on requisition {number}, please look at this:\n{warning_en}",
    ),
    "urgent_purchase_made": Template(
        "ซื้อเร่งด่วนแล้ว: {number}",
        "Bought urgently: {number}",
        "{requester_name} ซื้อเร่งด่วนตามใบขอซื้อ {number} รวม {total_baht} บาท เหตุผล: {reason}\n"
        "ต้องรายงานขอความเห็นชอบภายใน {due_on}",
        "{requester_name} has bought urgently by requisition {number}, {total_baht} baht. Reason: "
        "{reason}\nThe report is due on {due_on}.",
    ),
    "urgent_report_made": Template(
        "รายงานการซื้อเร่งด่วน {number} รอความเห็นชอบ",
        "The report on {number} waits for you",
        "{reported_by_name} รายงานการซื้อเร่งด่วนตามใบขอซื้อ {number} แล้ว โปรดพิจารณาให้ความเห็นชอบ",
        "{reported_by_name} has reported the urgent purchase {number}. Do you agree?",
    ),
    "urgent_report_overdue": Template(
        "ยังไม่ได้รายงานการซื้อเร่งด่วน {number}",
        "The report on the urgent purchase {number} is late",
        "ใบขอซื้อ {number} ซื้อเร่งด่วนไปก่อนแล้ว แต่ยังไม่ได้รายงาน ซึ่งครบกำหนด {due_on}",
        "Requisition {number} was bought first; its report was due on {due_on}.",
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

_SUPPLY: Final = {
    "purchase_order_confirmed": Template(
        "{seller_name_th}ยืนยันใบสั่งซื้อ {number}",
        "Purchase order {number} is confirmed",
        "{seller_name_th}ยืนยันส่งของตามใบสั่งซื้อ {number} ครบทุกรายการ วันส่ง {deliver_on}",
        "{seller_name_th} has confirmed the whole of purchase order {number}, due {deliver_on}.",
    ),
    "purchase_order_confirmed_in_part": Template(
        "{seller_name_th}ยืนยันใบสั่งซื้อ {number} เพียงบางส่วน",
        "Purchase order {number} is confirmed in part",
        "{seller_name_th}ส่งของตามใบสั่งซื้อ {number} ได้ไม่ครบ วันส่ง {deliver_on}\nส่งได้/ที่สั่ง: {lines_th}",
        "{seller_name_th} can deliver only a part of purchase order {number}, due {deliver_on}.\n"
        "Confirmed/ordered: {lines_th}",
    ),
    "purchase_order_declined": Template(
        "{seller_name_th}ไม่รับใบสั่งซื้อ {number}",
        "Purchase order {number} was declined",
        "{seller_name_th}ไม่รับใบสั่งซื้อ {number} เหตุผล: {reason}\nกรุณาจัดหาจากผู้ขายอื่น",
        "{seller_name_th} has declined purchase order {number}. Reason: {reason}\n"
        "Please buy elsewhere.",
    ),
    "purchase_order_cancelled": Template(
        "{buyer_name_th}ยกเลิกใบสั่งซื้อ {number}",
        "Purchase order {number} was cancelled",
        "{buyer_name_th}ยกเลิกใบสั่งซื้อ {number} ก่อนการยืนยัน เหตุผล: {reason}",
        "{buyer_name_th} has cancelled purchase order {number} before it was confirmed. "
        "Reason: {reason}",
    ),
    "purchase_order_not_confirmed_in_time": Template(
        "ใบสั่งซื้อ {number} ยังไม่ได้ยืนยันภายในกำหนด",
        "Purchase order {number} was not confirmed in time",
        "{seller_name_th}ยังไม่ยืนยันใบสั่งซื้อ {number} ของ{buyer_name_th} วันส่ง {deliver_on}\n"
        "ผู้ขายยังยืนยันได้ตราบที่ผู้ซื้อยังไม่ยกเลิก",
        "{seller_name_th} has not confirmed purchase order {number} of {buyer_name_th}, due "
        "{deliver_on}.\nIt may still do so as long as the buyer has not cancelled.",
    ),
    "purchase_order_closed": Template(
        "{buyer_name_th}ปิดใบสั่งซื้อ {number}",
        "Purchase order {number} was closed",
        "{buyer_name_th}ไม่รับของเพิ่มตามใบสั่งซื้อ {number} แล้ว เหตุผล: {reason}",
        "{buyer_name_th} wants no more of purchase order {number}. Reason: {reason}",
    ),
    "delivery_shipped": Template(
        "{seller_name_th}ส่งของตามใบส่งของ {number}",
        "Delivery {number} is on its way",
        "{seller_name_th}ส่งของแล้ว ใบส่งของ {number} ถึงวันที่ {deliver_on} จุดรับของ {window}\n"
        "ล็อต: {lots}",
        "{seller_name_th} has shipped delivery {number} for {deliver_on}, site {window}.\n"
        "Lots: {lots}",
    ),
    "delivery_cancelled": Template(
        "การส่งของ {number} ถูกยกเลิก",
        "Delivery {number} was cancelled",
        "{seller_name_th}ยกเลิกการส่งของ {number} วันที่ {deliver_on} เหตุผล: {reason}",
        "{seller_name_th} has cancelled delivery {number} of {deliver_on}. Reason: {reason}",
    ),
    "delivery_waits_for_inspection": Template(
        "ของตามใบส่งของ {number} มาถึงแล้ว รอตรวจรับ",
        "Delivery {number} has arrived and waits for its inspection",
        "ของจาก{seller_name_th} ใบส่งของ {number} มาถึงแล้ว กรุณาตรวจรับพัสดุ",
        "Delivery {number} of {seller_name_th} has arrived. Please inspect it.",
    ),
    "delivery_not_as_ordered": Template(
        "การส่งของ {number}: พบข้อบกพร่องเมื่อมาถึง",
        "Delivery {number}: something was wrong on arrival",
        "{buyer_name_th}รับของตามใบส่งของ {number} พบ: {findings_th}\nผลตรวจรับจะแจ้งให้ทราบต่อไป",
        "{buyer_name_th} received delivery {number}: {findings_en}.\n"
        "The result of the inspection follows.",
    ),
    "delivery_defects": Template(
        "การส่งของ {number}: แจ้งของไม่ครบหรือไม่ถูกต้อง",
        "Delivery {number}: short or defective goods",
        "{buyer_name_th}ตรวจรับการส่งของ {number} แล้ว พบ: {defects_th}\n"
        "แจ้งตามระเบียบฯ 2560 ข้อ 175 ภายใน 3 วันทำการ ส่งเพิ่มหรือเปลี่ยนส่วนที่ขาดได้",
        "{buyer_name_th} has inspected delivery {number}: {defects_en}.\n"
        "Told within three working days (Regulation 2560, art. 175); you may deliver the rest.",
    ),
    "delivery_accepted": Template(
        "ตรวจรับการส่งของ {number} เรียบร้อย",
        "Delivery {number} is accepted",
        "{buyer_name_th}ตรวจรับการส่งของ {number} ถือว่ารับวันที่ {accepted_on}\n"
        "ยอดที่เรียกเก็บได้ {payable_baht} บาท (ไม่รวมภาษี)",
        "{buyer_name_th} has accepted delivery {number} as of {accepted_on}.\n"
        "{payable_baht} baht before tax may be invoiced.",
    ),
    "delivery_refused": Template(
        "{buyer_name_th}ไม่รับการส่งของ {number}",
        "Delivery {number} is refused",
        "หัวหน้าหน่วยงานของ{buyer_name_th}ตัดสินไม่รับการส่งของ {number} เหตุผล: {reason}",
        "The head of {buyer_name_th} has decided to refuse delivery {number}. Reason: {reason}",
    ),
    "inspector_appointed": Template(
        "ท่านได้รับแต่งตั้งเป็นผู้ตรวจรับพัสดุ ใบสั่งซื้อ {number}",
        "You are appointed to inspect purchase order {number}",
        "ท่านเป็นผู้ตรวจรับพัสดุของใบสั่งซื้อ {number} จาก{seller_name_th} วันส่ง {deliver_on}\n"
        "หากมีส่วนได้เสียกับผู้ขาย กรุณาแจ้งขอถอนตัวก่อนตรวจรับ",
        "You inspect the goods of purchase order {number} of {seller_name_th}, due {deliver_on}.\n"
        "If you have an interest in the seller, please step down before the inspection.",
    ),
    "inspection_waits_for_signature": Template(
        "ใบตรวจรับ {number} รอลายมือชื่อของท่าน",
        "The goods receipt {number} waits for your signature",
        "บันทึกผลตรวจรับการส่งของ {number} จาก{seller_name_th}แล้ว กรุณาลงนามเห็นด้วยหรือไม่เห็นด้วย",
        "The inspection of delivery {number} of {seller_name_th} is recorded. Please sign whether "
        "you agree.",
    ),
    "inspection_disputed": Template(
        "ผู้ตรวจรับการส่งของ {number} มีความเห็นแย้ง",
        "The inspectors of delivery {number} disagree",
        "ผู้ตรวจรับการส่งของ {number} จาก{seller_name_th}เห็นไม่ตรงกัน\nหัวหน้าหน่วยงานโปรดตัดสินว่าจะรับหรือไม่รับ",
        "The inspectors of delivery {number} of {seller_name_th} do not agree.\n"
        "The head of the agency has to decide whether it is accepted.",
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
    {
        **ACCOUNT_TEMPLATES,
        **_ACCOUNT,
        **_SHOP,
        **_BUYING,
        **_SUPPLY,
        **_CERTIFICATES,
        **OFFICE,
        **MONEY,
    }
)
