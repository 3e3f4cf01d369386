"""Ports to the outside world: what we need from whoever collects the money."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
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


class RefundRefused(Exception):
    """The payment service will not send this money back, however often it is asked."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


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

    ``key`` is made from the group's id and the number of the attempt: however often it is asked
    for, one intent exists.
    """

    key: str
    group_id: UUID
    attempt: int
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
    group_id: UUID | None
    """The group that we named when we made it; None for an intent of somebody else's."""
    attempt: int


class RefundStatus(StrEnum):
    """Where money that goes back stands. A card's goes from requested to sent or settled."""

    REQUESTED = "requested"
    """Written down; the payment service has not answered yet."""
    DETAILS_NEEDED = "details_needed"
    """The payer was asked for the account that the money is to go to (PromptPay)."""
    SENT = "sent"
    SETTLED = "settled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class RefundRequest:
    """An amount of an intent to be sent back once; ``key`` is made from our row's id."""

    key: str
    refund_id: UUID
    intent_id: str
    amount_satang: int
    email: str | None


@dataclass(frozen=True, slots=True)
class RefundState:
    """A refund as the payment service holds it; ``refund_id`` None when it is not one of ours."""

    id: str
    refund_id: UUID | None
    intent_id: str | None
    status: RefundStatus
    amount_satang: int
    failure_reason: str | None


@dataclass(frozen=True, slots=True)
class ProcessorFee:
    """What the payment service kept of a payment, and the VAT on that, in satang."""

    fee_satang: int
    vat_satang: int


@dataclass(frozen=True, slots=True)
class PaymentNews:
    """A verified event about an intent or a refund of one.

    ``refunded_intent_id``: the event says only that something of this intent was refunded.
    """

    id: str
    type: str
    intent: Intent | None
    refund: RefundState | None
    refunded_intent_id: str | None
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

    async def refund(self, request: RefundRequest) -> RefundState:
        """Send money back, or return the refund that the key has already made.

        Raises:
            RefundRefused: it will never be sent.
        """
        ...

    async def retrieve_refund(self, refund_id: str) -> RefundState:
        """The refund as it stands now."""
        ...

    async def fee(self, intent_id: str) -> ProcessorFee | None:
        """What was kept of a paid intent; None while that is not known."""
        ...

    def intents(self, *, since: datetime) -> AsyncIterator[Intent]:
        """Every intent that was created since then, newest first."""
        ...

    def refunds(self, *, since: datetime) -> AsyncIterator[RefundState]:
        """Every refund that was created since then, newest first."""
        ...

    async def close(self) -> None:
        """Close connections."""
        ...
