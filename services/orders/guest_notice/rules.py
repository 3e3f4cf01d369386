"""The texts of guests' mail, in Thai and English."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class GuestTemplate(StrEnum):
    """What a guest is told about."""

    ORDER_PLACED = "order_placed"
    ORDER_PAID = "order_paid"
    ORDER_SHIPPED = "order_shipped"
    ORDER_CANCELLED = "order_cancelled"
    ORDER_REFUNDED = "order_refunded"
    REFUND_DETAILS_NEEDED = "refund_details_needed"
    REFUND_SETTLED = "refund_settled"
    REFUND_FAILED = "refund_failed"
    LATE_PAYMENT_ACCEPTED = "late_payment_accepted"
    LATE_PAYMENT_RETURNED = "late_payment_returned"
    DOUBLE_PAYMENT_RETURNED = "double_payment_returned"
    DIFFERENT_AMOUNT_RETURNED = "different_amount_returned"


@dataclass(frozen=True, slots=True)
class Text:
    """A filled text: a subject, the whole body, and one short line for a phone."""

    subject: str
    body: str
    short: str


@dataclass(frozen=True, slots=True)
class Template:
    """One notice in both languages, with ``{places}`` for data."""

    subject_th: str
    subject_en: str
    body_th: str
    body_en: str

    def check(self, data: Mapping[str, str]) -> None:
        """Raise KeyError when a place has no value."""
        for text in (self.subject_th, self.subject_en, self.body_th, self.body_en):
            for _, name, _, _ in string.Formatter().parse(text):
                if name:
                    data[name]

    def fill(self, data: Mapping[str, str]) -> Text:
        """The text in both languages. Line ends in data become spaces: no forged headers."""
        flat = {key: " ".join(value.split()) for key, value in data.items()}
        thai, english = self.subject_th.format_map(flat), self.subject_en.format_map(flat)
        body = f"{self.body_th.format_map(flat)}\n\n{self.body_en.format_map(flat)}"
        return Text(f"{thai} · {english}", f"{body}\n\n— ตลาด Talat\n", thai)


TEMPLATES: Final[Mapping[GuestTemplate, Template]] = MappingProxyType(
    {
        GuestTemplate.ORDER_PLACED: Template(
            "ได้รับคำสั่งซื้อแล้ว กรุณาชำระ {total_baht} บาท",
            "We have your order; please pay {total_baht} baht",
            "ได้รับคำสั่งซื้อ {numbers} แล้ว ยอดรวม {total_baht} บาท\n"
            "กรุณาชำระเงินภายใน {pay_by} มิฉะนั้นสินค้าที่จองไว้จะถูกปล่อยและไม่มีการเก็บเงิน",
            "We have your order {numbers}, {total_baht} baht in all.\n"
            "Please pay by {pay_by}; after that its stock is released and nothing is charged.",
        ),
        GuestTemplate.ORDER_PAID: Template(
            "ได้รับเงินแล้ว {total_baht} บาท",
            "Paid: {total_baht} baht",
            "ได้รับเงิน {total_baht} บาท สำหรับคำสั่งซื้อ {numbers} แล้ว ผู้ขายกำลังเตรียมสินค้า",
            "We have received {total_baht} baht for your order {numbers}. "
            "The sellers are preparing it.",
        ),
        GuestTemplate.ORDER_SHIPPED: Template(
            "จัดส่งแล้ว: คำสั่งซื้อ {number}",
            "On its way: order {number}",
            "{seller_name_th} ส่งคำสั่งซื้อ {number} แล้ว ขนส่งโดย {carrier} เลขพัสดุ {tracking}",
            "{seller_name_th} has sent your order {number} with {carrier}, tracking {tracking}.",
        ),
        GuestTemplate.ORDER_CANCELLED: Template(
            "คำสั่งซื้อ {number} ถูกยกเลิก คืนเงิน {amount_baht} บาท",
            "Order {number} is cancelled; {amount_baht} baht go back to you",
            "คำสั่งซื้อ {number} จาก{seller_name_th} ถูกยกเลิก เหตุผล: {reason_th}\n"
            "เราคืนเงิน {amount_baht} บาทด้วยวิธีเดิมที่ท่านชำระ",
            "Order {number} from {seller_name_th} is cancelled. Reason: {reason_en}\n"
            "We are sending {amount_baht} baht back the way you paid.",
        ),
        GuestTemplate.ORDER_REFUNDED: Template(
            "คืนเงินคำสั่งซื้อ {number} จำนวน {amount_baht} บาท",
            "A refund of {amount_baht} baht for order {number}",
            "เราคืนเงิน {amount_baht} บาท ของคำสั่งซื้อ {number} จาก{seller_name_th}\nเหตุผล: {reason_th}",
            "We are sending back {amount_baht} baht for order {number} from {seller_name_th}.\n"
            "Reason: {reason_en}",
        ),
        GuestTemplate.REFUND_DETAILS_NEEDED: Template(
            "แจ้งบัญชีรับเงินคืน {amount_baht} บาท",
            "Tell us where {amount_baht} baht are to go",
            "ท่านชำระด้วยพร้อมเพย์ ผู้ให้บริการรับชำระเงินได้ส่งอีเมลแยกอีกฉบับให้ท่านแจ้งบัญชี\n"
            "เพื่อรับเงินคืน {amount_baht} บาท กรุณาทำตามอีเมลฉบับนั้น",
            "You paid by PromptPay. Our payment service has sent you another mail that asks for\n"
            "the account to which {amount_baht} baht are to go. Please follow it.",
        ),
        GuestTemplate.REFUND_SETTLED: Template(
            "คืนเงิน {amount_baht} บาทเรียบร้อยแล้ว",
            "{amount_baht} baht were sent back to you",
            "คืนเงิน {amount_baht} บาทให้ท่านแล้ว บัตรอาจใช้เวลา 5-10 วันทำการจึงแสดงในรายการ",
            "{amount_baht} baht were sent back. A card may show it after 5 to 10 working days.",
        ),
        GuestTemplate.REFUND_FAILED: Template(
            "คืนเงิน {amount_baht} บาทไม่สำเร็จ",
            "A refund of {amount_baht} baht did not arrive",
            "ธนาคารปฏิเสธเงินคืน {amount_baht} บาท เจ้าหน้าที่จะติดต่อท่านเพื่อคืนด้วยวิธีอื่น",
            "The bank refused a refund of {amount_baht} baht. We will contact you to send it "
            "another way.",
        ),
        GuestTemplate.LATE_PAYMENT_ACCEPTED: Template(
            "ได้รับเงินแม้เลยเวลา คำสั่งซื้อยังอยู่",
            "Your payment came late, and your order stands",
            "เงิน {amount_baht} บาทมาถึงหลังหมดเวลา สินค้ายังมี คำสั่งซื้อ {numbers} จึงชำระแล้ว",
            "{amount_baht} baht came after the time to pay. The goods were still there, so order "
            "{numbers} is paid.",
        ),
        GuestTemplate.LATE_PAYMENT_RETURNED: Template(
            "เงินมาถึงหลังหมดเวลา คืนเงิน {amount_baht} บาท",
            "Your payment came too late; {amount_baht} baht go back",
            "เงิน {amount_baht} บาทมาถึงหลังหมดเวลาและสินค้าหมดแล้ว คำสั่งซื้อจึงถูกยกเลิก\nเราคืนเงินทั้งหมดให้ท่าน",
            "{amount_baht} baht came after the time to pay, and the goods were gone. "
            "The order stays\ncancelled, and we are sending all of it back.",
        ),
        GuestTemplate.DOUBLE_PAYMENT_RETURNED: Template(
            "ชำระซ้ำ คืนเงิน {amount_baht} บาท",
            "Paid twice; {amount_baht} baht go back",
            "คำสั่งซื้อนี้ถูกชำระสองครั้ง เราคืนเงินครั้งหลัง {amount_baht} บาทให้ท่าน",
            "This order was paid twice. We are sending the second payment, {amount_baht} baht, "
            "back.",
        ),
        GuestTemplate.DIFFERENT_AMOUNT_RETURNED: Template(
            "ยอดเงินไม่ตรง คืนเงิน {amount_baht} บาท",
            "Another amount than the total; {amount_baht} baht go back",
            "เงินที่ได้รับ {amount_baht} บาทไม่ตรงกับยอดรวม คำสั่งซื้อถูกยกเลิก เราคืนเงินทั้งหมด",
            "We received {amount_baht} baht, which is not the total. The order is cancelled, and "
            "we are sending all of it back.",
        ),
    }
)


def baht(satang: int) -> str:
    """Satang as people read baht: 107000 is 1,070.00."""
    return f"{satang // 100:,}.{satang % 100:02d}"


def backoff(attempts: int) -> timedelta:
    """How long to wait before the next attempt: half a minute, doubling, at most 4 hours."""
    return timedelta(seconds=min(4 * 3600, 30 * 2 ** min(attempts, 12)))
