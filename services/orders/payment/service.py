"""Payments: asked for, followed, settled once, or given up with their stock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import structlog
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Database
from kit.errors import NotFound
from kit.ids import uuid7
from kit.time import now
from services.orders.collection import service as collection_service
from services.orders.collection.rules import Outcome
from services.orders.payment import queries
from services.orders.payment.schemas import PaymentRead, PromptPayQr
from services.orders.ports import (
    Intent,
    IntentRequest,
    PaymentMethod,
    PaymentNews,
    PaymentPort,
    PaymentRefused,
    PaymentUnavailable,
    Terms,
)
from services.orders.refund import service as refund_service

_log = structlog.get_logger(__name__)

FIRST_CHECK: Final = timedelta(seconds=20)
"""Longer than a checkout waits for Stripe: the due loop does not overtake a living request."""
LEASE: Final = timedelta(seconds=60)


async def open_payment(
    session: AsyncSession,
    *,
    group_id: UUID,
    method: PaymentMethod,
    amount_satang: int,
    email: str | None,
    at: datetime,
) -> IntentRequest:
    """Write down that a group's total is to be collected: the first step, before Stripe."""
    await queries.add(
        session,
        {
            "id": uuid7(),
            "group_id": group_id,
            "method": method.value,
            "amount_satang": amount_satang,
            "status": "requested",
            "created_at": at,
            "next_check_at": at + FIRST_CHECK,
        },
    )
    return IntentRequest(_key(group_id, 1), group_id, 1, amount_satang, method, email)


async def unanswered_request(session: AsyncSession, *, group_id: UUID) -> IntentRequest | None:
    """What Stripe has still to be asked for the group; None when it has answered, or while
    an earlier attempt might still be paid."""
    payment = await find(session, group_id=group_id)
    if payment.intent_id is not None or payment.status == "cancelled":
        return None
    if await collection_service.has_open_attempts(session, payment_id=payment.id):
        return None
    return _request(payment)


async def record_intent(
    session: AsyncSession, *, group_id: UUID, intent: Intent, terms: Terms
) -> None:
    """Keep what Stripe answered: the third step."""
    await queries.record_intent(
        session, group_id=group_id, intent=intent, next_check_at=now() + terms.reconcile_after
    )


async def read(session: AsyncSession, *, group_id: UUID) -> PaymentRead:
    """How the shopper pays for the group."""
    payment = await find(session, group_id=group_id)
    code = payment.promptpay_qr
    return PaymentRead(
        method=PaymentMethod(payment.method),
        status=payment.status,
        amount_satang=payment.amount_satang,
        client_secret=payment.client_secret,
        promptpay_qr=None if code is None else PromptPayQr.model_validate(code),
        expires_at=payment.expires_at,
    )


async def give_up(session: AsyncSession, *, group_id: UUID, reason: str) -> None:
    """Cancel an unpaid group whose intent can never be paid, and free its stock."""
    payment = await find(session, group_id=group_id)
    await collection_service.give_up(session, payment=payment, intent_id=None, reason=reason)


async def receive(session: AsyncSession, *, news: PaymentNews) -> Outcome:
    """Keep a verified event and apply it, once, whatever came before it.

    Only the state of the intent or refund that the event carries counts, and what has ended stays
    ended, so the order of arrival does not matter.
    """
    if not await queries.keep_event(session, news, at=now()):
        return Outcome.ALREADY
    outcome = await _apply_news(session, news)
    await queries.note_outcome(session, event_id=news.id, outcome=outcome.value)
    return outcome


async def _apply_news(session: AsyncSession, news: PaymentNews) -> Outcome:
    if news.intent is not None:
        return await apply(session, intent=news.intent, reason="payment_cancelled")
    if news.refund is not None:
        moved = await refund_service.apply(session, state=news.refund)
        return Outcome.REFUND if moved else Outcome.NOTHING
    if news.refunded_intent_id is not None:
        ours = await refund_service.look_again(session, intent_id=news.refunded_intent_id)
        return Outcome.REFUND if ours else Outcome.NOT_OURS
    return Outcome.NOT_OURS


