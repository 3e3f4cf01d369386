"""Refunds, as steps: write down, ask Stripe under the row's own key, keep what it answers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import structlog
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Database
from kit.time import now
from services.orders.finding import service as finding_service
from services.orders.finding.service import Finding
from services.orders.guest_notice import service as guest_notice_service
from services.orders.guest_notice.rules import GuestTemplate, baht
from services.orders.ledger import service as ledger_service
from services.orders.ports import (
    PaymentPort,
    PaymentUnavailable,
    RefundRefused,
    RefundRequest,
    RefundState,
    RefundStatus,
)
from services.orders.refund import queries
from services.orders.refund.rules import advances
from services.orders.refund.schemas import RefundRead

_log = structlog.get_logger(__name__)

LEASE: Final = timedelta(seconds=60)
_LOOK_AGAIN: Final = timedelta(minutes=30)
_TOLD: Final = {
    RefundStatus.DETAILS_NEEDED: GuestTemplate.REFUND_DETAILS_NEEDED,
    RefundStatus.SETTLED: GuestTemplate.REFUND_SETTLED,
    RefundStatus.FAILED: GuestTemplate.REFUND_FAILED,
}


async def open_refund(
    session: AsyncSession,
    *,
    refund_id: UUID,
    kind: str,
    order_id: UUID | None,
    payment: Any,
    intent_id: str,
    amount_satang: int,
    reason: str,
    note: str | None,
    at: datetime,
) -> None:
    """Write down that money goes back: the first step. Who asks posts what it means."""
    await queries.add(
        session,
        {
            "id": refund_id,
            "kind": kind,
            "order_id": order_id,
            "payment_id": payment.id,
            "intent_id": intent_id,
            "method": payment.method,
            "amount_satang": amount_satang,
            "reason": reason,
            "note": note,
            "email": payment.contact.get("email"),
            "status": RefundStatus.REQUESTED.value,
            "requested_at": at,
            "updated_at": at,
            "next_check_at": at,
        },
    )


async def ask(database: Database, port: PaymentPort, *, refund_id: UUID) -> None:
    """Ask Stripe for a refund and keep the answer; without one the due loop asks again."""
    async with database.transaction() as session:
        refund = await queries.get(session, refund_id)
    if refund is None or refund.status != RefundStatus.REQUESTED:
        return
    try:
        await _look(database, port, refund)
    except PaymentUnavailable:
        _log.warning("refund_postponed", refund_id=str(refund_id))


async def follow_up(database: Database, port: PaymentPort) -> bool:
    """Ask for, or look at, one unfinished refund that is due. False: none is."""
    at = now()
    async with database.transaction() as session:
        refund = await queries.lease(session, at=at, until=at + LEASE)
    if refund is None:
        return False
    try:
        await _look(database, port, refund)
    except PaymentUnavailable:
        _log.warning("refund_postponed", refund_id=str(refund.id))
    return True


async def _look(database: Database, port: PaymentPort, refund: Row[Any]) -> None:
    try:
        state = await (
            port.refund(_request(refund))
            if refund.stripe_id is None
            else port.retrieve_refund(refund.stripe_id)
        )
    except RefundRefused as refused:
        async with database.transaction() as session:
            await _refused(session, refund.id, refused.reason)
        return
    async with database.transaction() as session:
        await apply(session, state=state)
        await queries.change(session, refund.id, {"next_check_at": now() + _LOOK_AGAIN})


def _request(refund: Row[Any]) -> RefundRequest:
    return RefundRequest(
        key=f"refund-{refund.id}",
        refund_id=refund.id,
        intent_id=refund.intent_id,
        amount_satang=refund.amount_satang,
        email=refund.email if refund.method == "promptpay" else None,
    )


async def apply(session: AsyncSession, *, state: RefundState) -> bool:
    """Move a refund to where Stripe holds it; False when it is there, or beyond, or not ours."""
    refund = None if state.refund_id is None else await queries.lock(session, state.refund_id)
    if refund is None or refund.stripe_id not in {None, state.id}:
        return False
    if state.amount_satang != refund.amount_satang:
        await finding_service.report(
            session,
            kind=Finding.AMOUNT_DIFFERS,
            subject=state.id,
            expected_satang=refund.amount_satang,
            actual_satang=state.amount_satang,
        )
        return False
    values: dict[str, Any] = {"stripe_id": state.id}
    moved = advances(RefundStatus(refund.status), state.status)
    if moved:
        values |= _moved(refund, state.status, state.failure_reason)
    await queries.change(session, refund.id, values)
    if moved:
        await _consequences(session, refund, state.status)
    return moved


async def _refused(session: AsyncSession, refund_id: UUID, reason: str) -> None:
    refund = await queries.lock(session, refund_id)
    if refund is None or refund.status != RefundStatus.REQUESTED:
        return
    await queries.change(session, refund.id, _moved(refund, RefundStatus.FAILED, reason))
    await _consequences(session, refund, RefundStatus.FAILED)


def _moved(refund: Row[Any], status: RefundStatus, failure: str | None) -> dict[str, Any]:
    at = now()
    return {
        "status": status.value,
        "updated_at": at,
        "settled_at": at if status is RefundStatus.SETTLED else refund.settled_at,
        "failure_reason": failure,
    }


async def _consequences(session: AsyncSession, refund: Row[Any], status: RefundStatus) -> None:
    """Books, the shopper and, for a failure, the operator."""
    if status is RefundStatus.SETTLED:
        await ledger_service.post_refund_settled(
            session, refund_id=refund.id, amount_satang=refund.amount_satang
        )
        for failed in await queries.failed_before(session, refund):
            await finding_service.resolve(session, kind=Finding.REFUND_FAILED, subject=str(failed))
    if status is RefundStatus.FAILED:
        if refund.status == RefundStatus.SETTLED:
            await ledger_service.post_refund_returned(
                session, refund_id=refund.id, amount_satang=refund.amount_satang
            )
        await finding_service.report(
            session,
            kind=Finding.REFUND_FAILED,
            subject=str(refund.id),
            expected_satang=refund.amount_satang,
            actual_satang=0,
        )
    template = _TOLD.get(status)
    if template is not None:
        await guest_notice_service.tell(
            session,
            group_id=refund.group_id,
            template=template,
            data={"amount_baht": baht(refund.amount_satang)},
            dedupe_key=f"refund-{status.value}-{refund.id}",
        )


async def look_again(session: AsyncSession, *, intent_id: str) -> bool:
    """Something of an intent was refunded: its refunds are looked at now; False: none is ours."""
    return await queries.make_due(session, intent_id=intent_id, at=now()) > 0


async def of_orders(
    session: AsyncSession, *, order_ids: Collection[UUID]
) -> dict[UUID, RefundRead]:
    """The last refund of each order that has one."""
    rows = await queries.of_orders(session, order_ids)
    return {row.order_id: RefundRead.model_validate(row) for row in rows}


async def answered_since(session: AsyncSession, *, since: datetime) -> Sequence[Row[Any]]:
    """Refunds that Stripe has made for us since then."""
    return await queries.answered_since(session, since)
