"""Who is told of a purchase order; auth holds the contacts and the wording."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.events.notices import Recipient
from contracts.events.orders import OrdersNoticeRequested
from contracts.scopes import Role
from kit.events.outbox import publish
from kit.ids import uuid7
from services.orders.models.purchase import PurchaseOrder, PurchaseOrderLine
from services.orders.purchase.rules import baht

_ORDER_DESK: Final = (Role.OWNER, Role.MANAGER, Role.ORDERS)


async def received(session: AsyncSession, order: PurchaseOrder) -> None:
    """Tell the seller that an order came in."""
    await _tell(
        session,
        organisation_id=order.seller_id,
        template="purchase_order_received",
        data={
            **_facts(order),
            "buyer_name_th": order.buyer_name_th,
            "net_baht": baht(order.net_satang),
        },
        dedupe_key=f"purchase_order_received:{order.id}",
    )


async def eligibility_lost(
    session: AsyncSession, order: PurchaseOrder, lines: Sequence[PurchaseOrderLine]
) -> None:
    """Tell both parties which lines no certificate covers any more on the delivery date."""
    data = {
        **_facts(order),
        "buyer_name_th": order.buyer_name_th,
        "seller_name_th": order.seller_name_th,
        "products_th": ", ".join(line.product_name_th for line in lines),
    }
    for side, organisation_id in (("buyer", order.buyer_id), ("seller", order.seller_id)):
        await _tell(
            session,
            organisation_id=organisation_id,
            template="purchase_order_eligibility_lost",
            data=data,
            # The order's version tells a second suspension from the first.
            dedupe_key=f"purchase_order_eligibility_lost:{order.id}:{order.version}:{side}",
        )


def _facts(order: PurchaseOrder) -> dict[str, str]:
    return {
        "purchase_order_id": str(order.id),
        "number": order.number,
        "deliver_on": order.need_by_on.isoformat(),
    }


async def _tell(
    session: AsyncSession,
    *,
    organisation_id: UUID,
    template: str,
    data: dict[str, str],
    dedupe_key: str,
) -> None:
    notice = OrdersNoticeRequested(
        version=1,
        notice_id=uuid7(),
        recipient=Recipient(organisation_id=organisation_id, roles=_ORDER_DESK),
        template=template,
        data=data,
        dedupe_key=dedupe_key,
    )
    await publish(session, notice)
