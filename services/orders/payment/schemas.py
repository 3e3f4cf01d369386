"""What a shopper is shown of a payment."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import ConfigDict

from kit.schemas import ResponseModel
from services.orders.ports import PaymentMethod


class PromptPayQr(ResponseModel):
    """Scan the picture, or draw one from the payload (EMV QR)."""

    payload: str
    image_url: str | None
    instructions_url: str | None


class PaymentRead(ResponseModel):
    """How to pay, and until when."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "method": "promptpay",
                    "status": "pending",
                    "amount_satang": 27000,
                    "client_secret": "pi_3Q0aXbKZ_secret_9fJ2",
                    "promptpay_qr": {
                        "payload": "00020101021229370016A000000677010111011300668123456785303764"
                        "5406100.005802TH6304F142",
                        "image_url": "https://qr.example/pi_3Q0aXbKZ.png",
                        "instructions_url": "https://qr.example/pi_3Q0aXbKZ",
                    },
                    "expires_at": "2026-11-22T03:45:00Z",
                }
            ]
        }
    )

    method: PaymentMethod
    status: Literal["requested", "pending", "succeeded", "cancelled"]
    amount_satang: int
    client_secret: str | None
    promptpay_qr: PromptPayQr | None
    expires_at: datetime


class WebhookReceived(ResponseModel):
    """The event is kept; it will not have to be sent again."""

    received: bool
