"""Use cases of orders: placing, paying, cancelling, and the seller's desk."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.events.orders import OrderCancelled, OrderCompleted, OrderPaid, OrderPlaced
from kit.errors import NotFound
from kit.events.outbox import publish
from kit.pagination import Paged, PageParams, paged
from kit.time import now
from services.orders.guest_notice import service as guest_notice_service
from services.orders.guest_notice.rules import GuestTemplate
from services.orders.models.order import OrderStatus
from services.orders.order import queries
from services.orders.order.errors import OrderNotInState
from services.orders.order.rules import (
    ACCEPT_WITHIN,
    REMIND_BEFORE,
    STEPS,
    Move,
    OrderFacts,
    event_of,
)
from services.orders.order.schemas import OrderLineRead, OrderRead, OrderSummary, Shipment
from services.orders.refund import service as refund_service


async def place(
    session: AsyncSession,
    *,
    group: dict[str, Any],
    orders: Sequence[dict[str, Any]],
    lines: Sequence[dict[str, Any]],
    at: datetime,
) -> None:
    """Insert a group with its orders and lines, and publish order.placed for each order."""
    await queries.place(session, group=group, orders=orders, lines=lines)
    placed = [_Fields(line) for line in lines]
    for order in orders:
        facts = queries.facts(_Fields({**order, "version": 1}), placed)
        await publish(session, event_of(OrderPlaced, facts, at=at))


class _Fields:
    """A dictionary's values as attributes, as a row has them."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__.update(values)


async def mark_paid(session: AsyncSession, *, group_id: UUID, at: datetime) -> list[OrderFacts]:
    """The group's money is there: its orders are paid and order.paid is published for each.

    Returns the orders; none when the group is not waiting for its payment.
    """
    step = OrderStatus.AWAITING_PAYMENT, OrderStatus.PAID
    return await _pay(session, group_id=group_id, step=step, at=at)


async def revive(session: AsyncSession, *, group_id: UUID, at: datetime) -> list[OrderFacts]:
    """The money of a cancelled group came after all: as ``mark_paid``."""
    step = OrderStatus.CANCELLED, OrderStatus.PAID
    return await _pay(session, group_id=group_id, step=step, at=at)


async def _pay(
    session: AsyncSession, *, group_id: UUID, step: tuple[OrderStatus, OrderStatus], at: datetime
) -> list[OrderFacts]:
    values = {"paid_at": at, "cancelled_at": None, "cancel_reason": None}
    if not await queries.move_group(session, group_id=group_id, step=step, values=values):
        return []
    accept_by = at + ACCEPT_WITHIN
    orders = await queries.finish_orders(
        session,
        group_id=group_id,
        status=OrderStatus.PAID,
        values={
            "updated_at": at,
            "accept_by": accept_by,
            "next_reminder_at": accept_by - REMIND_BEFORE,
            "cancelled_at": None,
            "cancel_reason": None,
        },
    )
    for order in orders:
        await publish(session, event_of(OrderPaid, order, at=at))
    return orders


async def cancel_unpaid(
    session: AsyncSession, *, group_id: UUID, reason: str, at: datetime
) -> list[OrderFacts]:
    """The group came to nothing: order.cancelled is published for each of its orders.

    Returns the orders; none when the group is not waiting for its payment.
    """
    values = {"cancelled_at": at, "cancel_reason": reason}
    step = OrderStatus.AWAITING_PAYMENT, OrderStatus.CANCELLED
    if not await queries.move_group(session, group_id=group_id, step=step, values=values):
        return []
    orders = await queries.finish_orders(
        session,
        group_id=group_id,
        status=OrderStatus.CANCELLED,
        values={**values, "updated_at": at},
    )
    for order in orders:
        await publish(session, event_of(OrderCancelled, order, at=at))
    return orders


async def find_facts(session: AsyncSession, *, group_id: UUID) -> list[OrderFacts]:
    """A group's orders as events, books and stock need them."""
    orders = await queries.orders_of(session, group_id)
    lines = await queries.lines_of(session, [order.id for order in orders])
    return [queries.facts(order, lines) for order in orders]


@dataclass(frozen=True, slots=True)
class CalledOff:
    """A paid order and its row, after it was cancelled or while it is held."""

    facts: OrderFacts
    row: Row[Any]


async def call_off(
    session: AsyncSession,
    *,
    order_id: UUID,
    seller_id: UUID,
    starts: Collection[OrderStatus],
    reason: str,
    note: str | None,
) -> CalledOff:
    """Cancel the seller's own paid order; order.cancelled is published. The money is not moved.

    Raises:
        NotFound: no such order, or another seller's.
        OrderNotInState: it stands at none of the starts.
    """
    await hold(session, order_id=order_id, seller_id=seller_id, starts=starts)
    at = now()
    row = await queries.call_off(
        session,
        order_id=order_id,
        starts=starts,
        values={
            "updated_at": at,
            "cancelled_at": at,
            "cancel_reason": reason,
            "cancel_note": note,
        },
    )
    if row is None:
        raise NotFound
    facts = queries.facts(row, await queries.lines_of(session, [order_id]))
    await publish(session, event_of(OrderCancelled, facts, at=at))
    return CalledOff(facts, row)


