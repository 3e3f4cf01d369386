"""Who is told how an order stands; auth holds the contacts and the wording."""

from __future__ import annotations

from decimal import Decimal
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.scopes import Role
from services.orders.models.purchase import PurchaseOrder
from services.orders.notice import service as notice_service

_ORDER_DESK: Final = (Role.OWNER, Role.MANAGER, Role.ORDERS)


async def confirmed(session: AsyncSession, order: PurchaseOrder) -> None:
    """Tell the buyer what will come; a confirmation in part says what of it will not."""
    less = [
        f"{line.product_name_th} {_plain(line.confirmed_quantity)}/{_plain(line.quantity)} "
        f"{line.unit}"
        for line in order.lines
        if line.confirmed_quantity is not None and line.confirmed_quantity < line.quantity
    ]
    template = "purchase_order_confirmed_in_part" if less else "purchase_order_confirmed"
    data = {"lines_th": ", ".join(less)} if less else {}
    await _tell(session, order, to=order.buyer_id, template=template, data=data)


async def declined(session: AsyncSession, order: PurchaseOrder) -> None:
    """Tell the buyer that nothing will come, and why."""
    data = {"reason": order.closing_reason or ""}
    await _tell(session, order, to=order.buyer_id, template="purchase_order_declined", data=data)


async def cancelled(session: AsyncSession, order: PurchaseOrder) -> None:
    """Tell the seller that the order was taken back, and why."""
    data = {"reason": order.closing_reason or ""}
    await _tell(session, order, to=order.seller_id, template="purchase_order_cancelled", data=data)


async def deadline_passed(session: AsyncSession, order: PurchaseOrder) -> None:
    """Tell both sides that the seller has not confirmed in time."""
    for side in (order.buyer_id, order.seller_id):
        await _tell(
            session, order, to=side, template="purchase_order_not_confirmed_in_time", data={}
        )


def _plain(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}"


async def _tell(
    session: AsyncSession, order: PurchaseOrder, *, to: UUID, template: str, data: dict[str, str]
) -> None:
    await notice_service.tell_organisation(
        session,
        organisation_id=to,
        roles=_ORDER_DESK,
        template=template,
        data={
            "purchase_order_id": str(order.id),
            "number": order.number,
            "buyer_name_th": order.buyer_name_th,
            "seller_name_th": order.seller_name_th,
            "deliver_on": order.need_by_on.isoformat(),
            **data,
        },
        dedupe_key=f"{template}:{order.id}:{to}",
    )
