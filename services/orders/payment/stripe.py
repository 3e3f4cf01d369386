"""Stripe behind the payment port: the only module that imports the ``stripe`` library."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, TypeVar, cast

import stripe
import structlog

from services.orders.payment.errors import InvalidSignature
from services.orders.payment.port import (
    Intent,
    IntentRequest,
    IntentStatus,
    PaymentMethod,
    PaymentUnavailable,
    PromptPayCode,
)

_log = structlog.get_logger(__name__)
_STATUS: Final = {"succeeded": IntentStatus.SUCCEEDED, "canceled": IntentStatus.CANCELLED}

T = TypeVar("T")


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
        params = cast(Any, _create_params(request))
        return await _answer(
            lambda: intents.create_async(params, {"idempotency_key": request.key})
        )

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
    ) as error:
        _log.warning("stripe_did_not_answer", error=type(error).__name__, code=error.code)
        raise PaymentUnavailable from error


def _create_params(request: IntentRequest) -> dict[str, Any]:
    params: dict[str, Any] = {
        "amount": request.amount_satang,
        "currency": "thb",
        "payment_method_types": [request.method.value],
        "metadata": {"order_group_id": str(request.group_id)},
    }
    if request.method is PaymentMethod.PROMPTPAY:
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


def verified_event(body: bytes, signature: str | None, secret: str) -> dict[str, Any]:
    """The event in a webhook's raw body.

    Raises:
        InvalidSignature: forged, altered, too old, or not an event at all.
    """
    try:
        event = stripe.Webhook.construct_event(body, signature or "", secret)
    except (ValueError, stripe.SignatureVerificationError) as error:
        raise InvalidSignature from error
    return cast(dict[str, Any], event.to_dict())
