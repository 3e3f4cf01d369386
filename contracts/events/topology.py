"""Which events there are, and which service consumes which: the bus is provisioned from this."""

from __future__ import annotations

from typing import Final

from contracts.events.auth import MandateChanged, MembershipChanged, OrganisationChanged
from contracts.events.catalog import CatalogNoticeRequested, ProductChanged
from contracts.events.orders import (
    DeliveryAccepted,
    OrderCancelled,
    OrderCompleted,
    OrderPaid,
    OrderPlaced,
    OrdersNoticeRequested,
    PurchaseOrderPlaced,
    StockChanged,
)
from kit.events.envelope import Event
from kit.events.topology import Topology

EVENTS: Final[tuple[type[Event], ...]] = (
    OrganisationChanged,
    MembershipChanged,
    MandateChanged,
    ProductChanged,
    CatalogNoticeRequested,
    StockChanged,
    OrderPlaced,
    OrderPaid,
    OrderCancelled,
    OrderCompleted,
    PurchaseOrderPlaced,
    DeliveryAccepted,
    OrdersNoticeRequested,
)
"""Every contract on the bus."""

TOPOLOGY: Final = Topology(
    consumes={
        "auth": (
            CatalogNoticeRequested,
            OrdersNoticeRequested,
            OrderPlaced,
            PurchaseOrderPlaced,
        ),
        "catalog": (OrganisationChanged, StockChanged),
        "orders": (OrganisationChanged, MembershipChanged, ProductChanged),
    }
)
"""A service's subscriptions must be these; a worker says so when its durable lacks one."""
