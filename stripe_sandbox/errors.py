"""Errors in the shape in which Stripe reports them."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


class StripeError(Exception):
    """A refusal with Stripe's HTTP status and error object.

    ``keep`` tells the dispatcher to commit what the request wrote before it was refused: a
    declined card leaves a failed charge and an event behind.  ``replayable`` tells whether the
    answer is stored under the Idempotency-Key; as at Stripe, a request that was refused before
    anything ran (bad parameters, wrong key) is not.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        keep: bool = False,
        replayable: bool = False,
        **details: object,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.kind = kind
        self.code = code
        self.keep = keep
        self.replayable = replayable or keep
        self._error: Json = {"type": kind, "message": message}
        if code is not None:
            self._error["code"] = code
            self._error["doc_url"] = f"https://stripe.com/docs/error-codes/{code.replace('_', '-')}"
        if param is not None:
            self._error["param"] = param
        self._error.update({name: value for name, value in details.items() if value is not None})

    def body(self, request_id: str) -> Json:
        """The JSON answer."""
        return {"error": {**self._error, "request_id": request_id}}


def unknown_parameter(param: str) -> StripeError:
    """A parameter that the endpoint does not have."""
    return StripeError(
        f"Received unknown parameter: {param}", code="parameter_unknown", param=param
    )


def missing_parameter(param: str) -> StripeError:
    """A required parameter that was not sent."""
    return StripeError(f"Missing required param: {param}.", code="parameter_missing", param=param)


def missing_resource(kind: str, identifier: str, param: str) -> StripeError:
    """An object that does not exist in this account; 404 when the address names it."""
    return StripeError(
        f"No such {kind}: '{identifier}'",
        status=404 if param in ("id", "intent") else 400,
        code="resource_missing",
        param=param,
    )


def unexpected_state(message: str, intent: Json) -> StripeError:
    """An operation that the PaymentIntent's status does not allow; carries the intent."""
    return StripeError(
        message,
        code="payment_intent_unexpected_state",
        replayable=True,
        payment_intent=intent,
        payment_method=None,
    )


def unsupported_in_thailand(param: str) -> StripeError:
    """Separate charges and transfers do not exist for Thai platforms."""
    return StripeError(
        "Your platform's country (TH) does not support transfers between accounts: "
        f"`{param}` cannot be used. Create a direct charge with the Stripe-Account header.",
        param=param,
    )
