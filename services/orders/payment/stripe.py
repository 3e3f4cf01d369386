"""Stripe behind the payment port: the only module that imports the ``stripe`` library."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, Final, TypeVar
from uuid import UUID

import stripe
import structlog
from stripe.params import PaymentIntentCreateParams, RefundCreateParams

from services.orders.payment.errors import InvalidSignature
from services.orders.ports import (
    Intent,
    IntentRequest,
    IntentStatus,
    PaymentMethod,
    PaymentNews,
    PaymentRefused,
    PaymentUnavailable,
    ProcessorFee,
    PromptPayCode,
    RefundRefused,
    RefundRequest,
    RefundState,
    RefundStatus,
)

_log = structlog.get_logger(__name__)
_STATUS: Final = {"succeeded": IntentStatus.SUCCEEDED, "canceled": IntentStatus.CANCELLED}
_REFUND_STATUS: Final = {
    "requires_action": RefundStatus.DETAILS_NEEDED,
    "pending": RefundStatus.SENT,
    "succeeded": RefundStatus.SETTLED,
    "failed": RefundStatus.FAILED,
    "canceled": RefundStatus.FAILED,
}
_PAGE: Final = 100

ObjectT = TypeVar("ObjectT", bound=stripe.StripeObject)


class StripePayments:
    """PaymentPort over Stripe's API, or over a compatible sandbox at ``api_base``."""

    def __init__(self, api_key: str, *, api_base: str | None, timeout_seconds: float) -> None:
        self._http = stripe.HTTPXClient(timeout=timeout_seconds)
        # Retries are ours: the request's own repeat and the due loop, under the same key.
        self._client = stripe.StripeClient(
            api_key,
            base_addresses={"api": api_base} if api_base else {},
            http_client=self._http,
            max_network_retries=0,
        )

    async def create(self, request: IntentRequest) -> Intent:
        """Create the intent, or return the one that the key has already made."""
        intents = self._client.v1.payment_intents
        params = _create_params(request)
        try:
            return read_intent(
                await _answer(
                    lambda: intents.create_async(params, {"idempotency_key": request.key})
                )
            )
        except (stripe.InvalidRequestError, stripe.CardError) as error:
            _log.warning("stripe_refused", code=error.code, param=error.param)
            raise PaymentRefused(reason=error.code or "invalid_request") from error

    async def retrieve(self, intent_id: str) -> Intent:
        """The intent as it stands now."""
        intents = self._client.v1.payment_intents
        return read_intent(await _answer(lambda: intents.retrieve_async(intent_id)))

    async def cancel(self, intent_id: str) -> Intent:
        """Cancel the intent; one that can no longer be cancelled is returned as it is."""
        intents = self._client.v1.payment_intents
        try:
            return read_intent(await _answer(lambda: intents.cancel_async(intent_id)))
        except stripe.InvalidRequestError:
            return await self.retrieve(intent_id)

    async def refund(self, request: RefundRequest) -> RefundState:
        """Send money back, or return the refund that was made for our row before."""
        refunds = self._client.v1.refunds
        params = _refund_params(request)
        try:
            return read_refund(
                await _answer(
                    lambda: refunds.create_async(params, {"idempotency_key": request.key})
                )
            )
        except stripe.InvalidRequestError as error:
            # Stripe forgets a key after a day; what it made under it still names our row.
            made = await self._made_before(request)
            if made is not None:
                return made
            _log.warning("stripe_refused_refund", code=error.code, param=error.param)
            raise RefundRefused(error.code or "invalid_request") from error

    async def _made_before(self, request: RefundRequest) -> RefundState | None:
        refunds = self._client.v1.refunds
        listed = await _answer(
            lambda: refunds.list_async({"payment_intent": request.intent_id, "limit": _PAGE})
        )
        states = (read_refund(raw) for raw in listed["data"])
        return next((state for state in states if state.refund_id == request.refund_id), None)

    async def retrieve_refund(self, refund_id: str) -> RefundState:
        """The refund as it stands now."""
        refunds = self._client.v1.refunds
        return read_refund(await _answer(lambda: refunds.retrieve_async(refund_id)))

    async def fee(self, intent_id: str) -> ProcessorFee | None:
        """What Stripe kept of a paid intent, by the balance transaction of its charge."""
        intents = self._client.v1.payment_intents
        raw = await _answer(
            lambda: intents.retrieve_async(
                intent_id, {"expand": ["latest_charge.balance_transaction"]}
            )
        )
        transaction = (raw.get("latest_charge") or {}).get("balance_transaction")
        if not isinstance(transaction, dict):
            return None
        tax = sum(part["amount"] for part in transaction["fee_details"] if part["type"] == "tax")
        return ProcessorFee(transaction["fee"] - tax, tax)

    async def intents(self, *, since: datetime) -> AsyncIterator[Intent]:
        """Every intent that was created since then, page after page, newest first."""
        intents, after = self._client.v1.payment_intents, ""
        while True:
            page = await _answer(
                lambda cursor=after: intents.list_async(_list_params(since, cursor))  # type: ignore[misc, arg-type]
            )
            for raw in page["data"]:
                yield read_intent(raw)
            if not page["has_more"]:
                return
            after = page["data"][-1]["id"]

    async def refunds(self, *, since: datetime) -> AsyncIterator[RefundState]:
        """Every refund that was created since then, page after page, newest first."""
        refunds, after = self._client.v1.refunds, ""
        while True:
            page = await _answer(
                lambda cursor=after: refunds.list_async(_list_params(since, cursor))  # type: ignore[misc, arg-type]
            )
            for raw in page["data"]:
                yield read_refund(raw)
            if not page["has_more"]:
                return
            after = page["data"][-1]["id"]

    async def close(self) -> None:
        """Close connections."""
        await self._http.close_async()  # type: ignore[no-untyped-call]


