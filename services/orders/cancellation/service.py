"""Declining, cancelling and refunding a paid order, as steps; and the sellers' deadlines."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.scopes import Role
from kit.db import Database
from kit.idempotency import IdempotencyKey
from kit.ids import uuid7
from kit.time import BANGKOK, now
from services.orders.cancellation.errors import AlreadyRefunded, OnlyTheWhole, ReasonDoesNotFit
from services.orders.cancellation.rules import (
    GONE,
    NOT_ACCEPTED_YET,
    NOT_SHIPPED_YET,
    TO_CANCEL,
    TO_DECLINE,
    TO_REFUND,
    WORDING,
    goes_back_on_shelf,
)
from services.orders.cancellation.schemas import CallOff, Reason, RefundCreate
from services.orders.guest_notice import service as guest_notice_service
from services.orders.guest_notice.rules import GuestTemplate, baht
from services.orders.ledger import service as ledger_service
from services.orders.models.order import OrderStatus
from services.orders.notice import service as notice_service
from services.orders.order import service as order_service
from services.orders.order.rules import quantities
from services.orders.order.service import CalledOff
from services.orders.payment import service as payment_service
from services.orders.ports import PaymentPort, RefundStatus
from services.orders.refund import service as refund_service
from services.orders.stock import service as stock_service

_TOLD: Final = (Role.OWNER, Role.MANAGER, Role.ORDERS)

Answer = object
"""An answer that the key keeps. Its type is the web framework's, which stays outside."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One request of a seller to give an order's money back."""

    order_id: UUID
    seller_id: UUID
    body: CallOff | RefundCreate
    key: IdempotencyKey

    @property
    def caller(self) -> str:
        """Whose keys these are: the seller's."""
        return f"organisation:{self.seller_id}"


async def decline(database: Database, port: PaymentPort, *, wish: Wish) -> Answer:
    """Decline a paid order that was not accepted yet: cancelled, and refunded as steps.

    Raises:
        NotFound, OrderNotInState, ReasonDoesNotFit: nothing was changed.
    """
    return await _run(database, port, wish, NOT_ACCEPTED_YET, TO_DECLINE)


async def cancel(database: Database, port: PaymentPort, *, wish: Wish) -> Answer:
    """Cancel a paid order that was not shipped yet: cancelled, and refunded as steps.

    Raises:
        NotFound, OrderNotInState, ReasonDoesNotFit: nothing was changed.
    """
    return await _run(database, port, wish, NOT_SHIPPED_YET, TO_CANCEL)


async def refund(database: Database, port: PaymentPort, *, wish: Wish) -> Answer:
    """Refund the whole of an order that was shipped, or of a cancelled one whose refund failed.

    Raises:
        NotFound, OrderNotInState, ReasonDoesNotFit, OnlyTheWhole, AlreadyRefunded: nothing was
            changed.
    """
    return await _run(database, port, wish, (*GONE, OrderStatus.CANCELLED), TO_REFUND)


async def _run(
    database: Database,
    port: PaymentPort,
    wish: Wish,
    starts: Collection[OrderStatus],
    reasons: Collection[Reason],
) -> Answer:
    """Commit the intent, ask Stripe, commit the answer; the key resumes where it stopped."""
    async with database.transaction() as session:
        claim = await wish.key.claim(
            session, caller=wish.caller, body=wish.body, resource_id=uuid7()
        )
        if claim.stored is not None:
            return claim.stored
        if not claim.resumed:
            if wish.body.reason not in reasons:
                raise ReasonDoesNotFit(reasons=", ".join(sorted(reasons)))
            await _write_down(session, wish, starts, claim.resource_id)
    await refund_service.ask(database, port, refund_id=claim.resource_id)
    async with database.transaction() as session:
        order = await order_service.read_order(
            session, order_id=wish.order_id, seller_id=wish.seller_id
        )
        return await wish.key.complete(session, caller=wish.caller, status=200, body=order)


