"""Normal forms of e-mail addresses and phone numbers. Pure, no I/O."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import phonenumbers

from contracts.types import to_arabic_digits
from services.auth.account.errors import ContactNotValid
from services.auth.account.script import has_hidden_characters, mixes_scripts
from services.auth.models.person import ContactKind
from services.auth.password.rules import fold

_LONGEST_EMAIL: Final = 254
_LOCAL_PART: Final = re.compile(r"[^\s@\"<>(),:;\\\[\]]{1,64}")
_LABEL: Final = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?")
_EXTENSION: Final = re.compile(r"(?:ต่อ|ext\.?)\s*[0-9]+\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """A contact in its normal form."""

    kind: ContactKind
    value: str


def normalise_email(text: str) -> str:
    """The e-mail address as it is stored and compared.

    NFC and casefold; zero-width and control characters are refused, never stripped, because
    an address with one in it is another mailbox or a trick; so are letters of several writing
    systems in one label.

    Raises:
        ContactNotValid: not an address.
    """
    stripped = text.strip()
    if has_hidden_characters(stripped):
        raise ContactNotValid
    value = fold(stripped)
    if mixes_scripts(value):
        raise ContactNotValid
    local, separator, domain = value.rpartition("@")
    labels = domain.split(".")
    well_formed = (
        separator == "@"
        and len(value) <= _LONGEST_EMAIL
        and _LOCAL_PART.fullmatch(local) is not None
        and not (local.startswith(".") or local.endswith(".") or ".." in local)
        and len(labels) > 1
        and all(_LABEL.fullmatch(label) for label in labels)
    )
    if not well_formed:
        raise ContactNotValid
    return value


def normalise_phone(text: str) -> str:
    """The phone number in E.164; a number without a country code is Thai.

    Raises:
        ContactNotValid: not a possible, valid number, or one with an extension: an extension
            cannot receive a text message.
    """
    stripped = to_arabic_digits(text.strip())
    if has_hidden_characters(stripped) or _EXTENSION.search(stripped):
        raise ContactNotValid
    try:
        number = phonenumbers.parse(stripped, "TH")
    except phonenumbers.NumberParseException as error:
        raise ContactNotValid from error
    if number.extension or not phonenumbers.is_valid_number(number):
        raise ContactNotValid
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def normalise_address(text: str) -> Address:
    """An e-mail address when it has an @, else a phone number.

    Raises:
        ContactNotValid: neither.
    """
    if "@" in text:
        return Address(ContactKind.EMAIL, normalise_email(text))
    return Address(ContactKind.PHONE, normalise_phone(text))


def personal_part(address: Address) -> str:
    """What of an address must not stand in its owner's password."""
    return address.value.rpartition("@")[0] or address.value.removeprefix("+66")


def mask(address: Address) -> str:
    """The address with its middle hidden, for answers and logs."""
    if address.kind is ContactKind.EMAIL:
        local, _, domain = address.value.rpartition("@")
        return f"{local[:1]}***@{domain}"
    return f"{address.value[:3]}***{address.value[-3:]}"
