"""The end of payments: sold, given up, revived, or the money sent back; each once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import structlog
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.scopes import Role
from kit.db import Database
from kit.ids import uuid7
from kit.time import now
from services.orders.collection import queries
from services.orders.collection.rules import Outcome
from services.orders.document import occasion as document_occasion
from services.orders.finding import service as finding_service
from services.orders.finding.service import Finding
from services.orders.guest_notice import service as guest_notice_service
from services.orders.guest_notice.rules import GuestTemplate, baht
from services.orders.ledger import service as ledger_service
from services.orders.notice import service as notice_service
from services.orders.order import service as order_service
from services.orders.order.rules import OrderFacts, quantities
from services.orders.ports import Intent, IntentStatus, PaymentPort, PaymentUnavailable
from services.orders.refund import service as refund_service
from services.orders.stock import service as stock_service
from services.orders.stock.errors import OutOfStock

_log = structlog.get_logger(__name__)

_LEASE: Final = timedelta(seconds=60)
_FEE_LATER: Final = timedelta(minutes=10)
_TOLD: Final = (Role.OWNER, Role.MANAGER, Role.ORDERS)
_RETURNED: Final = {
    Outcome.LATE: GuestTemplate.LATE_PAYMENT_RETURNED,
    Outcome.DOUBLE: GuestTemplate.DOUBLE_PAYMENT_RETURNED,
    Outcome.AMOUNT_DIFFERS: GuestTemplate.DIFFERENT_AMOUNT_RETURNED,
}
_USES: Final = {
    Outcome.LATE: "late",
    Outcome.DOUBLE: "double",
    Outcome.AMOUNT_DIFFERS: "difference",
}


async def apply(
    session: AsyncSession, *, payment: Row[Any], intent: Intent, reason: str
) -> Outcome:
    """Bring a payment to where Stripe holds one of its intents, whatever came before.

    ``reason`` is why the group is cancelled when the intent can no longer be paid.
    """
    if not await is_ours(session, payment=payment, intent=intent):
        return Outcome.NOT_OURS
    match intent.status:
        case IntentStatus.SUCCEEDED:
            return await _settle(session, payment.id, intent)
        case IntentStatus.CANCELLED:
            return await _cancelled(session, payment, intent, reason)
        case IntentStatus.PENDING:
            if intent.failure_code is not None and _is_present(payment, intent):
                await queries.note_failure(
                    session, payment_id=payment.id, failure_code=intent.failure_code
                )
            return Outcome.NOTHING


async def is_ours(session: AsyncSession, *, payment: Row[Any], intent: Intent) -> bool:
    """Whether we made the intent: it is the present attempt's, or an earlier one's."""
    if _is_present(payment, intent):
        return True
    attempt = await queries.attempt_of(session, intent.id)
    return attempt is not None and attempt.payment_id == payment.id


def _is_present(payment: Row[Any], intent: Intent) -> bool:
    if payment.intent_id is None:
        return bool(intent.attempt == payment.attempt)
    return bool(payment.intent_id == intent.id)


async def _settle(session: AsyncSession, payment_id: UUID, intent: Intent) -> Outcome:
    """Money came by one of our intents: sold once, else revived or sent back."""
    payment = await queries.lock(session, payment_id)
    if await queries.has_money(session, intent.id):
        return Outcome.ALREADY
    await queries.close_attempt(session, intent_id=intent.id, at=now())
    if payment.status == "succeeded":
        return await _send_back(session, payment, intent, Outcome.DOUBLE)
    if intent.received_satang != payment.amount_satang:
        return await _different(session, payment, intent)
    if payment.status == "cancelled":
        return await _late(session, payment, intent)
    await _take(session, payment, intent)
    at = now()
    orders = await order_service.mark_paid(session, group_id=payment.group_id, at=at)
    await stock_service.sell(session, quantities=quantities(orders))
    await _sold(session, payment, orders)
    await _tell_shopper(session, payment, orders, GuestTemplate.ORDER_PAID)
    return Outcome.PAID


async def _take(session: AsyncSession, payment: Row[Any], intent: Intent) -> None:
    """The payment is this intent's. Another that was in use is put aside, to be cancelled."""
    at = now()
    method = payment.method
    if payment.intent_id != intent.id:
        attempt = await queries.attempt_of(session, intent.id)
        method = method if attempt is None else attempt.method
        if payment.intent_id is not None:
            await queries.add_attempt(session, payment=payment, attempt_id=uuid7(), at=at)
    await queries.succeed(session, payment_id=payment.id, intent_id=intent.id, method=method, at=at)
    await queries.add_money(
        session,
        payment_id=payment.id,
        intent_id=intent.id,
        amount_satang=intent.received_satang,
        use="sale",
        at=at,
    )


