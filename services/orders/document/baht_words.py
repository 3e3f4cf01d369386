"""Amounts of money in Thai words, exact for every satang."""

from __future__ import annotations

from typing import Final

_DIGITS: Final = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_PLACES: Final = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")
_MILLION: Final = 1_000_000
_SATANG: Final = 100


def baht_in_words(satang: int) -> str:
    """An amount as it stands on a Thai document: ``หนึ่งพันเจ็ดสิบบาทถ้วน``.

    Whole baht end in ถ้วน; less than one baht is said in satang alone; below nought begins
    with ลบ. Exact for any size: nothing passes through a float.
    """
    if satang < 0:
        return "ลบ" + baht_in_words(-satang)
    baht, rest = divmod(satang, _SATANG)
    if rest == 0:
        return (_number(baht) or "ศูนย์") + "บาทถ้วน"
    words = _number(baht) + "บาท" if baht else ""
    return f"{words}{_number(rest)}สตางค์"


def _number(value: int) -> str:
    """A whole number; nothing for nought."""
    millions, rest = divmod(value, _MILLION)
    words = _number(millions) + "ล้าน" if millions else ""
    return words + _below_million(rest, follows=millions > 0)


def _below_million(value: int, *, follows: bool) -> str:
    digits = [int(sign) for sign in reversed(str(value))]
    words = [_digit(digit, place) for place, digit in enumerate(digits) if digit]
    # A final one is เอ็ด after anything greater, and หนึ่ง when it stands alone.
    if digits[0] == 1 and (len(digits) > 1 or follows):
        words[0] = "เอ็ด"
    return "".join(reversed(words))


def _digit(digit: int, place: int) -> str:
    if place == 1 and digit <= 2:
        return "สิบ" if digit == 1 else "ยี่สิบ"
    return _DIGITS[digit] + _PLACES[place]
