"""How OTOP offices head their columns and say things in cells. The first heading is ours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from contracts.types import TaxClass, TemperatureClass
from services.catalog.search.rules import normalise

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "ref": ("รหัสสินค้า", "รหัสผลิตภัณฑ์", "รหัส", "รหัสอ้างอิง", "ref", "code", "product_code"),
    "sku": ("รหัสขนาดบรรจุ", "sku", "บาร์โค้ด", "barcode"),
    "name_th": ("ชื่อสินค้า", "ชื่อผลิตภัณฑ์", "ผลิตภัณฑ์", "สินค้า", "ชื่อสินค้าภาษาไทย", "name", "name_th"),
    "name_en": ("ชื่อภาษาอังกฤษ", "ชื่ออังกฤษ", "ชื่อสินค้าภาษาอังกฤษ", "name_en"),
    "description_th": ("รายละเอียด", "คำอธิบาย", "รายละเอียดสินค้า", "รายละเอียดผลิตภัณฑ์", "description"),
    "description_en": ("รายละเอียดภาษาอังกฤษ", "description_en"),
    "category": ("ประเภท", "หมวด", "หมวดสินค้า", "หมวดหมู่", "ประเภทผลิตภัณฑ์", "ประเภทสินค้า", "category"),
    "price": ("ราคา", "ราคาขาย", "ราคาต่อหน่วย", "ราคาขายปลีก", "price"),
    "unit": ("หน่วย", "หน่วยนับ", "หน่วยขาย", "unit"),
    "pack_size": ("ขนาดบรรจุ", "ปริมาณ", "ปริมาณสุทธิ", "pack_size"),
    "pack_name": ("ชื่อขนาดบรรจุ", "pack_name"),
    "weight": ("น้ำหนัก", "น้ำหนักกรัม", "weight_grams"),
    "province": ("จังหวัด", "จังหวัดที่ผลิต", "province"),
    "district": ("อำเภอ", "เขต", "อำเภอ/เขต", "district"),
    "subdistrict": ("ตำบล", "แขวง", "ตำบล/แขวง", "subdistrict"),
    "tax_class": ("ภาษีมูลค่าเพิ่ม", "ภาษี", "ประเภทภาษี", "vat", "tax_class"),
    "crop": ("พืชผลสด", "ผลผลิตเกษตร", "crop"),
    "temperature": ("การเก็บรักษา", "อุณหภูมิ", "temperature"),
    "lead_time": ("วันเตรียมสินค้า", "ระยะเวลาเตรียม", "ระยะเวลาผลิต", "lead_time_days"),
    "seasons": ("เดือนที่ขาย", "ฤดูกาล", "เดือนที่มีสินค้า", "seasons"),
    "registered_on": ("วันที่ขึ้นทะเบียน", "วันที่ลงทะเบียน", "วันขึ้นทะเบียน", "registered_on"),
    "status": ("สถานะ", "เผยแพร่", "status"),
}
"""By field: the heading that exports use, then what else is understood."""

NEEDED: Final = ("ref", "name_th", "category", "price", "unit")
FIELDS: Final = tuple(HEADINGS)
ROW_HEADING: Final = "แถวเดิม"
ERROR_HEADING: Final = "ข้อผิดพลาด"

_IN_BRACKETS: Final = re.compile(r"[(\[].*?[)\]]")
_NOT_LETTERS: Final = re.compile(r"[\s.:*_-]+")

TAX_CLASSES: Final[Mapping[str, TaxClass]] = {
    "ยกเว้น": TaxClass.EXEMPT_AGRI,
    "ไม่มี": TaxClass.EXEMPT_AGRI,
    "exempt_agri": TaxClass.EXEMPT_AGRI,
    "มี": TaxClass.STANDARD,
    "7": TaxClass.STANDARD,
    "7%": TaxClass.STANDARD,
    "standard": TaxClass.STANDARD,
}
TEMPERATURES: Final[Mapping[str, TemperatureClass]] = {
    "อุณหภูมิห้อง": TemperatureClass.AMBIENT,
    "ปกติ": TemperatureClass.AMBIENT,
    "ambient": TemperatureClass.AMBIENT,
    "แช่เย็น": TemperatureClass.CHILLED,
    "chilled": TemperatureClass.CHILLED,
    "แช่แข็ง": TemperatureClass.FROZEN,
    "frozen": TemperatureClass.FROZEN,
    "มีชีวิต": TemperatureClass.LIVE,
    "live": TemperatureClass.LIVE,
}
YES_OR_NO: Final[Mapping[str, bool]] = {
    **dict.fromkeys(("ใช่", "1", "true", "yes", "y", "/", "✓"), True),
    **dict.fromkeys(("ไม่ใช่", "ไม่", "0", "false", "no", "n", "-"), False),
}
PUBLISH: Final[Mapping[str, bool]] = {
    **dict.fromkeys(("เผยแพร่", "ขาย", "published"), True),
    **dict.fromkeys(("ร่าง", "ไม่เผยแพร่", "draft"), False),
}
CATEGORY_ALIASES: Final[Mapping[str, str]] = {
    "ผ้า": "textile",
    "ผ้าและเครื่องแต่งกาย": "textile",
    "ผ้าเครื่องแต่งกาย": "textile",
    "ของใช้": "utensil",
    "ของใช้/ของตกแต่ง/ของที่ระลึก": "utensil",
    "ของใช้ของตกแต่งของที่ระลึก": "utensil",
    "สมุนไพร": "herb",
    "สมุนไพรที่ไม่ใช่อาหาร": "herb",
}
MONTHS: Final[Mapping[str, int]] = {
    word: number
    for number, words in enumerate(
        (
            *("มกราคม|ม.ค.|ม.ค", "กุมภาพันธ์|ก.พ.|ก.พ", "มีนาคม|มี.ค.|มี.ค", "เมษายน|เม.ย.|เม.ย"),
            *("พฤษภาคม|พ.ค.|พ.ค", "มิถุนายน|มิ.ย.|มิ.ย", "กรกฎาคม|ก.ค.|ก.ค", "สิงหาคม|ส.ค.|ส.ค"),
            *("กันยายน|ก.ย.|ก.ย", "ตุลาคม|ต.ค.|ต.ค", "พฤศจิกายน|พ.ย.|พ.ย", "ธันวาคม|ธ.ค.|ธ.ค"),
        ),
        1,
    )
    for word in words.split("|")
}


@lru_cache(maxsize=4_096)
def plain(text: str) -> str:
    """A heading or a chosen word as it is compared: normal spelling, no spaces, no brackets."""
    return _NOT_LETTERS.sub("", _IN_BRACKETS.sub("", normalise(text)))


_FIELD_OF: Final = {
    plain(heading): field for field, headings in HEADINGS.items() for heading in headings
}


def field_of(heading: str) -> str | None:
    """The field that a heading names, or None."""
    return _FIELD_OF.get(plain(heading))


def fields_of(row: list[str]) -> list[str | None]:
    """The field of each column; a field that is named twice counts where it stands first."""
    found: list[str | None] = []
    for heading in row:
        field = field_of(heading)
        found.append(None if field in found else field)
    return found
