"""Comparing every intent and refund that Stripe lists with ours, and ours with its lists.

What can be mended is: a payment or a refund whose news never came is brought to its end here, by
the same functions that a webhook calls. What cannot becomes a finding, for ``talat doctor``.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Database
from kit.time import now
from services.orders.collection.rules import Outcome
from services.orders.finding import service as finding_service
from services.orders.finding.service import Finding
from services.orders.payment import service as payment_service
from services.orders.ports import Intent, IntentStatus, PaymentPort, PaymentUnavailable, RefundState
from services.orders.reconciliation import queries
from services.orders.refund import service as refund_service

_log = structlog.get_logger(__name__)

EVERY: Final = timedelta(hours=1)
_LEASE: Final = timedelta(minutes=15)
_FIRST: Final = timedelta(days=30)
OVERLAP: Final = timedelta(days=2)
"""Each run looks this far back again: a code that was made then may be paid now."""
_YOUNG: Final = timedelta(minutes=5)
"""What is younger may be missing from a list that was begun before it."""


async def reconcile(database: Database, port: PaymentPort) -> bool:
    """Compare once if it is due; always False: the next run is a time away."""
    at = now()
    async with database.transaction() as session:
        run = await queries.lease(session, at=at, until=at + _LEASE)
    if run is None:
        return False
    since = (run.compared_until or at - _FIRST) - OVERLAP
    try:
        await _intents(database, port, since, at)
        await _refunds(database, port, since, at)
    except PaymentUnavailable:
        _log.warning("reconciliation_postponed")
        return False
    async with database.transaction() as session:
        await queries.finish(session, compared_until=at, next_run_at=now() + EVERY)
    return False


async def _intents(database: Database, port: PaymentPort, since: datetime, at: datetime) -> None:
    listed: set[str] = set()
    async for intent in port.intents(since=since):
        listed.add(intent.id)
        if intent.status is IntentStatus.SUCCEEDED or intent.group_id is not None:
            async with database.transaction() as session:
                await _compare_intent(session, intent)
    async with database.transaction() as session:
        ours = await payment_service.intents_since(session, since=since)
    for payment in ours:
        # A group's first intent may be older than the attempt that is in use: ask for each.
        if payment.intent_id in listed or payment.created_at > at - _YOUNG:
            continue
        async with database.transaction() as session:
            await finding_service.report(
                session,
                kind=Finding.MISSING_INTENT,
                subject=payment.intent_id,
                expected_satang=payment.amount_satang,
            )


async def _compare_intent(session: AsyncSession, intent: Intent) -> None:
    outcome = await payment_service.apply(session, intent=intent, reason="payment_cancelled")
    if intent.status is not IntentStatus.SUCCEEDED:
        return
    if outcome is Outcome.NOT_OURS:
        await finding_service.report(
            session,
            kind=Finding.UNKNOWN_INTENT,
            subject=intent.id,
            expected_satang=0,
            actual_satang=intent.received_satang,
        )
    elif outcome is not Outcome.ALREADY:
        _log.info("reconciliation_mended", intent_id=intent.id, outcome=outcome.value)


async def _refunds(database: Database, port: PaymentPort, since: datetime, at: datetime) -> None:
    listed: set[str] = set()
    async for state in port.refunds(since=since):
        listed.add(state.id)
        async with database.transaction() as session:
            await _compare_refund(session, state)
    async with database.transaction() as session:
        ours = await refund_service.answered_since(session, since=since)
    for refund in ours:
        if refund.stripe_id in listed or refund.requested_at > at - _YOUNG:
            continue
        async with database.transaction() as session:
            await finding_service.report(
                session,
                kind=Finding.MISSING_REFUND,
                subject=refund.stripe_id,
                expected_satang=refund.amount_satang,
            )


async def _compare_refund(session: AsyncSession, state: RefundState) -> None:
    await refund_service.apply(session, state=state)
    if state.refund_id is None:
        await finding_service.report(
            session,
            kind=Finding.UNKNOWN_REFUND,
            subject=state.id,
            expected_satang=0,
            actual_satang=state.amount_satang,
        )
