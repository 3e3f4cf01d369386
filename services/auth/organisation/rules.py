"""Checks of an organisation's identifiers and place. Pure, no I/O."""

from __future__ import annotations

import re
from typing import Final

import geothai
from stdnum.exceptions import ValidationError
from stdnum.th import tin

from contracts.types import OrganisationKind, clean_identifier, to_arabic_digits
from services.auth.account.rules import normalise_phone
from services.auth.organisation.errors import (
    PlaceNotKnown,
    RegistrationCodeNotValid,
    TaxIdNotValid,
)

HEAD_OFFICE: Final = "00000"

_EXTENSION: Final = re.compile(r"(?:ต่อ|ext\.?|#)\s*([0-9]{1,6})\s*$", re.IGNORECASE)
_STORED_EXTENSION: Final = re.compile(r";ext=([0-9]{1,6})$")

_BRANCH: Final = re.compile(r"[0-9]{5}")
_COMMUNITY_ENTERPRISE: Final = re.compile(r"[0-9]{7}[12][0-9]{4}")
_HOSPITAL: Final = re.compile(r"[0-9]{5}|[A-Z][0-9]{8}")
_SCHOOL: Final = re.compile(r"[0-9]{10}")
_OTHER: Final = re.compile(r"[0-9A-Za-zก-๙./-]{1,40}")


def check_tax_id(tax_id: str | None, branch: str | None) -> tuple[str | None, str | None]:
    """The tax id and branch in their normal form; the branch defaults to the head office.

    Raises:
        TaxIdNotValid: a wrong check digit or length, or a branch without an id.
    """
    if not tax_id:
        if branch:
            raise TaxIdNotValid
        return None, None
    number = re.sub("[-.]", "", clean_identifier(tax_id))
    office = clean_identifier(branch) if branch else HEAD_OFFICE
    if not _BRANCH.fullmatch(office):
        raise TaxIdNotValid
    try:
        return tin.validate(number), office
    except ValidationError as error:
        raise TaxIdNotValid from error


def check_registration_code(
    kind: OrganisationKind, code: str | None, *, province_code: str
) -> str | None:
    """The code of the kind's own register, without separators.

    A community enterprise has 12 digits of which the eighth is 1 (enterprise) or 2 (network); a
    hospital 5 digits, or a letter and 8 digits since 1 Oct 2567; a school 10 digits, of which the
    third and fourth are its province.

    Raises:
        RegistrationCodeNotValid.
    """
    if not code:
        return None
    text = clean_identifier(code)
    if kind in {OrganisationKind.COMMUNITY_ENTERPRISE, OrganisationKind.SCHOOL}:
        text = re.sub("[-/]", "", text)
    patterns = {
        OrganisationKind.COMMUNITY_ENTERPRISE: _COMMUNITY_ENTERPRISE,
        OrganisationKind.HOSPITAL: _HOSPITAL,
        OrganisationKind.SCHOOL: _SCHOOL,
    }
    if kind is OrganisationKind.HOSPITAL:
        text = text.upper()
    elsewhere = kind is OrganisationKind.SCHOOL and text[2:4] != province_code
    if not patterns.get(kind, _OTHER).fullmatch(text) or elsewhere:
        raise RegistrationCodeNotValid
    return text


def check_phone(text: str | None) -> str | None:
    """An office's phone in E.164, with its extension as RFC 3966 writes it: +6635611222;ext=12.

    Unlike a person's, it need not receive text messages.

    Raises:
        ContactNotValid.
    """
    if not text:
        return None
    plain = to_arabic_digits(text)
    extension = _STORED_EXTENSION.search(plain) or _EXTENSION.search(plain)
    number = normalise_phone(plain[: extension.start()] if extension else plain)
    return f"{number};ext={extension[1]}" if extension else number


def check_place(province_code: str | None, subdistrict_code: str | None) -> tuple[str, str | None]:
    """The province and tambon, which must exist and agree; the tambon alone is enough.

    Raises:
        PlaceNotKnown.
    """
    province = province_code or (subdistrict_code or "")[:2]
    known = geothai.province(province) is not None and (
        subdistrict_code is None
        or (geothai.subdistrict(subdistrict_code) is not None and subdistrict_code[:2] == province)
    )
    if not known:
        raise PlaceNotKnown
    return province, subdistrict_code
