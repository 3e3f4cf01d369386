"""Ports to the outside world: what we need from whoever collects the money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from kit.errors import AppError, ServiceUnavailable


class PaymentUnavailable(ServiceUnavailable):
    """The payment service did not answer; the same Idempotency-Key resumes the checkout."""

    code = "payment_unavailable"
    title_th = "ระบบรับชำระเงินยังไม่ตอบ"
    title_en = "The payment service did not answer"
    detail_th = "คำสั่งซื้อถูกบันทึกแล้ว ส่งคำขอเดิมซ้ำด้วย Idempotency-Key เดิม"
    detail_en = "The order is kept. Send the same request again with the same Idempotency-Key."


class PaymentRefused(AppError):
    """The payment service will not collect this payment, however often it is asked."""

    status = 422
    code = "payment_refused"
    title_th = "ระบบรับชำระเงินไม่รับรายการนี้"
    title_en = "The payment service refused this payment"
    detail_th = "คำสั่งซื้อถูกยกเลิกและคืนสต็อกแล้ว ไม่มีการเก็บเงิน เหตุผล: {reason}"
    detail_en = "The order is cancelled, its stock free, nothing was charged. Reason: {reason}"


class PaymentMethod(StrEnum):
    """How a shopper pays."""

    CARD = "card"
    PROMPTPAY = "promptpay"


class IntentStatus(StrEnum):
    """What of an intent matters to us: it may still be paid, it was, or it never will be."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class PromptPayCode:
    """The payload of a PromptPay QR code and where its picture stands."""

    payload: str
    image_url: str | None
    instructions_url: str | None


@dataclass(frozen=True, slots=True)
class IntentRequest:
    """An amount in satang to be collected once for a group.

    ``key`` is made from the group's id: however often it is asked for, one intent exists.
    """

    key: str
    group_id: UUID
    amount_satang: int
    method: PaymentMethod
    email: str | None


@dataclass(frozen=True, slots=True)
class Intent:
    """An intent as the payment service holds it at this moment."""

    id: str
    status: IntentStatus
    received_satang: int
    client_secret: str | None
    promptpay: PromptPayCode | None
    failure_code: str | None


@dataclass(frozen=True, slots=True)
class PaymentNews:
    """A verified event about an intent; ``group_id`` None when it is not one of ours."""

    id: str
    type: str
    group_id: UUID | None
    intent: Intent | None
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Terms:
    """How long stock is held, and from which age a payment is compared with Stripe."""

    hold: timedelta
    reconcile_after: timedelta


class PaymentPort(Protocol):
    """Every method raises PaymentUnavailable when no answer comes; the call may have worked."""

    async def create(self, request: IntentRequest) -> Intent:
        """Create the intent, or return the one that the key has already made.

        Raises:
            PaymentRefused: it will never be collected, and nothing was charged.
        """
        ...

    async def retrieve(self, intent_id: str) -> Intent:
        """The intent as it stands now."""
        ...

    async def cancel(self, intent_id: str) -> Intent:
        """Cancel the intent if it can still be; the answer says how it stands after that."""
        ...

    async def close(self) -> None:
        """Close connections."""
        ...