async def _sold(session: AsyncSession, payment: Row[Any], orders: Sequence[OrderFacts]) -> None:
    """Books posted, documents issued, sellers told."""
    await ledger_service.post_sales(
        session, payment_id=payment.id, sales=[order.sale() for order in orders]
    )
    method = (await queries.lock(session, payment.id)).method
    await document_occasion.group_paid(session, group_id=payment.group_id, method=method, at=now())
    for order in orders:
        await notice_service.tell_organisation(
            session,
            organisation_id=order.seller_id,
            roles=_TOLD,
            template="order_paid_seller",
            data={"number": order.number},
            dedupe_key=f"order-paid-{order.id}",
        )


async def _late(session: AsyncSession, payment: Row[Any], intent: Intent) -> Outcome:
    """Paid after the group was given up: revived when its stock is still there."""
    held = await order_service.find_facts(session, group_id=payment.group_id)
    try:
        async with session.begin_nested():
            await stock_service.reserve(session, quantities=quantities(held))
    except OutOfStock:
        return await _send_back(session, payment, intent, Outcome.LATE)
    await _take(session, payment, intent)
    orders = await order_service.revive(session, group_id=payment.group_id, at=now())
    await stock_service.sell(session, quantities=quantities(orders))
    await _sold(session, payment, orders)
    await _tell_shopper(session, payment, orders, GuestTemplate.LATE_PAYMENT_ACCEPTED)
    return Outcome.REVIVED


async def _different(session: AsyncSession, payment: Row[Any], intent: Intent) -> Outcome:
    """Another amount than the total is reported; when the hold ends, it goes back."""
    await finding_service.report(
        session,
        kind=Finding.AMOUNT_DIFFERS,
        subject=intent.id,
        expected_satang=payment.amount_satang,
        actual_satang=intent.received_satang,
    )
    if now() < payment.expires_at or intent.received_satang <= 0:
        return Outcome.AMOUNT_DIFFERS
    outcome = await _send_back(session, payment, intent, Outcome.AMOUNT_DIFFERS)
    await give_up(session, payment=payment, intent_id=intent.id, reason="amount_differs")
    return outcome


async def _send_back(
    session: AsyncSession, payment: Row[Any], intent: Intent, outcome: Outcome
) -> Outcome:
    """Money that no order can use: booked as owed to who paid it, and refunded by itself."""
    at, refund_id, use = now(), uuid7(), _USES[outcome]
    _log.warning("payment_sent_back", intent_id=intent.id, use=use)
    await queries.add_money(
        session,
        payment_id=payment.id,
        intent_id=intent.id,
        amount_satang=intent.received_satang,
        use=use,
        at=at,
    )
    await refund_service.open_refund(
        session,
        refund_id=refund_id,
        kind=use,
        order_id=None,
        payment=payment,
        intent_id=intent.id,
        amount_satang=intent.received_satang,
        reason=use,
        note=None,
        at=at,
    )
    await ledger_service.post_unusable(
        session, refund_id=refund_id, amount_satang=intent.received_satang
    )
    await guest_notice_service.tell(
        session,
        group_id=payment.group_id,
        template=_RETURNED[outcome],
        data={"amount_baht": baht(intent.received_satang)},
        dedupe_key=f"sent-back-{intent.id}",
    )
    return outcome


