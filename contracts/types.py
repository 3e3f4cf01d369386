"""Value types that cross a service's border: money, quantities, places, identifiers, kinds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Final
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

_THAI_DIGITS: Final = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_INVISIBLE: Final = re.compile("[\\s\u00a0\u200b-\u200f\u2060\ufeff]+")


def to_arabic_digits(text: str) -> str:
    """Turn ๐-๙ into 0-9 and leave everything else as it is."""
    return text.translate(_THAI_DIGITS)


def clean_identifier(text: str) -> str:
    """An identifier as it is compared: Arabic digits, no spaces, no zero-width characters."""
    return _INVISIBLE.sub("", to_arabic_digits(text))


def clean_name(text: str) -> str:
    """A name as it is stored: NFC, no zero-width characters, single spaces.

    NFKC is never used: it splits ำ.
    """
    visible = re.sub("[\u200b-\u200f\u2060\ufeff]", "", unicodedata.normalize("NFC", text))
    return refuse_control(" ".join(visible.split()))


def refuse_control(text: str) -> str:
    """The text as it is, when it holds no control character but line ends and tabs.

    PostgreSQL cannot store NUL, and the others only serve to deceive a reader.
    """
    if any(unicodedata.category(sign) == "Cc" and sign not in "\n\r\t" for sign in text):
        raise ValueError("control characters are not allowed")
    return text


def cleaned(clean: Callable[[str], str]) -> BeforeValidator:
    """Clean a text before its length and pattern are checked; what is no text goes on as it is.

    Before and not after, so that the JSON schema shows the length and the pattern.
    """
    return BeforeValidator(lambda value: clean(value) if isinstance(value, str) else value)


Satang = Annotated[int, Field(ge=0, le=10**14, description="Amount in satang (1/100 baht).")]
"""A non-negative amount of money in satang."""


def _plain_decimal(value: Decimal) -> str:
    return f"{value.normalize():f}"


Quantity = Annotated[
    Decimal,
    Field(gt=0, max_digits=12, decimal_places=3, description="A quantity in the line's unit."),
    PlainSerializer(_plain_decimal, return_type=str, when_used="json"),
]
"""A positive quantity with at most three decimals; a decimal string in JSON."""

StockQuantity = Annotated[
    Decimal,
    Field(ge=0, max_digits=12, decimal_places=3, description="A quantity in the variant's unit."),
    PlainSerializer(_plain_decimal, return_type=str, when_used="json"),
]
"""A quantity that may be nought, as stock may."""

ProvinceCode = Annotated[
    str, cleaned(clean_identifier), Field(pattern=r"^[1-9][0-9]$", examples=["15"])
]
"""DOPA province code, two digits: the XX of ISO 3166-2 TH-XX. Ang Thong is 15."""

SubdistrictCode = Annotated[
    str, cleaned(clean_identifier), Field(pattern=r"^[1-9][0-9]{5}$", examples=["150208"])
]
"""DOPA tambon code, six digits; the first two are the province. ชะไว is 150208."""

Name = Annotated[str, cleaned(clean_name), Field(min_length=1, max_length=200)]
"""A name a person typed: cleaned, never empty."""

FreeText = Annotated[str, cleaned(refuse_control), Field(min_length=1, max_length=2_000)]
"""A text of one or more lines that a person typed, such as a reason or an address."""


class OrganisationKind(StrEnum):
    """Kinds of party (api.md)."""

    COMMUNITY_ENTERPRISE = "community_enterprise"
    OTOP_PRODUCER = "otop_producer"
    COOPERATIVE = "cooperative"
    SOCIAL_ENTERPRISE = "social_enterprise"
    TRADER = "trader"
    HOSPITAL = "hospital"
    SCHOOL = "school"
    HOTEL = "hotel"
    RESTAURANT = "restaurant"
    OTHER_GOVERNMENT = "other_government"
    AGENCY = "agency"


GOVERNMENT_BUYERS: Final = frozenset(
    {OrganisationKind.HOSPITAL, OrganisationKind.SCHOOL, OrganisationKind.OTHER_GOVERNMENT}
)
"""Buyers bound by the Public Procurement Act B.E. 2560; the others skip its steps."""


class Capability(StrEnum):
    """What an organisation has been approved to do."""

    SELL = "sell"
    BUY = "buy"
    AGGREGATE = "aggregate"


class OrganisationStatus(StrEnum):
    """Standing of an organisation; only an active one trades."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class MandateStatus(StrEnum):
    """Where an intermediary's right to sell for a producer stands; its dates count besides."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    DECLINED = "declined"
    REVOKED = "revoked"


class Agency(StrEnum):
    """Provincial offices whose officers act on Talat, and the operator's own verifier."""

    COMMUNITY_DEVELOPMENT = "community_development"
    INDUSTRY = "industry"
    AGRICULTURE = "agriculture"
    FISHERY = "fishery"
    PUBLIC_HEALTH = "public_health"
    COMMERCE = "commerce"
    OPERATOR_VERIFIER = "operator_verifier"


class Scheme(StrEnum):
    """Certificates and marks (thai-domain.md section 1)."""

    TCPS = "tcps"
    GI = "gi"
    FDA = "fda"
    OTOP_STAR = "otop_star"
    Q_MARK = "q_mark"
    GAP_CROP = "gap_crop"
    ORGANIC_THAILAND = "organic_thailand"
    PGS = "pgs"
    HALAL = "halal"
    HOMESTAY = "homestay"
    AUTHENTIC_TASTE = "authentic_taste"


class TaxClass(StrEnum):
    """How VAT treats a product: unprocessed crops and animals are exempt."""

    EXEMPT_AGRI = "exempt_agri"
    STANDARD = "standard"


class TemperatureClass(StrEnum):
    """How a product must travel."""

    AMBIENT = "ambient"
    CHILLED = "chilled"
    FROZEN = "frozen"
    LIVE = "live"


class AvailabilityBand(StrEnum):
    """What a shopper is shown of a stock count."""

    NONE = "none"
    LOW = "low"
    PLENTY = "plenty"


class Provenance(StrEnum):
    """Where a demo row comes from; rows of real use carry none."""

    SOURCE = "source"
    SYNTHETIC = "synthetic"


class Mark(BaseModel):
    """A mark that a product bears from one day to another, both included, Asia/Bangkok.

    Judged by the catalogue alone. ``until_on`` None means without an end.
    """

    model_config = ConfigDict(frozen=True)

    scheme: Scheme
    certificate_id: UUID
    number: str | None
    from_on: date
    until_on: date | None

    def valid_on(self, day: date) -> bool:
        """Whether the product bears this mark on that Bangkok date."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)
