"""The orders service's worker: relay, bus consumers, due work."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from kit.app import database_of
from kit.db import Database
from kit.due import DueTask
from kit.events.projection import Projection
from kit.events.subscription import Subscription
from kit.idempotency import forget_old_keys
from kit.worker import Worker
from services.orders.app import stripe_payments
from services.orders.confirmation import service as confirmation_service
from services.orders.membership.projection import MEMBERSHIPS
from services.orders.offer.projection import OFFERS
from services.orders.party.projection import PARTIES
from services.orders.payment import service as payment_service
from services.orders.ports import PaymentPort, Terms
from services.orders.purchase import handlers as purchase_handlers
from services.orders.settings import Settings

PROJECTIONS: Final[tuple[Projection[Any], ...]] = (PARTIES, MEMBERSHIPS, OFFERS)
"""What ``talat events replay orders`` can rebuild."""

SUBSCRIPTIONS: Final[tuple[Subscription, ...]] = (
    *(Subscription.projection(projection) for projection in PROJECTIONS),
    # After the projections: handlers of one event run in this order, in one transaction.
    *purchase_handlers.SUBSCRIPTIONS,
)


def create_worker(settings: Settings) -> Worker:
    """The worker process of the orders service."""
    database = database_of(settings, service="orders-worker")
    tasks = due_tasks(stripe_payments(settings), settings.terms)
    return Worker("orders", settings, database, SUBSCRIPTIONS, tasks)


def due_tasks(payments: PaymentPort, terms: Terms) -> tuple[DueTask, ...]:
    """Payments to be followed to their end, orders not confirmed in time, old keys to forget."""

    async def follow_payments(database: Database) -> bool:
        return await payment_service.follow_up(database, payments, terms=terms)

    return (
        DueTask("payment_follow_up", follow_payments, timedelta(seconds=1)),
        DueTask(
            "purchase_order_deadline", confirmation_service.tell_overdue, timedelta(seconds=30)
        ),
        DueTask("forget_idempotency_keys", _forget_keys, timedelta(hours=1)),
    )


async def _forget_keys(database: Database) -> bool:
    async with database.transaction() as session:
        await forget_old_keys(session)
    return False
