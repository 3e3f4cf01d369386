"""The orders service's worker: relay, bus consumers, due work."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Final

from kit.app import database_of
from kit.db import Database
from kit.due import DueTask
from kit.events.projection import Projection
from kit.events.subscription import Subscription
from kit.idempotency import forget_old_keys
from kit.mail.message import MailPort
from kit.mail.smtp import mail_port
from kit.worker import Worker
from services.orders.app import stripe_payments
from services.orders.bank import service as bank_service
from services.orders.billing import service as billing_service
from services.orders.cancellation import service as cancellation_service
from services.orders.cart import service as cart_service
from services.orders.collection import service as collection_service
from services.orders.confirmation import service as confirmation_service
from services.orders.guest_notice import service as guest_notice_service
from services.orders.invoice import service as invoice_service
from services.orders.membership.projection import MEMBERSHIPS
from services.orders.offer.projection import OFFERS
from services.orders.party.projection import PARTIES
from services.orders.payment import service as payment_service
from services.orders.ports import PaymentPort, Terms
from services.orders.privacy import handlers as privacy_handlers
from services.orders.procurement import service as procurement_service
from services.orders.purchase import handlers as purchase_handlers
from services.orders.reconciliation import service as reconciliation_service
from services.orders.refund import service as refund_service
from services.orders.settings import Settings

_MAIL_EVERY: Final = timedelta(seconds=1)

StripeStep = Callable[[Database, PaymentPort], Awaitable[bool]]

PROJECTIONS: Final[tuple[Projection[Any], ...]] = (PARTIES, MEMBERSHIPS, OFFERS)
"""What ``talat events replay orders`` can rebuild."""

SUBSCRIPTIONS: Final[tuple[Subscription, ...]] = (
    *(Subscription.projection(projection) for projection in PROJECTIONS),
    # After the projections: handlers of one event run in this order, in one transaction.
    *purchase_handlers.SUBSCRIPTIONS,
    *privacy_handlers.SUBSCRIPTIONS,
)


def create_worker(settings: Settings) -> Worker:
    """The worker process of the orders service."""
    database = database_of(settings, service="orders-worker")
    tasks = (
        *due_tasks(stripe_payments(settings), settings.terms),
        DueTask("guest_notices", guest_notice_service.sender(_mail(settings)), _MAIL_EVERY),
    )
    return Worker("orders", settings, database, SUBSCRIPTIONS, tasks)


def _mail(settings: Settings) -> MailPort:
    """Where guests' mail goes: files, or SMTP when an address is set."""
    url = settings.smtp_url
    return mail_port(
        settings.mail_dir,
        smtp_url=None if url is None else url.get_secret_value(),
        sender=settings.mail_from,
    )


def due_tasks(payments: PaymentPort, terms: Terms) -> tuple[DueTask, ...]:
    """Money followed to its end, sellers' deadlines, old idempotency keys to be forgotten."""
    second = timedelta(seconds=1)

    async def follow_payments(database: Database) -> bool:
        return await payment_service.follow_up(database, payments, terms=terms)

    def with_stripe(name: str, step: StripeStep, every: timedelta) -> DueTask:
        async def run(database: Database) -> bool:
            return await step(database, payments)

        return DueTask(name, run, every)

    return (
        DueTask("payment_follow_up", follow_payments, second),
        DueTask(
            "purchase_order_deadline", confirmation_service.tell_overdue, timedelta(seconds=30)
        ),
        with_stripe("replaced_attempts", collection_service.follow_attempts, second),
        with_stripe("refunds", refund_service.follow_up, second),
        with_stripe("processor_fees", collection_service.follow_fees, timedelta(seconds=5)),
        with_stripe("reconciliation", reconciliation_service.reconcile, timedelta(minutes=1)),
        DueTask("accept_deadlines", cancellation_service.follow_deadlines, timedelta(seconds=10)),
        DueTask("bill_acceptance", invoice_service.bill_next, timedelta(seconds=1)),
        DueTask("invoice_reminder", invoice_service.remind_next, timedelta(minutes=1)),
        DueTask(
            "urgent_report_deadline", procurement_service.remind_overdue, timedelta(seconds=30)
        ),
        DueTask("billing_note", billing_service.bill_next_month, timedelta(minutes=5)),
        DueTask("match_bank_line", bank_service.match_next, timedelta(seconds=1)),
        DueTask("forget_old_carts", cart_service.forget_old, timedelta(minutes=10)),
        DueTask("forget_idempotency_keys", _forget_keys, timedelta(hours=1)),
    )


async def _forget_keys(database: Database) -> bool:
    async with database.transaction() as session:
        await forget_old_keys(session)
    return False
