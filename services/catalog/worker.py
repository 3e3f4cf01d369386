"""The catalogue's worker: relay, bus consumers, due work."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from kit.app import database_of
from kit.due import DueTask
from kit.events.projection import Projection
from kit.events.subscription import Subscription
from kit.worker import Worker
from services.catalog.availability.handlers import STOCK_LEVEL
from services.catalog.intake.service import Importer
from services.catalog.privacy import handlers as privacy_handlers
from services.catalog.settings import Settings
from services.catalog.shop.handlers import SHOP
from services.catalog.storage.s3 import ObjectStore

PROJECTIONS: Final[tuple[Projection[Any], ...]] = (SHOP, STOCK_LEVEL)
"""What ``talat events replay catalog`` can rebuild."""

SUBSCRIPTIONS: Final[tuple[Subscription, ...]] = (
    *(Subscription.projection(projection) for projection in PROJECTIONS),
    *privacy_handlers.SUBSCRIPTIONS,
)


def create_worker(settings: Settings) -> Worker:
    """The worker process of the catalogue."""
    database = database_of(settings, service="catalog-worker")
    return Worker("catalog", settings, database, SUBSCRIPTIONS, due_tasks(ObjectStore(settings)))


def due_tasks(store: ObjectStore) -> tuple[DueTask, ...]:
    """Lists of products that sellers have sent."""
    return (DueTask("imports", Importer(store).run, timedelta(seconds=1)),)
