"""Events that the orders service publishes."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from contracts.events.notices import NoticeRequested
from contracts.events.people import PersonErasureApplied, PersonExportReady
from contracts.types import AvailabilityBand, Quantity, Satang, StockQuantity
from kit.events.envelope import Event


class StockChanged(Event):
    """A variant's availability crossed a level that shoppers are shown."""

    type: ClassVar[str] = "talat.orders.stock.changed.v1"

    variant_id: UUID
    product_id: UUID
    band: AvailabilityBand

    def subject(self) -> str:
        """The aggregate: the variant's stock."""
        return str(self.variant_id)


class OrderLineSnapshot(BaseModel):
    """What was sold, at which price; no personal data."""

    model_config = ConfigDict(frozen=True)

    variant_id: UUID
    product_id: UUID
    name_th: str
    unit: str
    quantity: Quantity
    unit_price_satang: Satang
    total_satang: Satang


class OrderEvent(Event):
    """Base of a seller order's events: one seller's part of what a shopper bought at once."""

    order_id: UUID
    order_group_id: UUID
    seller_id: UUID
    number: str
    total_satang: Satang
    lines: tuple[OrderLineSnapshot, ...]
    occurred_at: datetime

    def subject(self) -> str:
        """The aggregate: the seller order."""
        return str(self.order_id)


class OrderPlaced(OrderEvent):
    """Stock is held and the shopper is asked to pay."""

    type: ClassVar[str] = "talat.orders.order.placed.v1"


class OrderPaid(OrderEvent):
    """The money is there; the seller may begin."""

    type: ClassVar[str] = "talat.orders.order.paid.v1"


class OrderCancelled(OrderEvent):
    """The order came to nothing; its stock is free again."""

    type: ClassVar[str] = "talat.orders.order.cancelled.v1"


class OrderCompleted(OrderEvent):
    """The goods reached the shopper."""

    type: ClassVar[str] = "talat.orders.order.completed.v1"


class PurchaseOrderPlaced(Event):
    """An institution's approved requisition became an order to one seller; prices before VAT."""

    type: ClassVar[str] = "talat.orders.purchase_order.placed.v1"

    purchase_order_id: UUID
    requisition_id: UUID
    buyer_id: UUID
    seller_id: UUID
    number: str
    deliver_on: date
    total_satang: Satang
    lines: tuple[OrderLineSnapshot, ...]
    occurred_at: datetime

    def subject(self) -> str:
        """The aggregate: the purchase order."""
        return str(self.purchase_order_id)


class AcceptedLineSnapshot(BaseModel):
    """What became of a lot's part of a delivery; ``payable_satang`` is before VAT."""

    model_config = ConfigDict(frozen=True)

    order_line_id: UUID
    variant_id: UUID
    lot_id: UUID
    lot_code: str
    unit: str
    shipped: Quantity
    short: StockQuantity
    accepted: StockQuantity
    rejected: StockQuantity
    unit_price_satang: Satang
    payable_satang: Satang


class DeliveryAccepted(Event):
    """A goods receipt is signed by every inspector, or decided by the head of the agency.

    ``accepted_on`` is the day of delivery. A refused delivery is told too, with nothing accepted.
    """

    type: ClassVar[str] = "talat.orders.delivery.accepted.v1"

    delivery_id: UUID
    inspection_id: UUID
    purchase_order_id: UUID
    buyer_id: UUID
    seller_id: UUID
    number: str
    accepted_on: date
    payable_satang: Satang
    lines: tuple[AcceptedLineSnapshot, ...]
    occurred_at: datetime

    def subject(self) -> str:
        """The aggregate: the delivery."""
        return str(self.delivery_id)


class OrdersNoticeRequested(NoticeRequested):
    """The orders service asks that somebody be told."""

    type: ClassVar[str] = "talat.orders.notice.requested.v1"


class OrdersPersonExportReady(PersonExportReady):
    """What the orders service holds about a person, sealed."""

    type: ClassVar[str] = "talat.orders.person.export_ready.v1"


class OrdersPersonErasureApplied(PersonErasureApplied):
    """The orders service has forgotten a person, as far as the law lets it."""

    type: ClassVar[str] = "talat.orders.person.erasure_applied.v1"
