"""Which events there are, and which service consumes which: the bus is provisioned from this."""

from __future__ import annotations

from typing import Final

from contracts.events.auth import (
    MandateChanged,
    MembershipChanged,
    OrganisationChanged,
    PersonErasureRequested,
    PersonExportRequested,
)
from contracts.events.catalog import (
    CatalogNoticeRequested,
    CatalogPersonErasureApplied,
    CatalogPersonExportReady,
    ProductChanged,
)
from contracts.events.orders import (
    DeliveryAccepted,
    OrderCancelled,
    OrderCompleted,
    OrderPaid,
    OrderPlaced,
    OrdersNoticeRequested,
    OrdersPersonErasureApplied,
    OrdersPersonExportReady,
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
    PersonExportRequested,
    PersonErasureRequested,
    CatalogPersonExportReady,
    CatalogPersonErasureApplied,
    OrdersPersonExportReady,
    OrdersPersonErasureApplied,
)
"""Every contract on the bus."""

TOPOLOGY: Final = Topology(
    consumes={
        "auth": (
            CatalogNoticeRequested,
            OrdersNoticeRequested,
            OrderPlaced,
            PurchaseOrderPlaced,
            CatalogPersonExportReady,
            CatalogPersonErasureApplied,
            OrdersPersonExportReady,
            OrdersPersonErasureApplied,
        ),
        "catalog": (
            OrganisationChanged,
            StockChanged,
            PersonExportRequested,
            PersonErasureRequested,
        ),
        "orders": (
            OrganisationChanged,
            MembershipChanged,
            ProductChanged,
            PersonExportRequested,
            PersonErasureRequested,
        ),
    }
)
"""A service's subscriptions must be these; a worker says so when its durable lacks one."""