async def apply(session: AsyncSession, *, intent: Intent, reason: str) -> Outcome:
    """Bring the group that an intent names to where the intent stands."""
    if intent.group_id is None:
        return Outcome.NOT_OURS
    payment = await queries.of_group(session, intent.group_id)
    if payment is None:
        return Outcome.NOT_OURS
    return await collection_service.apply(session, payment=payment, intent=intent, reason=reason)


async def follow_up(database: Database, port: PaymentPort, *, terms: Terms) -> bool:
    """Look at one unfinished payment that is due: ask, compare or expire. False: none is due.

    With this alone, webhooks switched off, every group comes to its end: paid, or cancelled at
    Stripe first and then its stock released.
    """
    at = now()
    async with database.transaction() as session:
        payment = await queries.lease(session, at=at, until=at + LEASE)
    if payment is None:
        return False
    try:
        await _follow(database, port, payment, terms)
    except PaymentUnavailable:
        _log.warning("payment_follow_up_postponed", group_id=str(payment.group_id))
    return True


async def _follow(database: Database, port: PaymentPort, payment: Row[Any], terms: Terms) -> None:
    intent_id = payment.intent_id
    if intent_id is None:
        intent_id = await _ask(database, port, payment, terms)
        if intent_id is None:
            return
    expired = now() >= payment.expires_at
    intent = await (port.cancel(intent_id) if expired else port.retrieve(intent_id))
    async with database.transaction() as session:
        await collection_service.apply(
            session,
            payment=await find(session, group_id=payment.group_id),
            intent=intent,
            reason="expired" if expired else "payment_cancelled",
        )
        await queries.postpone(
            session,
            payment_id=payment.id,
            next_check_at=_next_check(payment.expires_at, terms),
        )


async def _ask(
    database: Database, port: PaymentPort, payment: Row[Any], terms: Terms
) -> str | None:
    """Obtain the present attempt's intent; None when it is not to be, or not yet."""
    async with database.transaction() as session:
        if await collection_service.has_open_attempts(session, payment_id=payment.id):
            return None
    try:
        intent = await port.create(_request(payment))
    except PaymentRefused:
        async with database.transaction() as session:
            await collection_service.give_up(
                session, payment=payment, intent_id=None, reason="payment_refused"
            )
        return None
    async with database.transaction() as session:
        await record_intent(session, group_id=payment.group_id, intent=intent, terms=terms)
    return intent.id


def _next_check(expires_at: datetime, terms: Terms) -> datetime:
    """The next comparison, or the end of the hold if that comes first."""
    soon = now() + terms.reconcile_after
    return soon if now() >= expires_at else min(soon, expires_at)


async def intents_since(session: AsyncSession, *, since: datetime) -> Sequence[Row[Any]]:
    """Payments that were opened since then and have an intent."""
    return await queries.intents_since(session, since)


def _key(group_id: UUID, attempt: int) -> str:
    """The idempotency key at Stripe: one attempt of a group, one intent."""
    return f"order-group-{group_id}" if attempt == 1 else f"order-group-{group_id}-{attempt}"


def _request(payment: Row[Any]) -> IntentRequest:
    return IntentRequest(
        key=_key(payment.group_id, payment.attempt),
        group_id=payment.group_id,
        attempt=payment.attempt,
        amount_satang=payment.amount_satang,
        method=PaymentMethod(payment.method),
        email=payment.contact.get("email"),
    )


async def find(session: AsyncSession, *, group_id: UUID) -> Row[Any]:
    """A group's payment with the end of the hold and the shopper's contact.

    Raises:
        NotFound: there is no such group.
    """
    payment = await queries.of_group(session, group_id)
    if payment is None:
        raise NotFound
    return payment
