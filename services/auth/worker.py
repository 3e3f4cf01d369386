"""The auth service's worker: relay, requests for notices, due work."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from contracts.events.catalog import CatalogNoticeRequested
from contracts.events.orders import (
    OrderPlaced,
    OrdersNoticeRequested,
    PurchaseOrderPlaced,
)
from kit.app import database_of
from kit.db import Database
from kit.due import DueTask
from kit.events.subscription import Subscription
from kit.idempotency import forget_old_keys
from kit.mail.smtp import mail_port
from kit.worker import Worker
from services.auth.audit import service as audit_service
from services.auth.challenge import service as challenge_service
from services.auth.confirmation import service as confirmation_service
from services.auth.contact import service as contact_service
from services.auth.importing import service as importing_service
from services.auth.invitation import service as invitation_service
from services.auth.lead.handlers import order_placed, purchase_order_placed
from services.auth.notice import service as notice_service
from services.auth.notice.handlers import notice_requested
from services.auth.notice.port import NoticePort
from services.auth.privacy import handlers as privacy_handlers
from services.auth.privacy import service as privacy_service
from services.auth.settings import Settings
from services.auth.signing_key import service as signing_key_service
from services.auth.signing_key.fernet import Vault
from services.auth.throttle import service as throttle_service
from services.auth.token import service as token_service

SUBSCRIPTIONS: Final[tuple[Subscription, ...]] = (
    Subscription(CatalogNoticeRequested, notice_requested),
    Subscription(OrdersNoticeRequested, notice_requested),
    Subscription(OrderPlaced, order_placed),
    Subscription(PurchaseOrderPlaced, purchase_order_placed),
    *privacy_handlers.SUBSCRIPTIONS,
)


def create_worker(settings: Settings) -> Worker:
    """The worker process of the auth service."""
    database = database_of(settings, service="auth-worker")
    return Worker("auth", settings, database, SUBSCRIPTIONS, due_tasks(settings))


def notice_port(settings: Settings) -> NoticePort:
    """Files, or SMTP for e-mail when an address is set."""
    url = settings.smtp_url
    return mail_port(
        settings.mail_dir,
        smtp_url=None if url is None else url.get_secret_value(),
        sender=settings.mail_from,
    )


def due_tasks(settings: Settings) -> tuple[DueTask, ...]:
    """Notices to send, signing keys to rotate, expired rows to forget."""
    vault = Vault(settings.key_encryption_key.get_secret_value())
    rotate = signing_key_service.rotation(vault, every=timedelta(days=settings.signing_key_days))
    port = notice_port(settings)
    send = notice_service.sender(port)
    invite = invitation_service.sender(port, vault=vault, public_url=settings.public_url)
    return (
        DueTask("notices", send, timedelta(milliseconds=500)),
        DueTask("invitations", invite, timedelta(seconds=1)),
        DueTask("confirmations", confirmation_service.remind_next, timedelta(minutes=10)),
        DueTask("group_imports", importing_service.work_off, timedelta(seconds=1)),
        DueTask("signing_key_rotation", rotate, timedelta(hours=1)),
        DueTask("codes", contact_service.send_next_code, timedelta(milliseconds=300)),
        DueTask("expired_codes", challenge_service.clean_up, timedelta(minutes=10)),
        DueTask("expired_sign_ins", token_service.clean_up, timedelta(minutes=10)),
        DueTask("expired_counters", throttle_service.clean_up, timedelta(minutes=10)),
        DueTask("audit_seal", audit_service.seal, timedelta(seconds=10)),
        DueTask("expired_exports", privacy_service.expire_next, timedelta(minutes=10)),
        DueTask("idempotency_keys", _forget_keys, timedelta(hours=1)),
    )


async def _forget_keys(database: Database) -> bool:
    async with database.transaction() as session:
        await forget_old_keys(session)
    return False
