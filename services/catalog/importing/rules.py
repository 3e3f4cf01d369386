"""From a row of texts to a product, or to what is wrong with it. Pure; safe in a thread."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from contracts.types import TaxClass, TemperatureClass, to_arabic_digits
from kit.errors import FieldError
from kit.validation import field_errors
from services.catalog.importing import words
from services.catalog.importing.places import Places
from services.catalog.product.schemas import ProductCreate
from services.catalog.sheet.rules import unescaped

T = TypeVar("T")

BUDDHIST_ERA: Final = 543
_MONEY: Final = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,2}))?")
_NUMBER: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,3})?")
_WHOLE: Final = re.compile(r"[0-9]{1,8}")
_ISO_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_DATE: Final = re.compile(r"([0-9]{1,2})[/\-. ]([0-9]{1,2})[/\-. ]([0-9]{2,4})")
_NAMED_DATE: Final = re.compile(r"([0-9]{1,2})\s*([ก-๙.]+?)\s*(?:พ\.?ศ\.?)?\s*([0-9]{2,4})")
_REF: Final = re.compile(r"[\w.\-/]{1,60}")
# Where the two eras can be told apart; a year of two digits may be either.
_CE_YEARS: Final = range(1900, 2200)
_BE_YEARS: Final = range(2400, 2700)
_ALL_YEAR: Final[tuple[int, ...]] = ()
_FIELD_OF_PRODUCT: Final[Mapping[str, str]] = {
    "price_satang": "price",
    "temperature_class": "temperature",
    "lead_time_days": "lead_time",
    "weight_grams": "weight",
    "province_code": "province",
    "subdistrict_code": "subdistrict",
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """A row that can be taken in."""

    number: int
    cells: list[str]
    ref: str
    product: ProductCreate
    publish: bool | None
    """None: leave it as it is, a draft when it is new."""
    registered_on: date | None
    given: frozenset[str]
    """The columns that the sheet has; what it lacks is not touched."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that cannot, as it stood."""

    number: int
    cells: list[str]
    errors: list[FieldError]


class CellWrong(ValueError):
    """A cell that does not say what its column asks for."""

    def __init__(self, code: str, message_th: str, message_en: str) -> None:
        super().__init__(code)
        self.code, self.message_th, self.message_en = code, message_th, message_en


