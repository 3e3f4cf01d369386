"""Use cases of orders: placing, paying, cancelling, and the seller's desk."""

from __future__ import annotations

from collections.abc import Sequence
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
from services.orders.models.order import OrderStatus
from services.orders.order import queries
from services.orders.order.errors import OrderNotInState
from services.orders.order.rules import STEPS, Move, OrderFacts, event_of
from services.orders.order.schemas import OrderLineRead, OrderRead, OrderSummary, Shipment


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
    if not await queries.finish_group(
        session, group_id=group_id, status=OrderStatus.PAID, values={"paid_at": at}
    ):
        return []
    orders = await queries.finish_orders(session, group_id=group_id, status=OrderStatus.PAID, at=at)
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
    if not await queries.finish_group(
        session, group_id=group_id, status=OrderStatus.CANCELLED, values=values
    ):
        return []
    orders = await queries.finish_orders(
        session, group_id=group_id, status=OrderStatus.CANCELLED, at=at
    )
    for order in orders:
        await publish(session, event_of(OrderCancelled, order, at=at))
    return orders


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
    if step[1] is OrderStatus.DELIVERED:
        facts = queries.facts(moved, await queries.lines_of(session, [order_id]))
        await publish(session, event_of(OrderCompleted, facts, at=at))
    return await read_order(session, order_id=order_id, seller_id=seller_id)