async def _write_down(
    session: AsyncSession, wish: Wish, starts: Collection[OrderStatus], refund_id: UUID
) -> None:
    ids = {"order_id": wish.order_id, "seller_id": wish.seller_id}
    reason, note = wish.body.reason, wish.body.note
    if isinstance(wish.body, CallOff):
        order = await order_service.call_off(
            session, **ids, starts=starts, reason=reason.value, note=note
        )
        await _give_back(session, order, refund_id, reason, note, had_left=False)
        return
    order = await order_service.hold(session, **ids, starts=starts)
    await _require_refundable(session, order, wish.body.amount_satang)
    await _give_back(session, order, refund_id, reason, note, had_left=True)


async def _require_refundable(
    session: AsyncSession, order: CalledOff, amount_satang: int | None
) -> None:
    amount = order.facts.sale().paid_satang
    if amount_satang not in {None, amount}:
        raise OnlyTheWhole(amount_satang=amount)
    refunds = await refund_service.of_orders(session, order_ids=[order.facts.id])
    last = refunds.get(order.facts.id)
    if last is not None and last.status is not RefundStatus.FAILED:
        raise AlreadyRefunded(status=last.status.value)
    if last is None and order.row.status == OrderStatus.CANCELLED:
        raise AlreadyRefunded(status="not_paid")


async def _give_back(
    session: AsyncSession,
    order: CalledOff,
    refund_id: UUID,
    reason: Reason,
    note: str | None,
    *,
    had_left: bool,
) -> None:
    """Refund written down, sale reversed, shelf put right, shopper told: in one transaction."""
    facts = order.facts
    again = bool(await refund_service.of_orders(session, order_ids=[facts.id]))
    payment = await payment_service.find(session, group_id=facts.group_id)
    sale = facts.sale()
    await refund_service.open_refund(
        session,
        refund_id=refund_id,
        kind="order",
        order_id=facts.id,
        payment=payment,
        intent_id=payment.intent_id,
        amount_satang=sale.paid_satang,
        reason=reason.value,
        note=note,
        at=now(),
    )
    if again:
        # The first refund has reversed the sale; the shopper is still owed what it could not send.
        return
    await ledger_service.post_reversal(session, refund_id=refund_id, sale=sale)
    if goes_back_on_shelf(reason, had_left=had_left):
        await stock_service.shift(session, quantities=quantities([facts]))
    await _tell_shopper(session, order, reason, had_left=had_left)


async def _tell_shopper(
    session: AsyncSession, order: CalledOff, reason: Reason, *, had_left: bool
) -> None:
    thai, english = WORDING[reason]
    template = GuestTemplate.ORDER_REFUNDED if had_left else GuestTemplate.ORDER_CANCELLED
    await guest_notice_service.tell(
        session,
        group_id=order.facts.group_id,
        template=template,
        data={
            "number": order.facts.number,
            "seller_name_th": order.row.seller_name_th,
            "amount_baht": baht(order.facts.sale().paid_satang),
            "reason_th": thai,
            "reason_en": english,
        },
        dedupe_key=f"{template.value}-{order.facts.id}",
    )


async def follow_deadlines(database: Database) -> bool:
    """Remind one seller of an order to accept, or cancel one that is too late. False: none is.

    The refund of a cancelled one is asked for by the refunds' own due loop.
    """
    async with database.transaction() as session:
        at = now()
        row = await order_service.hold_overdue(session, at=at)
        if row is None:
            return False
        if row.accept_by is not None and at < row.accept_by:
            await order_service.set_reminder(session, order_id=row.id, at=row.accept_by)
            template = "order_accept_reminder_seller"
            data = {
                "number": row.number,
                "accept_by": f"{row.accept_by.astimezone(BANGKOK):%d/%m/%Y %H:%M}",
            }
        else:
            await _too_late(session, order_id=row.id, seller_id=row.seller_id)
            template, data = "order_not_accepted_seller", {"number": row.number}
        await notice_service.tell_organisation(
            session,
            organisation_id=row.seller_id,
            roles=_TOLD,
            template=template,
            data=data,
            dedupe_key=f"{template}-{row.id}",
        )
    return True


async def _too_late(session: AsyncSession, *, order_id: UUID, seller_id: UUID) -> None:
    reason = Reason.NOT_ACCEPTED_IN_TIME
    order = await order_service.call_off(
        session,
        order_id=order_id,
        seller_id=seller_id,
        starts=NOT_ACCEPTED_YET,
        reason=reason.value,
        note=None,
    )
    await _give_back(session, order, uuid7(), reason, None, had_left=False)
