"""Use cases: the seller confirms or declines an order, the buyer cancels it before that.

Each takes the order's row lock first, so that of a confirmation and a cancellation that meet one
wins and the other is told how the order stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Database
from kit.time import bangkok_date, now
from services.orders.budget import service as budget_service
from services.orders.capacity import service as capacity_service
from services.orders.confirmation import notices, queries
from services.orders.confirmation.errors import (
    ConfirmedMoreThanOrdered,
    NothingConfirmed,
    PurchaseOrderNotWaiting,
    UnknownOrderLine,
)
from services.orders.confirmation.rules import not_coming, over_delivery
from services.orders.confirmation.schemas import ConfirmedLine, OrderConfirm
from services.orders.credit import service as credit_service
from services.orders.models.purchase import PurchaseOrder
from services.orders.purchase import service as purchase_service
from services.orders.purchase.schemas import PurchaseOrderRead
from services.orders.term import service as term_service
from services.orders.term.service import TermName


@dataclass(frozen=True)
class Actor:
    """A person who acts for a party."""

    person_id: UUID
    organisation_id: UUID


async def confirm(
    session: AsyncSession, *, actor: Actor, order_id: UUID, wanted: OrderConfirm
) -> PurchaseOrderRead:
    """Promise to deliver the order, whole or in part; the buyer is told.

    Allowed after the deadline too, as long as the buyer has not cancelled. Raises NotFound,
    PurchaseOrderNotWaiting, UnknownOrderLine, ConfirmedMoreThanOrdered, NothingConfirmed,
    CreditLimitExceeded.
    """
    order = await _waiting(session, order_id, seller_id=actor.organisation_id)
    at = now()
    over_bps = await term_service.value(
        session,
        name=TermName.OVER_DELIVERY_BPS,
        buyer_kind=order.buyer_kind,
        on=bangkok_date(at),
    )
    less = {line.order_line_id: line for line in wanted.lines}
    _require_known(order, less)
    for line in order.lines:
        part = less.get(line.id)
        line.confirmed_quantity = part.quantity if part else line.quantity
        line.confirmation_reason = part.reason if part else None
        line.over_quantity = over_delivery(line.confirmed_quantity, over_bps)
    if not any(line.confirmed_quantity for line in order.lines):
        raise NothingConfirmed
    order.status, order.confirmed_at, order.confirmed_by = "confirmed", at, actor.person_id
    order.version += 1
    await credit_service.require_room(session, seller_id=order.seller_id, buyer_id=order.buyer_id)
    await session.flush()
    await _give_back(session, order)
    await notices.confirmed(session, order)
    return PurchaseOrderRead.model_validate(order)


async def decline(
    session: AsyncSession, *, actor: Actor, order_id: UUID, reason: str
) -> PurchaseOrderRead:
    """Refuse the whole order, for good; the buyer is told. Raises NotFound and
    PurchaseOrderNotWaiting."""
    order = await _waiting(session, order_id, seller_id=actor.organisation_id)
    await _close(session, order, actor, status="declined", reason=reason)
    await notices.declined(session, order)
    return PurchaseOrderRead.model_validate(order)


async def cancel(
    session: AsyncSession, *, actor: Actor, order_id: UUID, reason: str
) -> PurchaseOrderRead:
    """Take an unconfirmed order back, for good; the seller is told. Raises NotFound and
    PurchaseOrderNotWaiting."""
    order = await _waiting(session, order_id, buyer_id=actor.organisation_id)
    await _close(session, order, actor, status="cancelled", reason=reason)
    await notices.cancelled(session, order)
    return PurchaseOrderRead.model_validate(order)


async def tell_overdue(database: Database) -> bool:
    """Tell both sides of one order whose deadline has passed, once. False: there is none.

    The order stays as it is: the seller may still confirm it, the buyer may cancel it.
    """
    async with database.transaction() as session:
        order = await queries.overdue(session, at=now())
        if order is None:
            return False
        order.deadline_told_at = now()
        await session.flush()
        await notices.deadline_passed(session, order)
    return True


async def _waiting(
    session: AsyncSession,
    order_id: UUID,
    *,
    buyer_id: UUID | None = None,
    seller_id: UUID | None = None,
) -> PurchaseOrder:
    order = await purchase_service.locked(
        session, order_id=order_id, buyer_id=buyer_id, seller_id=seller_id
    )
    if order.status != "placed":
        raise PurchaseOrderNotWaiting(current_status=order.status)
    return order


def _require_known(order: PurchaseOrder, less: dict[UUID, ConfirmedLine]) -> None:
    lines = {line.id: line for line in order.lines}
    for order_line_id, part in less.items():
        line = lines.get(order_line_id)
        if line is None:
            raise UnknownOrderLine(order_line_id=str(order_line_id))
        if part.quantity > line.quantity:
            raise ConfirmedMoreThanOrdered(
                line_no=line.line_no, ordered=f"{line.quantity.normalize():f}", unit=line.unit
            )


async def _close(
    session: AsyncSession, order: PurchaseOrder, actor: Actor, *, status: str, reason: str
) -> None:
    order.status, order.closing_reason = status, reason
    order.closed_at, order.closed_by = now(), actor.person_id
    order.version += 1
    await session.flush()
    await budget_service.release(session, purchase_order_id=order.id, cause=status)
    await capacity_service.release(session, purchase_order_id=order.id)


async def _give_back(session: AsyncSession, order: PurchaseOrder) -> None:
    """What is not confirmed needs neither the buyer's money nor the seller's week."""
    amount = not_coming(order.lines)
    if not amount:
        return
    await budget_service.release(
        session, purchase_order_id=order.id, cause="not_confirmed", amount_satang=amount
    )
    await capacity_service.release(
        session,
        purchase_order_id=order.id,
        keep={line.id: line.confirmed_quantity or Decimal(0) for line in order.lines},
    )
