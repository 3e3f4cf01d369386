"""The steps of a seller's order, and its events: pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, TypeVar
from uuid import UUID

from contracts.events.orders import OrderEvent, OrderLineSnapshot
from services.orders.ledger.rules import Sale
from services.orders.models.order import OrderStatus

EventT = TypeVar("EventT", bound=OrderEvent)


ACCEPT_WITHIN: Final = timedelta(hours=48)
"""A paid order that its seller has not accepted by then is cancelled and paid back."""
REMIND_BEFORE: Final = timedelta(hours=24)
"""How long before that the seller is reminded."""


class Move(StrEnum):
    """What a seller does with a paid order, in this order."""

    ACCEPT = "accept"
    PACK = "pack"
    SHIP = "ship"
    DELIVER = "deliver"


STEPS: Final[Mapping[Move, tuple[OrderStatus, OrderStatus]]] = MappingProxyType(
    {
        Move.ACCEPT: (OrderStatus.PAID, OrderStatus.ACCEPTED),
        Move.PACK: (OrderStatus.ACCEPTED, OrderStatus.PACKED),
        Move.SHIP: (OrderStatus.PACKED, OrderStatus.SHIPPED),
        Move.DELIVER: (OrderStatus.SHIPPED, OrderStatus.DELIVERED),
    }
)
"""Each move goes from one status to the next; an unpaid order never ships."""


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A line as it was sold."""

    order_id: UUID
    variant_id: UUID
    product_id: UUID
    name_th: str
    unit: str
    quantity: Decimal
    unit_price_satang: int
    total_satang: int
    income_shares: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """A seller's order as events, the ledger and the stock need it."""

    id: UUID
    group_id: UUID
    seller_id: UUID
    number: str
    version: int
    total_satang: int
    commission_satang: int
    commission_vat_satang: int
    seller_satang: int
    lines: tuple[LineFacts, ...]

    def sale(self) -> Sale:
        """The order as the books take it."""
        producers: dict[UUID, int] = {}
        for line in self.lines:
            for share in line.income_shares:
                producer_id = UUID(share["organisation_id"])
                producers[producer_id] = producers.get(producer_id, 0) + share["amount_satang"]
        return Sale(
            order_id=self.id,
            seller_id=self.seller_id,
            total_satang=self.total_satang,
            commission_satang=self.commission_satang,
            commission_vat_satang=self.commission_vat_satang,
            seller_satang=self.seller_satang,
            producers=tuple(sorted(producers.items())),
        )


def event_of(kind: type[EventT], order: OrderFacts, *, at: datetime) -> EventT:
    """The order's event, without personal data."""
    return kind(
        version=order.version,
        order_id=order.id,
        order_group_id=order.group_id,
        seller_id=order.seller_id,
        number=order.number,
        total_satang=order.total_satang,
        lines=tuple(_snapshot(line) for line in order.lines),
        occurred_at=at,
    )


def _snapshot(line: LineFacts) -> OrderLineSnapshot:
    return OrderLineSnapshot(
        variant_id=line.variant_id,
        product_id=line.product_id,
        name_th=line.name_th,
        unit=line.unit,
        quantity=line.quantity,
        unit_price_satang=line.unit_price_satang,
        total_satang=line.total_satang,
    )


def quantities(orders: Sequence[OrderFacts]) -> dict[UUID, Decimal]:
    """How much of each variant the orders hold or sell together."""
    totals: dict[UUID, Decimal] = {}
    for order in orders:
        for line in order.lines:
            totals[line.variant_id] = totals.get(line.variant_id, Decimal(0)) + line.quantity
    return totals


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as JSON can carry it into ``jsonb_to_recordset``."""
    return {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    match value:
        case UUID() | Decimal():
            return str(value)
        case datetime():
            return value.isoformat()
        case _:
            return value
