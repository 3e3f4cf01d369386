"""PromptPay QR payloads: EMV merchant-presented codes as the Bank of Thailand profiles them."""

from __future__ import annotations

_CREDIT_TRANSFER = "A000000677010111"
_BILL_PAYMENT = "A000000677010112"


def crc16(text: str) -> int:
    """CRC-16/CCITT-FALSE over ASCII; ``123456789`` gives 0x29B1."""
    crc = 0xFFFF
    for byte in text.encode("ascii"):
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1) ^ 0x1021 if crc & 0x8000 else crc << 1
        crc &= 0xFFFF
    return crc


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"


def _payload(account: str, amount_satang: int) -> str:
    amount = f"{amount_satang // 100}.{amount_satang % 100:02d}"
    body = "".join(
        (
            _field("00", "01"),
            _field("01", "12"),
            account,
            _field("53", "764"),
            _field("54", amount),
            _field("58", "TH"),
            "6304",
        )
    )
    return f"{body}{crc16(body):04X}"


def transfer_payload(mobile: str, amount_satang: int) -> str:
    """A one-time code that sends ``amount_satang`` to a Thai mobile number such as 0812345678."""
    account = _field("00", _CREDIT_TRANSFER) + _field("01", f"0066{mobile[1:]}")
    return _payload(_field("29", account), amount_satang)


def bill_payload(biller: str, reference1: str, reference2: str, amount_satang: int) -> str:
    """A one-time bill payment to a 15-digit biller with two references of at most 20 characters."""
    account = (
        _field("00", _BILL_PAYMENT)
        + _field("01", biller)
        + _field("02", reference1)
        + _field("03", reference2)
    )
    return _payload(_field("30", account), amount_satang)
