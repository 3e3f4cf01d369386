"""What news of a payment led to."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """What news of a payment led to."""

    PAID = "paid"
    CANCELLED = "cancelled"
    NOTHING = "nothing"
    ALREADY = "already"
    NOT_OURS = "not_ours"
    AMOUNT_DIFFERS = "amount_differs"
    REVIVED = "revived"
    """Paid after its hold had ended, and the stock was still there."""
    LATE = "late"
    """Paid after its hold had ended, and the stock was gone: the money goes back."""
    DOUBLE = "double"
    """Paid a second time: the money goes back."""
    REFUND = "refund"
