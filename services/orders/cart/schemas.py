"""Requests and responses of the cart feature."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field

from contracts.types import (
    AvailabilityBand,
    Mark,
    Name,
    Quantity,
    SubdistrictCode,
    TaxClass,
    clean_identifier,
)
from kit.schemas import RequestModel, ResponseModel

Postcode = Annotated[
    str, AfterValidator(clean_identifier), Field(pattern=r"^[1-9][0-9]{4}$", examples=["14130"])
]

_VARIANT = "0198f0c2-a7e4-7b6f-8f5e-0d6c1b2a3f4e"
_SELLER = "0198f0c2-a7e4-7b6f-8f5e-3c5d7e9f1a2b"
_CART = "0198f0c2-a7e4-7b6f-8f5e-9a8b7c6d5e4f"
ADDRESS_EXAMPLE: dict[str, Any] = {
    "recipient": "สมหญิง ใจดี",
    "line": "99/1 หมู่ 3",
    "subdistrict_code": "150208",
    "postcode": "14140",
}


# PostgreSQL's text and JSON cannot hold NUL.
NO_NUL = r"^[^\x00]*$"
PersonName = Annotated[Name, Field(pattern=NO_NUL)]


class Address(RequestModel):
    """Where to deliver, down to the tambon."""

    model_config = ConfigDict(json_schema_extra={"examples": [ADDRESS_EXAMPLE]})

    recipient: PersonName
    line: Annotated[str, Field(min_length=1, max_length=300, pattern=NO_NUL)]
    """House number, moo, soi, road."""
    subdistrict_code: SubdistrictCode
    postcode: Postcode
    phone: Annotated[str, Field(max_length=32, pattern=NO_NUL)] | None = None
    note: Annotated[str, Field(max_length=500, pattern=NO_NUL)] | None = None


class CartCreated(ResponseModel):
    """A new cart. The token is shown once: send it as ``Cart-Token`` from now on."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"id": _CART, "token": "hTq3n0f5l7o3G4x1y2c8VdPzqKqk2mS0", "version": 1}]
        }
    )

    id: UUID
    token: str
    version: int


class LinePut(RequestModel):
    """How much of a variant is wanted, in its unit; it replaces what was there."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"quantity": "1.5"}]})

    quantity: Quantity


class PriceChange(ResponseModel):
    """The unit price when the line was last set, and now."""

    was_satang: int
    now_satang: int


class PriceTierRead(ResponseModel):
    """From this quantity on, one unit costs so much."""

    min_quantity: Quantity
    price_satang: int


class CartLineRead(ResponseModel):
    """A line of a cart as it stands now; names and prices are None for what is gone."""

    variant_id: UUID
    quantity: Quantity
    product_id: UUID | None
    name_th: str | None
    name_en: str | None
    unit: str | None
    unit_price_satang: int | None
    total_satang: int | None
    tiers: list[PriceTierRead]
    availability: AvailabilityBand
    enough: bool
    """Whether as much as the line wants could be held now."""
    for_sale: bool
    change: PriceChange | None
    """Set the line again to take note of a new price."""
    marks: list[Mark]
    """Marks that the product bears today, Asia/Bangkok."""


class CartRead(ResponseModel):
    """A cart and its version, which every change of a line raises."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": _CART,
                    "version": 3,
                    "status": "open",
                    "lines": [
                        {
                            "variant_id": _VARIANT,
                            "quantity": "1.5",
                            "product_id": "0198f0c2-a7e4-7b6f-8f5e-1b2c3d4e5f60",
                            "name_th": "ปลาส้ม",
                            "name_en": "Fermented fish",
                            "unit": "กก.",
                            "unit_price_satang": 18000,
                            "total_satang": 27000,
                            "tiers": [{"min_quantity": "10", "price_satang": 16500}],
                            "availability": "plenty",
                            "enough": True,
                            "for_sale": True,
                            "change": {"was_satang": 17500, "now_satang": 18000},
                            "marks": [],
                        }
                    ],
                }
            ]
        }
    )

    id: UUID
    version: int
    status: Literal["open", "ordered"]
    lines: list[CartLineRead]


class QuoteRequest(RequestModel):
    """Where the goods would go; the figures without it are those of the goods alone."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"address": ADDRESS_EXAMPLE}]})

    address: Address | None = None


class QuoteLine(ResponseModel):
    """A line's figures: ``net + vat = total``, in satang."""

    variant_id: UUID
    product_id: UUID
    name_th: str
    name_en: str | None
    unit: str
    quantity: Quantity
    unit_price_satang: int
    tax_class: TaxClass
    vat_bps: int
    net_satang: int
    vat_satang: int
    total_satang: int
    marks: list[Mark]
    """Marks that the product bears today, Asia/Bangkok."""


class QuoteSeller(ResponseModel):
    """One seller's lines; its figures are the sums of theirs."""

    seller_id: UUID
    seller_name_th: str
    vat_registered: bool
    lines: list[QuoteLine]
    net_satang: int
    vat_satang: int
    total_satang: int


class Quote(ResponseModel):
    """What the cart costs now. Send ``cart_version`` and ``total_satang`` with the checkout to
    be told when either has changed.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "cart_id": _CART,
                    "cart_version": 3,
                    "sellers": [
                        {
                            "seller_id": _SELLER,
                            "seller_name_th": "กลุ่มปลาส้มตำบลชะไว",
                            "vat_registered": True,
                            "lines": [
                                {
                                    "variant_id": _VARIANT,
                                    "product_id": "0198f0c2-a7e4-7b6f-8f5e-1b2c3d4e5f60",
                                    "name_th": "ปลาส้ม",
                                    "name_en": "Fermented fish",
                                    "unit": "กก.",
                                    "quantity": "1.5",
                                    "unit_price_satang": 18000,
                                    "tax_class": "standard",
                                    "vat_bps": 700,
                                    "net_satang": 25234,
                                    "vat_satang": 1766,
                                    "total_satang": 27000,
                                    "marks": [],
                                }
                            ],
                            "net_satang": 25234,
                            "vat_satang": 1766,
                            "total_satang": 27000,
                        }
                    ],
                    "net_satang": 25234,
                    "vat_satang": 1766,
                    "total_satang": 27000,
                    "address": ADDRESS_EXAMPLE,
                }
            ]
        }
    )

    cart_id: UUID
    cart_version: int
    sellers: list[QuoteSeller]
    net_satang: int
    vat_satang: int
    total_satang: int
    address: Address | None
    """Where the goods would go."""
