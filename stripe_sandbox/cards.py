"""Stripe's test cards and what happens when each is charged."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Decline:
    """Why a card is refused: Stripe's error code, decline code and message."""

    code: str
    decline_code: str | None
    message: str


GENERIC = Decline("card_declined", "generic_decline", "Your card was declined.")
INSUFFICIENT = Decline("card_declined", "insufficient_funds", "Your card has insufficient funds.")
LOST = Decline("card_declined", "lost_card", "Your card was declined.")
STOLEN = Decline("card_declined", "stolen_card", "Your card was declined.")
FRAUDULENT = Decline("card_declined", "fraudulent", "Your card was declined.")
EXPIRED = Decline("expired_card", None, "Your card has expired.")
WRONG_CVC = Decline("incorrect_cvc", None, "Your card's security code is incorrect.")
PROCESSING = Decline(
    "processing_error",
    None,
    "An error occurred while processing your card. Try again in a little bit.",
)


@dataclass(frozen=True)
class TestCard:
    """One card number: its brand and behaviour.

    ``three_d_secure`` makes the intent wait in requires_action; ``decline`` refuses the charge
    (after authentication when both are set); ``dispute`` opens a dispute with that reason on
    every successful charge; ``refund`` makes refunds end otherwise than at once.
    """

    number: str
    brand: str = "visa"
    country: str = "US"
    funding: str = "credit"
    decline: Decline | None = None
    three_d_secure: bool = False
    dispute: str | None = None
    refund: str = "succeeded"


_CARDS: dict[str, TestCard] = {
    "pm_card_visa": TestCard("4242424242424242"),
    "pm_card_visa_debit": TestCard("4000056655665556", funding="debit"),
    "pm_card_mastercard": TestCard("5555555555554444", brand="mastercard"),
    "pm_card_jcb": TestCard("3566002020360505", brand="jcb"),
    "pm_card_th_credit": TestCard("4000007640000003", country="TH"),
    "pm_card_th_debit": TestCard("4000057640000008", country="TH", funding="debit"),
    "pm_card_chargeDeclined": TestCard("4000000000000002", decline=GENERIC),
    "pm_card_visa_chargeDeclined": TestCard("4000000000000002", decline=GENERIC),
    "pm_card_chargeDeclinedInsufficientFunds": TestCard("4000000000009995", decline=INSUFFICIENT),
    "pm_card_visa_chargeDeclinedInsufficientFunds": TestCard(
        "4000000000009995", decline=INSUFFICIENT
    ),
    "pm_card_chargeDeclinedLostCard": TestCard("4000000000009987", decline=LOST),
    "pm_card_visa_chargeDeclinedLostCard": TestCard("4000000000009987", decline=LOST),
    "pm_card_chargeDeclinedStolenCard": TestCard("4000000000009979", decline=STOLEN),
    "pm_card_visa_chargeDeclinedStolenCard": TestCard("4000000000009979", decline=STOLEN),
    "pm_card_chargeDeclinedFraudulent": TestCard("4100000000000019", decline=FRAUDULENT),
    "pm_card_chargeDeclinedExpiredCard": TestCard("4000000000000069", decline=EXPIRED),
    "pm_card_chargeDeclinedIncorrectCvc": TestCard("4000000000000127", decline=WRONG_CVC),
    "pm_card_chargeDeclinedProcessingError": TestCard("4000000000000119", decline=PROCESSING),
    "pm_card_chargeCustomerFail": TestCard("4000000000000341", decline=GENERIC),
    "pm_card_authenticationRequired": TestCard("4000002760003184", three_d_secure=True),
    "pm_card_threeDSecure2Required": TestCard("4000000000003220", three_d_secure=True),
    "pm_card_threeDSecureRequiredChargeDeclined": TestCard(
        "4000008400001629", three_d_secure=True, decline=GENERIC
    ),
    "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds": TestCard(
        "4000008260003178", three_d_secure=True, decline=INSUFFICIENT
    ),
    "pm_card_createDispute": TestCard("4000000000000259", dispute="fraudulent"),
    "pm_card_createDisputeProductNotReceived": TestCard(
        "4000000000002685", dispute="product_not_received"
    ),
    "pm_card_pendingRefund": TestCard("4000000000007726", refund="pending"),
    "pm_card_refundFail": TestCard("4000000000005126", refund="fails_later"),
}
_BY_NUMBER = {card.number: card for card in _CARDS.values()}
_BY_FINGERPRINT = {
    hashlib.sha256(number.encode()).hexdigest()[:16]: card for number, card in _BY_NUMBER.items()
}


def by_token(token: str) -> TestCard | None:
    """The card behind ``pm_card_visa`` or ``tok_visa``."""
    if token.startswith("tok_"):
        return _CARDS.get(f"pm_card_{token.removeprefix('tok_')}")
    return _CARDS.get(token)


def by_number(number: str) -> TestCard | None:
    """The card of a number; a valid number that is no test card is None."""
    return _BY_NUMBER.get(number)


def fingerprint(card: TestCard) -> str:
    """The same for every PaymentMethod of one number."""
    return hashlib.sha256(card.number.encode()).hexdigest()[:16]


def by_fingerprint(value: str) -> TestCard:
    """The card of a PaymentMethod; raises KeyError for what is no test card."""
    return _BY_FINGERPRINT[value]


def luhn_valid(number: str) -> bool:
    """Whether the last digit is the right check digit."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[0::2]) + sum(doubled)) % 10 == 0