async def _cancelled(
    session: AsyncSession, payment: Row[Any], intent: Intent, reason: str
) -> Outcome:
    present = await queries.lock(session, payment.id)
    if not _is_present(present, intent):
        await queries.close_attempt(session, intent_id=intent.id, at=now())
        return Outcome.NOTHING
    return await give_up(session, payment=present, intent_id=intent.id, reason=reason)


async def give_up(
    session: AsyncSession, *, payment: Row[Any], intent_id: str | None, reason: str
) -> Outcome:
    """No money will come: orders cancelled and their stock free again; once."""
    if not await queries.cancel(session, payment_id=payment.id, intent_id=intent_id):
        return Outcome.ALREADY
    orders = await order_service.cancel_unpaid(
        session, group_id=payment.group_id, reason=reason, at=now()
    )
    await stock_service.release(session, quantities=quantities(orders))
    return Outcome.CANCELLED


async def _tell_shopper(
    session: AsyncSession,
    payment: Row[Any],
    orders: Sequence[OrderFacts],
    template: GuestTemplate,
) -> None:
    amount = baht(payment.amount_satang)
    await guest_notice_service.tell(
        session,
        group_id=payment.group_id,
        template=template,
        data={
            "numbers": ", ".join(order.number for order in orders),
            "total_baht": amount,
            "amount_baht": amount,
        },
        dedupe_key=f"{template.value}-{payment.group_id}",
    )


async def replace(
    session: AsyncSession, *, payment_id: UUID, attempt_id: UUID, method: str
) -> Row[Any] | None:
    """Put the present attempt aside for another one; None, and no change, when it cannot be.

    It cannot when the payment has ended, or Stripe has not answered for the present attempt yet.
    Nothing new is asked for until the old intent is closed: see ``close``.
    """
    payment = await queries.lock(session, payment_id)
    if payment.status != "pending" or payment.intent_id is None:
        return None
    await queries.replace(session, payment=payment, attempt_id=attempt_id, method=method, at=now())
    return payment


async def close(database: Database, port: PaymentPort, *, attempt_id: UUID) -> None:
    """Cancel an earlier attempt's intent at Stripe, or learn that it was paid after all.

    Raises:
        PaymentUnavailable: not known yet; the due loop asks again.
    """
    async with database.transaction() as session:
        attempt = await queries.get_attempt(session, attempt_id)
    if attempt is None or attempt.closed_at is not None:
        return
    intent = await port.cancel(attempt.intent_id)
    async with database.transaction() as session:
        payment = await queries.lock(session, attempt.payment_id)
        await apply(session, payment=payment, intent=intent, reason="replaced")


async def has_open_attempts(session: AsyncSession, *, payment_id: UUID) -> bool:
    """Whether an earlier attempt might still be paid: then no new intent is made."""
    return bool(await queries.open_attempts(session, payment_id))


async def follow_attempts(database: Database, port: PaymentPort) -> bool:
    """Cancel one earlier attempt that is still open. False: there is none."""
    at = now()
    async with database.transaction() as session:
        attempt = await queries.lease_attempt(session, at=at, until=at + _LEASE)
    if attempt is None:
        return False
    try:
        await close(database, port, attempt_id=attempt.id)
    except PaymentUnavailable:
        _log.warning("attempt_postponed", intent_id=attempt.intent_id)
    return True


async def follow_fees(database: Database, port: PaymentPort) -> bool:
    """Learn and post what Stripe kept of one payment. False: every fee is known."""
    at = now()
    async with database.transaction() as session:
        money = await queries.lease_money(session, at=at, until=at + _FEE_LATER)
    if money is None:
        return False
    try:
        fee = await port.fee(money.intent_id)
    except PaymentUnavailable:
        fee = None
    if fee is None:
        return True
    async with database.transaction() as session:
        if await queries.set_fee(
            session, money_id=money.id, fee_satang=fee.fee_satang, vat_satang=fee.vat_satang
        ):
            await ledger_service.post_fee(
                session, money_id=money.id, fee_satang=fee.fee_satang, vat_satang=fee.vat_satang
            )
    return True
