"""Stripe behind the payment port: the only module that imports the ``stripe`` library."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final
from uuid import UUID

import stripe
import structlog
from stripe.params import PaymentIntentCreateParams

from services.orders.payment.errors import InvalidSignature
from services.orders.ports import (
    Intent,
    IntentRequest,
    IntentStatus,
    PaymentMethod,
    PaymentNews,
    PaymentRefused,
    PaymentUnavailable,
    PromptPayCode,
)

_log = structlog.get_logger(__name__)
_STATUS: Final = {"succeeded": IntentStatus.SUCCEEDED, "canceled": IntentStatus.CANCELLED}


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
            return await _answer(
                lambda: intents.create_async(params, {"idempotency_key": request.key})
            )
        except (stripe.InvalidRequestError, stripe.CardError) as error:
            _log.warning("stripe_refused", code=error.code, param=error.param)
            raise PaymentRefused(reason=error.code or "invalid_request") from error

    async def retrieve(self, intent_id: str) -> Intent:
        """The intent as it stands now."""
        return await _answer(lambda: self._client.v1.payment_intents.retrieve_async(intent_id))

    async def cancel(self, intent_id: str) -> Intent:
        """Cancel the intent; one that can no longer be cancelled is returned as it is."""
        try:
            return await _answer(lambda: self._client.v1.payment_intents.cancel_async(intent_id))
        except stripe.InvalidRequestError:
            return await self.retrieve(intent_id)

    async def close(self) -> None:
        """Close connections."""
        await self._http.close_async()  # type: ignore[no-untyped-call]


async def _answer(call: Callable[[], Awaitable[stripe.PaymentIntent]]) -> Intent:
    """Run a call; whatever leaves its outcome unknown becomes PaymentUnavailable."""
    try:
        return read_intent((await call()).to_dict())
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
        "metadata": {"order_group_id": str(request.group_id)},
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
    )


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
    subject = payload["data"]["object"]
    known = payload["type"].startswith("payment_intent.")
    return PaymentNews(
        id=payload["id"],
        type=payload["type"],
        group_id=_group_id(subject) if known else None,
        intent=read_intent(subject) if known else None,
        payload=payload,
    )


def _group_id(intent: Mapping[str, Any]) -> UUID | None:
    """The group that we named when we made the intent; None for an intent of somebody else's."""
    try:
        return UUID((intent.get("metadata") or {})["order_group_id"])
    except (KeyError, ValueError):
        return None
