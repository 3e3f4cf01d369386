"""Payments: asked for, followed, settled once, or given up with their stock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import structlog
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.scopes import Role
from kit.db import Database
from kit.errors import NotFound
from kit.ids import uuid7
from kit.time import now
from services.orders.document import occasion as document_occasion
from services.orders.ledger import service as ledger_service
from services.orders.ledger.rules import Sale
from services.orders.notice import service as notice_service
from services.orders.order import service as order_service
from services.orders.order.rules import OrderFacts, quantities
from services.orders.payment import queries
from services.orders.payment.schemas import PaymentRead, PromptPayQr
from services.orders.ports import (
    Intent,
    IntentRequest,
    IntentStatus,
    PaymentMethod,
    PaymentNews,
    PaymentPort,
    PaymentRefused,
    PaymentUnavailable,
    Terms,
)
from services.orders.stock import service as stock_service

_log = structlog.get_logger(__name__)

FIRST_CHECK: Final = timedelta(seconds=20)
"""Longer than a checkout waits for Stripe: the due loop does not overtake a living request."""
LEASE: Final = timedelta(seconds=60)
_TOLD: Final = (Role.OWNER, Role.MANAGER, Role.ORDERS)


class Outcome(StrEnum):
    """What news of a payment led to."""

    PAID = "paid"
    CANCELLED = "cancelled"
    NOTHING = "nothing"
    ALREADY = "already"
    NOT_OURS = "not_ours"
    AMOUNT_DIFFERS = "amount_differs"
    LATE = "late"


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
    return IntentRequest(_key(group_id), group_id, amount_satang, method, email)


async def unanswered_request(session: AsyncSession, *, group_id: UUID) -> IntentRequest | None:
    """What Stripe has still to be asked for the group; None when it has answered."""
    payment = await _of_group(session, group_id)
    if payment.intent_id is not None or payment.status == "cancelled":
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
    payment = await _of_group(session, group_id)
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
    payment = await _of_group(session, group_id)
    await _cancel(session, payment, intent_id=None, reason=reason)


async def receive(session: AsyncSession, *, news: PaymentNews) -> Outcome:
    """Keep a verified event and apply it, once, whatever came before it.

    Only the state of the intent that the event carries counts, and an ended payment stays ended,
    so the order of arrival does not matter.
    """
    if not await queries.keep_event(session, news, at=now()):
        return Outcome.ALREADY
    outcome = await _apply_news(session, news)
    await queries.note_outcome(session, event_id=news.id, outcome=outcome.value)
    return outcome


async def _apply_news(session: AsyncSession, news: PaymentNews) -> Outcome:
    if news.group_id is None or news.intent is None:
        return Outcome.NOT_OURS
    payment = await queries.of_group(session, news.group_id)
    if payment is None or payment.intent_id not in {None, news.intent.id}:
        return Outcome.NOT_OURS
    return await _apply(session, payment, news.intent, reason="payment_cancelled")


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
        try:
            intent = await port.create(_request(payment))
        except PaymentRefused:
            async with database.transaction() as session:
                await _cancel(session, payment, intent_id=None, reason="payment_refused")
            return
        async with database.transaction() as session:
            await record_intent(session, group_id=payment.group_id, intent=intent, terms=terms)
        intent_id = intent.id
    expired = now() >= payment.expires_at
    intent = await (port.cancel(intent_id) if expired else port.retrieve(intent_id))
    async with database.transaction() as session:
        await _apply(session, payment, intent, reason="expired" if expired else "payment_cancelled")
        await queries.note_pending(
            session,
            payment_id=payment.id,
            failure_code=None,
            next_check_at=_next_check(payment.expires_at, terms),
        )


def _next_check(expires_at: datetime, terms: Terms) -> datetime:
    """The next comparison, or the end of the hold if that comes first."""
    soon = now() + terms.reconcile_after
    return soon if now() >= expires_at else min(soon, expires_at)


async def _apply(
    session: AsyncSession, payment: Row[Any], intent: Intent, *, reason: str
) -> Outcome:
    match intent.status:
        case IntentStatus.SUCCEEDED:
            return await _settle(session, payment, intent)
        case IntentStatus.CANCELLED:
            return await _cancel(session, payment, intent_id=intent.id, reason=reason)
        case IntentStatus.PENDING:
            await queries.note_pending(
                session,
                payment_id=payment.id,
                failure_code=intent.failure_code,
                next_check_at=None,
            )
            return Outcome.NOTHING


async def _settle(session: AsyncSession, payment: Row[Any], intent: Intent) -> Outcome:
    """The money came: orders paid, stock sold, books posted, sellers told; once."""
    if intent.received_satang != payment.amount_satang:
        _log.error("payment_amount_differs", intent_id=intent.id, group_id=str(payment.group_id))
        return Outcome.AMOUNT_DIFFERS
    at = now()
    if not await queries.finish(
        session, payment_id=payment.id, status="succeeded", intent_id=intent.id, at=at
    ):
        return await _after_the_end(session, payment, intent)
    orders = await order_service.mark_paid(session, group_id=payment.group_id, at=at)
    await stock_service.sell(session, quantities=quantities(orders))
    await ledger_service.post_sales(
        session, payment_id=payment.id, sales=[_sale(order) for order in orders]
    )
    if orders:
        await document_occasion.group_paid(
            session, group_id=payment.group_id, method=payment.method, at=at
        )
    await _tell_sellers(session, orders)
    return Outcome.PAID


async def _after_the_end(session: AsyncSession, payment: Row[Any], intent: Intent) -> Outcome:
    if await queries.status_of(session, payment.id) == "succeeded":
        return Outcome.ALREADY
    # We cancel at Stripe before we release, so this is money that Stripe took against its word.
    _log.error("paid_after_cancel", intent_id=intent.id, group_id=str(payment.group_id))
    return Outcome.LATE


async def _cancel(
    session: AsyncSession, payment: Row[Any], *, intent_id: str | None, reason: str
) -> Outcome:
    """No money will come: orders cancelled and their stock free again; once."""
    at = now()
    if not await queries.finish(
        session, payment_id=payment.id, status="cancelled", intent_id=intent_id, at=at
    ):
        return Outcome.ALREADY
    orders = await order_service.cancel_unpaid(
        session, group_id=payment.group_id, reason=reason, at=at
    )
    await stock_service.release(session, quantities=quantities(orders))
    return Outcome.CANCELLED


async def _tell_sellers(session: AsyncSession, orders: Sequence[OrderFacts]) -> None:
    for order in orders:
        await notice_service.tell_organisation(
            session,
            organisation_id=order.seller_id,
            roles=_TOLD,
            template="order_paid_seller",
            data={"number": order.number},
            dedupe_key=f"order-paid-{order.id}",
        )


def _sale(order: OrderFacts) -> Sale:
    return Sale(
        order_id=order.id,
        seller_id=order.seller_id,
        total_satang=order.total_satang,
        commission_satang=order.commission_satang,
        commission_vat_satang=order.commission_vat_satang,
        seller_satang=order.seller_satang,
    )


def _key(group_id: UUID) -> str:
    """The idempotency key at Stripe: one group, one intent."""
    return f"order-group-{group_id}"


def _request(payment: Row[Any]) -> IntentRequest:
    return IntentRequest(
        key=_key(payment.group_id),
        group_id=payment.group_id,
        amount_satang=payment.amount_satang,
        method=PaymentMethod(payment.method),
        email=payment.contact.get("email"),
    )


async def _of_group(session: AsyncSession, group_id: UUID) -> Row[Any]:
    payment = await queries.of_group(session, group_id)
    if payment is None:
        raise NotFound
    return payment