async def _answer(call: Callable[[], Awaitable[ObjectT]]) -> dict[str, Any]:
    """Run a call; whatever leaves its outcome unknown becomes PaymentUnavailable."""
    try:
        return (await call()).to_dict()
    except (
        stripe.APIConnectionError,
        stripe.RateLimitError,
        stripe.APIError,
        stripe.IdempotencyError,
        stripe.AuthenticationError,
        stripe.PermissionError,
    ) as error:
        _log.warning("stripe_did_not_answer", error=type(error).__name__, code=error.code)
        raise PaymentUnavailable from error


def _create_params(request: IntentRequest) -> PaymentIntentCreateParams:
    params: PaymentIntentCreateParams = {
        "amount": request.amount_satang,
        "currency": "thb",
        "allowed_payment_method_types": [request.method.value],
        "metadata": {"order_group_id": str(request.group_id), "attempt": str(request.attempt)},
    }
    if request.method is PaymentMethod.PROMPTPAY and request.email is not None:
        # Confirmed at once: only a confirmed PromptPay intent has a QR code. Stripe wants an
        # e-mail address with it.
        params["payment_method_data"] = {
            "type": "promptpay",
            "billing_details": {"email": request.email},
        }
        params["confirm"] = True
    return params


def _refund_params(request: RefundRequest) -> RefundCreateParams:
    params: RefundCreateParams = {
        "payment_intent": request.intent_id,
        "amount": request.amount_satang,
        "reason": "requested_by_customer",
        "metadata": {"refund_id": str(request.refund_id)},
    }
    if request.email is not None:
        # Where Stripe asks a PromptPay payer for the account that the money is to go to.
        params["instructions_email"] = request.email
    return params


def _list_params(since: datetime, after: str) -> dict[str, Any]:
    params: dict[str, Any] = {"created": {"gte": int(since.timestamp())}, "limit": _PAGE}
    return params | ({"starting_after": after} if after else {})


def read_intent(raw: Mapping[str, Any]) -> Intent:
    """A PaymentIntent in Stripe's JSON as our port's Intent."""
    code = (raw.get("next_action") or {}).get("promptpay_display_qr_code")
    error = raw.get("last_payment_error") or {}
    return Intent(
        id=raw["id"],
        status=_STATUS.get(raw["status"], IntentStatus.PENDING),
        received_satang=raw.get("amount_received") or 0,
        client_secret=raw.get("client_secret"),
        promptpay=_read_code(code) if code else None,
        failure_code=error.get("decline_code") or error.get("code"),
        group_id=_named(raw, "order_group_id"),
        attempt=_attempt(raw),
    )


def read_refund(raw: Mapping[str, Any]) -> RefundState:
    """A Refund in Stripe's JSON as our port's RefundState."""
    return RefundState(
        id=raw["id"],
        refund_id=_named(raw, "refund_id"),
        intent_id=raw.get("payment_intent"),
        status=_REFUND_STATUS.get(raw["status"], RefundStatus.SENT),
        amount_satang=raw["amount"],
        failure_reason=raw.get("failure_reason"),
    )


def _named(raw: Mapping[str, Any], name: str) -> UUID | None:
    """The row of ours that we named when we made it; None for what is somebody else's."""
    try:
        return UUID((raw.get("metadata") or {})[name])
    except (KeyError, ValueError):
        return None


def _attempt(raw: Mapping[str, Any]) -> int:
    number = (raw.get("metadata") or {}).get("attempt", "1")
    return int(number) if number.isascii() and number.isdigit() else 1


def _read_code(code: Mapping[str, Any]) -> PromptPayCode:
    return PromptPayCode(
        payload=code["data"],
        image_url=code.get("image_url_png"),
        instructions_url=code.get("hosted_instructions_url"),
    )


def verified_news(body: bytes, signature: str | None, secret: str) -> PaymentNews:
    """The event in a webhook's raw body.

    Raises:
        InvalidSignature: forged, altered, too old, or not an event at all.
    """
    try:
        event = stripe.Webhook.construct_event(body, signature or "", secret)
    except (ValueError, stripe.SignatureVerificationError) as error:
        raise InvalidSignature from error
    payload = event.to_dict()
    subject, kind = payload["data"]["object"], payload["type"]
    about_refund = kind.startswith(("refund.", "charge.refund."))
    return PaymentNews(
        id=payload["id"],
        type=kind,
        intent=read_intent(subject) if kind.startswith("payment_intent.") else None,
        refund=read_refund(subject) if about_refund else None,
        refunded_intent_id=subject.get("payment_intent") if kind == "charge.refunded" else None,
        payload=payload,
    )