async def hold(
    session: AsyncSession, *, order_id: UUID, seller_id: UUID, starts: Collection[OrderStatus]
) -> CalledOff:
    """The seller's own order, kept from others until the transaction ends.

    Raises:
        NotFound: no such order, or another seller's.
        OrderNotInState: it stands at none of the starts.
    """
    row = await queries.lock(session, order_id=order_id, seller_id=seller_id)
    if row is None:
        raise NotFound
    if row.status not in starts:
        needed = " / ".join(start.value for start in starts)
        raise OrderNotInState(current=row.status, needed=needed)
    facts = queries.facts(row, await queries.lines_of(session, [order_id]))
    return CalledOff(facts, row)


async def hold_overdue(session: AsyncSession, *, at: datetime) -> Row[Any] | None:
    """One paid order whose seller is to be reminded, or is too late; locked."""
    return await queries.lock_overdue(session, at=at)


async def set_reminder(session: AsyncSession, *, order_id: UUID, at: datetime) -> None:
    """When to look at an order that waits for its seller again."""
    await queries.set_reminder(session, order_id=order_id, at=at)


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group's row with its orders' rows and lines."""

    group: Row[Any]
    orders: Sequence[Row[Any]]
    lines: Sequence[Row[Any]]


async def find_group(session: AsyncSession, *, group_id: UUID) -> GroupView:
    """A group with everything in it; whoever calls has checked that the shopper may see it.

    Raises:
        NotFound: no such group.
    """
    group = await queries.get_group(session, group_id)
    if group is None:
        raise NotFound
    orders = await queries.orders_of(session, group_id)
    return GroupView(group, orders, await queries.lines_of(session, [o.id for o in orders]))


async def list_orders(
    session: AsyncSession, *, seller_id: UUID, status: OrderStatus | None, page: PageParams
) -> Paged[OrderSummary]:
    """A page of the seller's own orders, newest first."""
    rows = await queries.of_seller(session, seller_id=seller_id, status=status, page=page)
    shown, cursor = paged(rows, page=page, key=lambda order: (order.id,))
    return Paged[OrderSummary](
        items=[OrderSummary.model_validate(order) for order in shown], next_cursor=cursor
    )


async def read_order(session: AsyncSession, *, order_id: UUID, seller_id: UUID) -> OrderRead:
    """The seller's own order.

    Raises:
        NotFound: no such order, or another seller's.
    """
    order = await queries.get(session, order_id=order_id, seller_id=seller_id)
    if order is None:
        raise NotFound
    lines = await queries.lines_of(session, [order_id])
    values = dict(order)
    if order["status"] in {OrderStatus.AWAITING_PAYMENT, OrderStatus.CANCELLED}:
        # A seller needs no stranger's address before there is something to send.
        values |= {"contact": None, "address": None}
    values["lines"] = [OrderLineRead.model_validate(line) for line in lines]
    refunds = await refund_service.of_orders(session, order_ids=[order_id])
    values["refund"] = refunds.get(order_id)
    return OrderRead.model_validate(values)


async def move(
    session: AsyncSession,
    *,
    order_id: UUID,
    seller_id: UUID,
    move: Move,
    shipment: Shipment | None = None,
) -> OrderRead:
    """Take the seller's own order over one step; of two at once exactly one succeeds.

    Raises:
        NotFound: no such order, or another seller's.
        OrderNotInState: it does not stand before this step.
    """
    at = now()
    values: dict[str, Any] = {"updated_at": at}
    if shipment is not None:
        values |= {"carrier": shipment.carrier, "tracking": shipment.tracking}
    step = STEPS[move]
    moved = await queries.move(
        session, order_id=order_id, seller_id=seller_id, step=step, values=values
    )
    if moved is None:
        order = await read_order(session, order_id=order_id, seller_id=seller_id)
        raise OrderNotInState(current=order.status.value, needed=step[0].value)
    if step[1] is OrderStatus.SHIPPED:
        await guest_notice_service.tell(
            session,
            group_id=moved.group_id,
            template=GuestTemplate.ORDER_SHIPPED,
            data={
                "number": moved.number,
                "seller_name_th": moved.seller_name_th,
                "carrier": moved.carrier,
                "tracking": moved.tracking,
            },
            dedupe_key=f"order-shipped-{order_id}",
        )
    if step[1] is OrderStatus.DELIVERED:
        facts = queries.facts(moved, await queries.lines_of(session, [order_id]))
        await publish(session, event_of(OrderCompleted, facts, at=at))
    return await read_order(session, order_id=order_id, seller_id=seller_id)