@dataclass
class Reader:
    """Reads the rows of one sheet, in order; ``categories`` is by plain name and by code."""

    fields: Sequence[str | None]
    categories: Mapping[str, str]
    places: Places
    seen: set[tuple[str, str]] = field(default_factory=set)

    def read(self, number: int, cells: list[str]) -> Parsed | Rejected:
        """One row. A second row of the same product and pack is refused."""
        errors: list[FieldError] = []
        texts = {
            name: _clean(cell)
            for name, cell in zip(self.fields, cells, strict=False)
            if name is not None
        }
        values = self._values(texts, errors)
        key = (texts.get("ref", ""), texts.get("sku") or texts.get("ref", ""))
        if not errors and key in self.seen:
            errors.append(_wrong("ref", "repeated_in_file", "รหัสนี้มีแล้วในไฟล์", "It stands twice."))
        product = None if errors else self._product(values, errors)
        if product is None:
            return Rejected(number, cells, errors)
        self.seen.add(key)
        given = frozenset(name for name in self.fields if name)
        return Parsed(
            number, cells, key[0], product, values["publish"], values["registered_on"], given
        )

    def remember(self, cells: list[str]) -> None:
        """A row that was taken in before the job went on here."""
        parsed = {n: _clean(c) for n, c in zip(self.fields, cells, strict=False) if n is not None}
        ref = parsed.get("ref", "")
        self.seen.add((ref, parsed.get("sku") or ref))

    def _values(self, texts: Mapping[str, str], errors: list[FieldError]) -> dict[str, Any]:
        def cell(name: str, parse: Callable[[str], T], default: T) -> T:
            text = texts.get(name, "")
            if not text:
                if name in words.NEEDED:
                    errors.append(_wrong(name, "missing", "ต้องระบุ", "It is needed."))
                return default
            try:
                return parse(text)
            except CellWrong as wrong:
                errors.append(_wrong(name, wrong.code, wrong.message_th, wrong.message_en))
                return default

        values: dict[str, Any] = {
            "ref": cell("ref", _ref, ""),
            "category": cell("category", self._category, ""),
            "tax_class": cell("tax_class", _of(words.TAX_CLASSES), TaxClass.STANDARD),
            "crop": cell("crop", _of(words.YES_OR_NO), False),
            "temperature_class": cell(
                "temperature", _of(words.TEMPERATURES), TemperatureClass.AMBIENT
            ),
            "lead_time_days": cell("lead_time", _whole, 0),
            "seasons": cell("seasons", months, _ALL_YEAR),
            "price_satang": cell("price", satang, 0),
            "pack_size": cell("pack_size", _quantity, "1"),
            "weight_grams": cell("weight", _whole, None),
            "publish": cell("status", _of(words.PUBLISH), None),
            "registered_on": cell("registered_on", day, None),
        }
        for name in ("name_th", "name_en", "description_th", "description_en"):
            values[name] = cell(name, str, "")
        for name in ("sku", "unit", "pack_name"):
            values[name] = cell(name, str, "")
        return {**values, **self._place(texts, errors)}

    def _category(self, text: str) -> str:
        found = self.categories.get(words.plain(text)) or self.categories.get(text)
        if found is None:
            raise CellWrong("unknown_category", "ไม่มีหมวดสินค้านี้", "There is no such category.")
        return found

    def _place(self, texts: Mapping[str, str], errors: list[FieldError]) -> dict[str, Any]:
        asked = tuple(texts.get(name, "") for name in ("province", "district", "subdistrict"))
        found = self.places.find(*asked)
        if isinstance(found, str):
            messages = {
                "unknown_place": ("ไม่พบสถานที่นี้", "There is no such place."),
                "ambiguous_place": (
                    "มีหลายแห่ง ต้องระบุอำเภอ",
                    "There are several: name the district.",
                ),
            }
            errors.append(
                _wrong("subdistrict" if asked[2] else "province", found, *messages[found])
            )
            return {"province_code": None, "subdistrict_code": None}
        return {"province_code": found[0], "subdistrict_code": found[1]}

    def _product(self, values: dict[str, Any], errors: list[FieldError]) -> ProductCreate | None:
        pack = {
            "sku": values["sku"] or values["ref"],
            "name_th": values["pack_name"] or None,
            **{n: values[n] for n in ("unit", "pack_size", "price_satang", "weight_grams")},
        }
        body = {
            name: values[name]
            for name in ProductCreate.model_fields
            if name not in {"variants", "provenance"}
        }
        body["name_en"] = body["name_en"] or None
        try:
            return ProductCreate.model_validate({**body, "variants": [pack]})
        except ValidationError as invalid:
            for finding in field_errors(invalid.errors(include_url=False)):
                name = finding.field.rsplit(".", 1)[-1]
                name = _FIELD_OF_PRODUCT.get(name, name)
                errors.append(_wrong(name, finding.code, finding.message_th, finding.message_en))
            return None


def _wrong(name: str, code: str, message_th: str, message_en: str) -> FieldError:
    heading = words.HEADINGS[name][0] if name in words.HEADINGS else name
    return FieldError(heading, code, message_th, message_en)


def _clean(cell: str) -> str:
    return unescaped(cell).strip().strip("\u00a0\u200b\ufeff")


