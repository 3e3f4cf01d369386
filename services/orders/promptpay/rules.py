"""EMV QR payloads of PromptPay: pure writing and reading, no I/O.

Tag 29 is a credit transfer (to a phone, a person's or firm's id, an e-wallet), tag 30 a bill
payment with two references. Source: thai-domain.md section 4 (EMVCo merchant-presented mode,
Thai QR payment standard). Amounts are integer satang.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from contracts.types import clean_identifier
from services.orders.promptpay.errors import PayloadNotReadable

CREDIT_TRANSFER_AID: Final = "A000000677010111"
BILL_PAYMENT_AID: Final = "A000000677010112"
_BAHT: Final = "764"
_THAILAND: Final = "TH"
_POLYNOMIAL: Final = 0x1021
_HIGH_BIT: Final = 0x8000
_LONGEST: Final = 99
_REFERENCE: Final = re.compile(r"[A-Z0-9]{1,20}")
_BILLER: Final = re.compile(r"[0-9]{15}")
_AMOUNT: Final = re.compile(r"(?P<baht>[0-9]{1,10})(?:\.(?P<satang>[0-9]{0,2}))?")
_PHONE: Final = re.compile(r"0[0-9]{9}")
_ABROAD: Final = re.compile(r"0066[0-9]{9}")
_SUBTAGS: Final = {"mobile": "01", "id": "02", "ewallet": "03"}
_DIGITS: Final = {"mobile": _ABROAD, "id": re.compile(r"[0-9]{13}"), "ewallet": _BILLER}

Proxy = Literal["mobile", "id", "ewallet"]
"""What names the receiver of a credit transfer."""


@dataclass(frozen=True, slots=True)
class BillPayment:
    """Tag 30. ``biller_id`` has 15 digits, the references are capital letters and digits, ≤ 20.

    ``amount_satang`` None leaves the sum to the payer (a static code).
    """

    biller_id: str
    ref1: str
    ref2: str | None = None
    amount_satang: int | None = None

    def __post_init__(self) -> None:
        """Refuse what no bank would read. Raises ValueError."""
        if not _BILLER.fullmatch(self.biller_id):
            raise ValueError("a biller id has 15 digits")
        for reference in (self.ref1, *([self.ref2] if self.ref2 is not None else [])):
            if not _REFERENCE.fullmatch(reference):
                raise ValueError("a reference has 1 to 20 capital letters and digits")
        _require_amount(self.amount_satang)


@dataclass(frozen=True, slots=True)
class CreditTransfer:
    """Tag 29. ``value`` is a Thai phone (0812345678), an id of 13 or an e-wallet of 15 digits."""

    proxy: Proxy
    value: str
    amount_satang: int | None = None

    def __post_init__(self) -> None:
        """Refuse what no bank would read. Raises ValueError."""
        pattern = _PHONE if self.proxy == "mobile" else _DIGITS[self.proxy]
        if not pattern.fullmatch(self.value):
            raise ValueError(f"not the value of a PromptPay {self.proxy}")
        _require_amount(self.amount_satang)


def crc(text: str) -> str:
    """CRC-16/CCITT-FALSE as four capital hexadecimal digits: ``123456789`` gives ``29B1``."""
    register = 0xFFFF
    for byte in text.encode():
        register ^= byte << 8
        for _ in range(8):
            shifted = register << 1
            register = (shifted ^ _POLYNOMIAL if register & _HIGH_BIT else shifted) & 0xFFFF
    return f"{register:04X}"


def write(payment: BillPayment | CreditTransfer) -> str:
    """The payload for a QR code; dynamic (12) when the amount is named, else static (11)."""
    amount = payment.amount_satang
    parts = [_field("00", "01"), _field("01", "11" if amount is None else "12")]
    if isinstance(payment, BillPayment):
        parts.append(_field("30", _bill(payment)))
    else:
        parts.append(_field("29", _transfer(payment)))
    parts.append(_field("53", _BAHT))
    if amount is not None:
        parts.append(_field("54", f"{amount // 100}.{amount % 100:02d}"))
    body = "".join((*parts, _field("58", _THAILAND), "6304"))
    return body + crc(body)


def read(payload: str) -> BillPayment | CreditTransfer:
    """The payment that a payload asks for, in whatever order its tags stand.

    Raises:
        PayloadNotReadable: its checksum is another, a tag is missing, cut or not Thai baht.
    """
    text = payload.strip()
    if len(text) < len("6304") + 4 or text[-8:-4] != "6304":
        raise _unreadable("ไม่มีรหัสตรวจสอบท้ายข้อความ", "There is no checksum at the end.")
    if crc(text[:-4]) != text[-4:].upper():
        raise _unreadable("รหัสตรวจสอบไม่ตรง", "The checksum is another.")
    tags = dict(_fields(text[:-8]))
    if tags.get("53") != _BAHT or tags.get("58") != _THAILAND:
        raise _unreadable("ไม่ใช่การจ่ายเงินบาทในประเทศไทย", "It is not a payment of baht in Thailand.")
    try:
        return _payment(tags, _satang(tags.get("54")))
    except (KeyError, ValueError) as error:
        raise _unreadable("ข้อมูลผู้รับเงินไม่ครบ", "The receiver is incomplete.") from error


def reference(text: str) -> str:
    """A reference as it is written and compared: capital letters and Arabic digits only."""
    return re.sub("[^A-Z0-9]", "", clean_identifier(text).upper())[:20]


def _payment(tags: dict[str, str], amount: int | None) -> BillPayment | CreditTransfer:
    if "30" in tags:
        parts = dict(_fields(tags["30"]))
        if parts["00"] == BILL_PAYMENT_AID:
            return BillPayment(parts["01"], parts["02"], parts.get("03"), amount)
    parts = dict(_fields(tags["29"]))
    if parts["00"] != CREDIT_TRANSFER_AID:
        raise KeyError("29")
    if "01" in parts:
        phone = parts["01"]
        if not _ABROAD.fullmatch(phone):
            raise ValueError("not a Thai phone")
        return CreditTransfer("mobile", "0" + phone[4:], amount)
    if "02" in parts:
        return CreditTransfer("id", parts["02"], amount)
    return CreditTransfer("ewallet", parts["03"], amount)


def _bill(payment: BillPayment) -> str:
    parts = [("00", BILL_PAYMENT_AID), ("01", payment.biller_id), ("02", payment.ref1)]
    if payment.ref2 is not None:
        parts.append(("03", payment.ref2))
    return "".join(_field(tag, value) for tag, value in parts)


def _transfer(payment: CreditTransfer) -> str:
    value = "0066" + payment.value[1:] if payment.proxy == "mobile" else payment.value
    return _field("00", CREDIT_TRANSFER_AID) + _field(_SUBTAGS[payment.proxy], value)


def _field(tag: str, value: str) -> str:
    if len(value) > _LONGEST:
        raise ValueError(f"tag {tag} is longer than {_LONGEST}")
    return f"{tag}{len(value):02d}{value}"


def _fields(text: str) -> Iterator[tuple[str, str]]:
    place = 0
    while place < len(text):
        head = text[place : place + 4]
        if not re.fullmatch("[0-9]{4}", head):
            raise _unreadable("ข้อความขาดหรือผิดรูปแบบ", "The text is cut or malformed.")
        end = place + 4 + int(head[2:])
        if end > len(text):
            raise _unreadable("ข้อความขาดหรือผิดรูปแบบ", "The text is cut or malformed.")
        yield head[:2], text[place + 4 : end]
        place = end


def _satang(text: str | None) -> int | None:
    if text is None:
        return None
    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise ValueError("not an amount")
    return int(found["baht"]) * 100 + int((found["satang"] or "").ljust(2, "0"))


def _require_amount(amount_satang: int | None) -> None:
    # 13 signs at most: ten digits of baht, the point, two of satang.
    if amount_satang is not None and not 0 < amount_satang < 10**12:
        raise ValueError("an amount is between 0.01 and 9,999,999,999.99 baht")


def _unreadable(reason_th: str, reason_en: str) -> PayloadNotReadable:
    return PayloadNotReadable(reason_th=reason_th, reason_en=reason_en)
