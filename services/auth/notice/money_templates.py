"""The texts of notices about institutions' invoices and payments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from services.auth.notice.template import Template

MONEY: Final[Mapping[str, Template]] = {
    "invoice_issued": Template(
        "{seller_name_th}ออกใบแจ้งหนี้ {number}",
        "Invoice {number} of {seller_name_th}",
        "ใบแจ้งหนี้ {number} ตามใบสั่งซื้อ {order_number} ยอด {total_baht} บาท\nครบกำหนดชำระ {due_on}",
        "Invoice {number} for purchase order {order_number}: {total_baht} baht, due on {due_on}.",
    ),
    "credit_note_issued": Template(
        "{seller_name_th}ออกใบลดหนี้ {credit_number}",
        "Credit note {credit_number} of {seller_name_th}",
        "ใบลดหนี้ {credit_number} ของใบแจ้งหนี้ {number} ลด {credited_baht} บาท "
        "เพราะตรวจรับน้อยกว่าที่แจ้งหนี้\nยอดคงค้าง {outstanding_baht} บาท",
        "Credit note {credit_number} takes {credited_baht} baht off invoice {number}: less was "
        "accepted than invoiced.\n{outstanding_baht} baht are outstanding.",
    ),
    "invoice_due": Template(
        "ใบแจ้งหนี้ {number} ครบกำหนด {due_on}",
        "Invoice {number} is due on {due_on}",
        "ใบแจ้งหนี้ {number} ของ{seller_name_th} ยอดคงค้าง {outstanding_baht} บาท ครบกำหนด {due_on}",
        "Invoice {number} of {seller_name_th}: {outstanding_baht} baht are due on {due_on}.",
    ),
    "invoice_overdue": Template(
        "ใบแจ้งหนี้ {number} เกินกำหนด {days_late} วัน",
        "Invoice {number} is {days_late} days overdue",
        "ใบแจ้งหนี้ {number} ของ{seller_name_th} ครบกำหนดเมื่อ {due_on} ยังค้าง {outstanding_baht} บาท",
        "Invoice {number} of {seller_name_th} was due on {due_on}; {outstanding_baht} baht are "
        "outstanding.",
    ),
    "payment_announced": Template(
        "{buyer_name_th}แจ้งชำระใบแจ้งหนี้ {number}",
        "{buyer_name_th} says it has paid invoice {number}",
        "{buyer_name_th}แจ้งว่าชำระ {amount_baht} บาท เมื่อ {paid_on} สำหรับใบแจ้งหนี้ {number}\n"
        "กรุณาตรวจสอบบัญชีแล้วยืนยันการรับเงิน",
        "{buyer_name_th} says that it paid {amount_baht} baht on {paid_on} for invoice {number}.\n"
        "Please check your account and confirm it.",
    ),
    "payment_received": Template(
        "{seller_name_th}ได้รับเงินตามใบแจ้งหนี้ {number}",
        "{seller_name_th} has received your payment of invoice {number}",
        "{seller_name_th}รับเงิน {amount_baht} บาท สำหรับใบแจ้งหนี้ {number}\n"
        "ยอดคงค้าง {outstanding_baht} บาท",
        "{seller_name_th} has received {amount_baht} baht for invoice {number}; "
        "{outstanding_baht} baht are outstanding.",
    ),
    "payment_denied": Template(
        "{seller_name_th}ไม่พบเงินตามใบแจ้งหนี้ {number}",
        "{seller_name_th} has not found your payment of invoice {number}",
        "{seller_name_th}ตรวจแล้วไม่พบเงิน {amount_baht} บาท "
        "ที่แจ้งว่าชำระเมื่อ {paid_on} สำหรับใบแจ้งหนี้ {number}",
        "{seller_name_th} has not found the {amount_baht} baht said to be paid on {paid_on} for "
        "invoice {number}.",
    ),
    "billing_note_issued": Template(
        "{seller_name_th}วางบิล {number} เดือน {month}",
        "Billing note {number} of {seller_name_th} for {month}",
        "ใบวางบิล {number} ประจำเดือน {month} ยอดรวม {total_baht} บาท กำหนดชำระ {pay_on}",
        "Billing note {number} for {month}: {total_baht} baht, to be paid on {pay_on}.",
    ),
    "bank_line_needs_you": Template(
        "เงินเข้า {amount_baht} บาท รอตรวจสอบ",
        "{amount_baht} baht came in and need your decision",
        "เงินเข้าวันที่ {received_on} จำนวน {amount_baht} บาท\nผลการจับคู่: {outcome} "
        "ผลต่าง {difference_baht} บาท",
        "{amount_baht} baht of {received_on}: {outcome}, difference {difference_baht} baht. "
        "Please resolve it.",
    ),
}