def _of(choices: Mapping[str, T]) -> Callable[[str], T]:
    known = {words.plain(word): value for word, value in choices.items()} | dict(choices)

    def choose(text: str) -> T:
        for form in (text, words.plain(text)):
            if form in known:
                return known[form]
        allowed = ", ".join(list(choices)[:6])
        raise CellWrong("not_a_choice", f"ใช้ได้เฉพาะ {allowed}", f"One of: {allowed}.")

    return choose


def _ref(text: str) -> str:
    if _REF.fullmatch(text) is None:
        raise CellWrong(
            "bad_key", "ใช้ตัวอักษร ตัวเลข . - / _ ไม่เกิน 60 ตัว", "Letters, digits, . - / _, up to 60."
        )
    return text


def satang(text: str) -> int:
    """Baht as written (1,250.50, ๑๒๐ บาท) in satang."""
    number = to_arabic_digits(text).replace(",", "").replace("บาท", "").replace("฿", "").strip()
    found = _MONEY.fullmatch(number.removesuffix(".-"))
    if found is None:
        raise CellWrong(
            "bad_price", "ต้องเป็นจำนวนบาท ทศนิยมไม่เกินสองตำแหน่ง", "Baht with at most two decimals."
        )
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def _quantity(text: str) -> str:
    number = to_arabic_digits(text).replace(",", "").strip()
    if _NUMBER.fullmatch(number) is None:
        raise CellWrong("bad_number", "ต้องเป็นตัวเลข", "It must be a number.")
    return number


def _whole(text: str) -> int:
    number = to_arabic_digits(text).replace(",", "").strip()
    if _WHOLE.fullmatch(number) is None:
        raise CellWrong("bad_whole_number", "ต้องเป็นจำนวนเต็ม", "It must be a whole number.")
    return int(number)


def months(text: str) -> tuple[int, ...]:
    """Months as numbers or Thai names, with commas and ranges (พ.ย.-ก.พ. goes over the year)."""
    found: set[int] = set()
    for part in filter(None, re.split(r"[,;\s]+", to_arabic_digits(text).replace("–", "-"))):
        first, _, last = part.partition("-")
        begin, end = _month(first), _month(last or first)
        found.update((begin + step - 1) % 12 + 1 for step in range((end - begin) % 12 + 1))
    return tuple(sorted(found))


def _month(text: str) -> int:
    number = words.MONTHS.get(text) or (int(text) if _WHOLE.fullmatch(text) else 0)
    if not 1 <= number <= 12:
        raise CellWrong("bad_month", "ไม่ใช่เดือน", "It is not a month.")
    return number


def day(text: str) -> date:
    """A date as written: 22/11/2569, 22 พ.ย. 2569, 2026-11-22; Buddhist or Christian era.

    Raises:
        CellWrong: no date, or a year of which the era is not certain.
    """
    plain = " ".join(to_arabic_digits(text).split())
    if iso := _ISO_DATE.fullmatch(plain):
        year, month, of_month = int(iso[1]), int(iso[2]), int(iso[3])
    elif numbers := _DATE.fullmatch(plain):
        of_month, month, year = int(numbers[1]), int(numbers[2]), int(numbers[3])
    elif named := _NAMED_DATE.fullmatch(plain):
        of_month, month, year = int(named[1]), _month(named[2]), int(named[3])
    else:
        raise CellWrong("bad_date", "ไม่ใช่วันที่", "It is not a date.")
    if year in _BE_YEARS:
        year -= BUDDHIST_ERA
    elif year not in _CE_YEARS:
        raise CellWrong(
            "year_unclear", "ปีไม่ชัดว่า พ.ศ. หรือ ค.ศ.", "It is not clear of which era the year is."
        )
    try:
        return date(year, month, of_month)
    except ValueError as error:
        raise CellWrong("bad_date", "ไม่มีวันที่นี้", "There is no such day.") from error


def be_date(on: date | None) -> str:
    """A date as offices write it: 22/11/2569."""
    return f"{on.day:02d}/{on.month:02d}/{on.year + BUDDHIST_ERA}" if on else ""
