"""Pure rules of deliveries: how late, what is wrong, what it comes to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Final

from services.orders.cart.rules import half_up
from services.orders.models.delivery import Delivery, DeliveryLine

FINAL: Final = frozenset({"accepted", "refused"})
UNDER_WAY: Final = frozenset({"shipped", "arrived", "inspected"})


def late_minutes(arrived_at: datetime | None, closes_at: datetime | None) -> int | None:
    """Whole minutes after the window's end, 0 when in time: 08:40 for 06:00-08:00 is 40."""
    if arrived_at is None or closes_at is None:
        return None
    return max(0, int((arrived_at - closes_at).total_seconds()) // 60)


def short(line: DeliveryLine) -> Decimal | None:
    """What was shipped and did not arrive."""
    return None if line.arrived is None else line.shipped - line.arrived


def too_warm(line: DeliveryLine) -> bool | None:
    """Whether it arrived warmer than its limit; None when not measured or without a limit."""
    if line.temperature_c is None or line.warmest_c is None:
        return None
    return line.temperature_c > line.warmest_c


def rejected(line: DeliveryLine, *, refused: bool) -> Decimal | None:
    """What is not paid of what arrived: as recorded, or all of it when the head refused it."""
    return line.arrived if refused else line.rejected


def amount(quantity: Decimal | None, line: DeliveryLine) -> int | None:
    """What a quantity of the line costs before VAT."""
    return None if quantity is None else half_up(quantity * line.unit_price_satang)


def wrong_on_arrival(delivery: Delivery) -> bool:
    """Whether the seller has to hear of it: short, too warm, late or without a certificate."""
    late = late_minutes(delivery.arrived_at, delivery.window_closes_at)
    return bool(late) or any(
        short(line) or too_warm(line) or not line.certified for line in delivery.lines
    )


def known_sum(amounts: Iterable[int | None]) -> int | None:
    """The sum, or None while one of them is not known."""
    total = 0
    for each in amounts:
        if each is None:
            return None
        total += each
    return total
