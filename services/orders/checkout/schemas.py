"""Requests and responses of the checkout."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from contracts.types import Quantity, clean_identifier
from kit.schemas import RequestModel, ResponseModel
from services.orders.cart.schemas import ADDRESS_EXAMPLE, Address, PersonName
from services.orders.models.order import OrderStatus
from services.orders.payment.schemas import PaymentRead
from services.orders.ports import PaymentMethod
from services.orders.refund.schemas import RefundRead

_GROUP = "0198f0c2-a7e4-7b6f-8f5e-7c8d9e0f1a2b"
_PAYMENT: dict[str, Any] = {
    "method": "promptpay",
    "status": "pending",
    "amount_satang": 27000,
    "client_secret": "pi_3Q0aXbKZ_secret_9fJ2",
    "promptpay_qr": {
        "payload": "00020101021229370016A0000006770101110113006681234567853037645406100.005802TH"
        "6304F142",
        "image_url": "https://qr.example/pi_3Q0aXbKZ.png",
        "instructions_url": "https://qr.example/pi_3Q0aXbKZ",
    },
    "expires_at": "2026-11-22T03:45:00Z",
}

Email = Annotated[
    str,
    Field(
        pattern=r"^[^@\s\x00]+@[^@\s\x00]+\.[^@\s\x00]+$",
        max_length=254,
        examples=["a@example.com"],
    ),
]
Phone = Annotated[
    str,
    AfterValidator(lambda text: clean_identifier(text).replace("-", "")),
    Field(pattern=r"^\+?[0-9]{9,15}$", examples=["081-234-5678"]),
]


class Contact(RequestModel):
    """How to reach the shopper: an e-mail address or a phone, and a name if they give one."""

    name: PersonName | None = None
    email: Email | None = None
    phone: Phone | None = None

    @model_validator(mode="after")
    def _reachable(self) -> Contact:
        if self.email is None and self.phone is None:
            raise ValueError("give an e-mail address or a phone number")
        return self


class CheckoutRequest(RequestModel):
    """The order. ``cart_version`` and ``total_satang`` say what the shopper saw in the quote:
    when the cart has another version or another total now, nothing is ordered.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "contact": {"name": "สมหญิง ใจดี", "email": "somying@example.com"},
                    "address": ADDRESS_EXAMPLE,
                    "payment_method": "promptpay",
                    "cart_version": 3,
                    "total_satang": 27000,
                }
            ]
        }
    )

    contact: Contact
    address: Address
    payment_method: PaymentMethod
    cart_version: Annotated[int, Field(ge=1)] | None = None
    total_satang: Annotated[int, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _mail_for_promptpay(self) -> CheckoutRequest:
        # Stripe asks for an e-mail address with every PromptPay payment.
        if self.payment_method is PaymentMethod.PROMPTPAY and self.contact.email is None:
            raise ValueError("a PromptPay payment needs contact.email")
        return self


class PayAgain(RequestModel):
    """Another way to pay for the same orders, or a new code or card form of the same way."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"payment_method": "card"}]})

    payment_method: PaymentMethod


class CheckoutRead(ResponseModel):
    """The order stands and its stock is held until ``payment.expires_at``; now pay.

    The cart's token opens it at ``GET /storefront/v1/orders/{order_group_id}``.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"order_group_id": _GROUP, "total_satang": 27000, "payment": _PAYMENT}]
        }
    )

    order_group_id: UUID
    total_satang: int
    payment: PaymentRead


class GroupLine(ResponseModel):
    """A line as it was sold."""

    variant_id: UUID
    product_id: UUID
    name_th: str
    name_en: str | None
    unit: str
    quantity: Quantity
    unit_price_satang: int
    vat_satang: int
    total_satang: int


class GroupOrder(ResponseModel):
    """One seller's part."""

    id: UUID
    number: str
    seller_id: UUID
    seller_name_th: str
    status: OrderStatus
    total_satang: int
    vat_satang: int
    carrier: str | None
    tracking: str | None
    cancel_reason: str | None
    refund: RefundRead | None
    lines: list[GroupLine]


class GroupRead(ResponseModel):
    """What the shopper bought at once and how it stands."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": _GROUP,
                    "status": "awaiting_payment",
                    "total_satang": 27000,
                    "vat_satang": 1766,
                    "created_at": "2026-11-22T03:15:00Z",
                    "payment": _PAYMENT,
                    "orders": [
                        {
                            "id": "0198f0c2-a7e4-7b6f-8f5e-5e6f7a8b9c0d",
                            "number": "TL2611-4F7K2M9QXC",
                            "seller_id": "0198f0c2-a7e4-7b6f-8f5e-3c5d7e9f1a2b",
                            "seller_name_th": "กลุ่มปลาส้มตำบลชะไว",
                            "status": "awaiting_payment",
                            "total_satang": 27000,
                            "vat_satang": 1766,
                            "carrier": None,
                            "tracking": None,
                            "cancel_reason": None,
                            "refund": None,
                            "lines": [
                                {
                                    "variant_id": "0198f0c2-a7e4-7b6f-8f5e-0d6c1b2a3f4e",
                                    "product_id": "0198f0c2-a7e4-7b6f-8f5e-1b2c3d4e5f60",
                                    "name_th": "ปลาส้ม",
                                    "name_en": "Fermented fish",
                                    "unit": "กก.",
                                    "quantity": "1.5",
                                    "unit_price_satang": 18000,
                                    "vat_satang": 1766,
                                    "total_satang": 27000,
                                }
                            ],
                        }
                    ],
                }
            ]
        }
    )

    id: UUID
    status: Literal["awaiting_payment", "paid", "cancelled"]
    total_satang: int
    vat_satang: int
    created_at: datetime
    payment: PaymentRead
    orders: list[GroupOrder]
