"""Requests that many tests make."""

from typing import Any

import stripe


def card_params(card: str = "pm_card_visa", **changes: Any) -> Any:
    """A confirmed card payment of 100.00 baht."""
    return {
        "amount": 10_000,
        "currency": "thb",
        "allowed_payment_method_types": ["card"],
        "payment_method": card,
        "confirm": True,
        **changes,
    }


def promptpay_params(**changes: Any) -> Any:
    """A confirmed PromptPay payment of 100.00 baht."""
    return {
        "amount": 10_000,
        "currency": "thb",
        "allowed_payment_method_types": ["promptpay"],
        "payment_method_data": {
            "type": "promptpay",
            "billing_details": {"email": "somsri@example.com"},
        },
        "confirm": True,
        **changes,
    }


async def pay_by_card(
    client: stripe.StripeClient, card: str = "pm_card_visa", **changes: Any
) -> stripe.PaymentIntent:
    """A card payment."""
    return await client.v1.payment_intents.create_async(card_params(card, **changes))


async def show_code(client: stripe.StripeClient, **changes: Any) -> stripe.PaymentIntent:
    """A PromptPay payment that waits for its scan."""
    return await client.v1.payment_intents.create_async(promptpay_params(**changes))
