"""How a delivery is shown: what was written, and what follows from it."""

from __future__ import annotations

from services.orders.delivery import rules
from services.orders.delivery.schemas import DeliveryLineRead, DeliveryRead
from services.orders.models.delivery import Delivery, DeliveryLine

_LINE_OWN = DeliveryLineRead.model_fields.keys() - {
    "short",
    "too_warm",
    "short_satang",
    "rejected_satang",
    "payable_satang",
}
_OWN = DeliveryRead.model_fields.keys() - {
    "late_minutes",
    "payment_locked",
    "short_satang",
    "rejected_satang",
    "payable_satang",
    "vat_satang",
    "lines",
}


def read(delivery: Delivery) -> DeliveryRead:
    """The delivery as both parties see it; its lines are loaded."""
    refused = delivery.status == "refused"
    lines = [_line(line, refused=refused) for line in delivery.lines]
    return DeliveryRead(
        **{name: getattr(delivery, name) for name in _OWN},
        late_minutes=rules.late_minutes(delivery.arrived_at, delivery.window_closes_at),
        payment_locked=delivery.status not in rules.FINAL,
        short_satang=rules.known_sum(line.short_satang for line in lines),
        rejected_satang=rules.known_sum(line.rejected_satang for line in lines),
        payable_satang=rules.known_sum(line.payable_satang for line in lines),
        vat_satang=rules.known_sum(line.vat_satang for line in lines),
        lines=lines,
    )


def _line(line: DeliveryLine, *, refused: bool) -> DeliveryLineRead:
    return DeliveryLineRead(
        **{name: getattr(line, name) for name in _LINE_OWN},
        short=rules.short(line),
        too_warm=rules.too_warm(line),
        short_satang=rules.amount(rules.short(line), line),
        rejected_satang=rules.amount(rules.rejected(line, refused=refused), line),
        payable_satang=line.net_satang,
    )
