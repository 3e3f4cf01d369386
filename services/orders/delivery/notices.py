"""Who is told of deliveries; auth holds the contacts and the wording."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.scopes import Role
from services.orders.delivery import rules
from services.orders.models.delivery import Delivery, DeliveryLine
from services.orders.models.purchase import PurchaseOrder
from services.orders.notice import service as notice_service

ORDER_DESK: Final = (Role.OWNER, Role.MANAGER, Role.ORDERS)


async def shipped(session: AsyncSession, order: PurchaseOrder, delivery: Delivery) -> None:
    """Tell the buyer that goods are on their way, and when."""
    lots = ", ".join(f"{line.lot_code} ({quantity(line.shipped, line)})" for line in delivery.lines)
    await tell(
        session,
        order,
        delivery,
        to=delivery.buyer_id,
        roles=ORDER_DESK,
        template="delivery_shipped",
        data={"lots": lots, "window": _window(delivery)},
    )


async def cancelled(session: AsyncSession, order: PurchaseOrder, delivery: Delivery) -> None:
    """Tell the buyer that a delivery will not arrive."""
    await tell(
        session,
        order,
        delivery,
        to=delivery.buyer_id,
        roles=ORDER_DESK,
        template="delivery_cancelled",
        data={"reason": delivery.cancel_reason or ""},
    )


async def arrived(session: AsyncSession, order: PurchaseOrder, delivery: Delivery) -> None:
    """Tell the buyer's inspectors that goods wait for them, and the seller what was wrong."""
    await tell(
        session,
        order,
        delivery,
        to=delivery.buyer_id,
        roles=(Role.INSPECTOR,),
        template="delivery_waits_for_inspection",
        data={},
    )
    if rules.wrong_on_arrival(delivery):
        await tell(
            session,
            order,
            delivery,
            to=delivery.seller_id,
            roles=ORDER_DESK,
            template="delivery_not_as_ordered",
            data=_findings(delivery),
        )


async def order_closed(session: AsyncSession, order: PurchaseOrder) -> None:
    """Tell the seller that the buyer wants no more of the order."""
    await notice_service.tell_organisation(
        session,
        organisation_id=order.seller_id,
        roles=ORDER_DESK,
        template="purchase_order_closed",
        data={
            "number": order.number,
            "buyer_name_th": order.buyer_name_th,
            "reason": order.closing_reason or "",
        },
        dedupe_key=f"purchase_order_closed:{order.id}",
    )


async def tell(
    session: AsyncSession,
    order: PurchaseOrder,
    delivery: Delivery,
    *,
    to: UUID,
    roles: tuple[Role, ...],
    template: str,
    data: Mapping[str, str],
) -> None:
    """Tell members of a party something of a delivery, once a template."""
    await notice_service.tell_organisation(
        session,
        organisation_id=to,
        roles=roles,
        template=template,
        data={
            "delivery_id": str(delivery.id),
            "number": delivery.number,
            "buyer_name_th": order.buyer_name_th,
            "seller_name_th": order.seller_name_th,
            "deliver_on": delivery.deliver_on.isoformat(),
            **data,
        },
        dedupe_key=f"{template}:{delivery.id}",
    )


def quantity(value: Decimal, line: DeliveryLine) -> str:
    """A quantity as people read it: ``38.5 กก.``."""
    return f"{value.normalize():f} {line.unit}"


def _window(delivery: Delivery) -> str:
    return delivery.site_name_th or "-"


def _findings(delivery: Delivery) -> dict[str, str]:
    late = rules.late_minutes(delivery.arrived_at, delivery.window_closes_at)
    thai = [f"ช้า {late} นาที"] if late else []
    english = [f"{late} minutes late"] if late else []
    for line in delivery.lines:
        name = line.product_name_th
        missing = rules.short(line)
        if missing:
            thai.append(f"{name} ขาด {quantity(missing, line)}")
            english.append(f"{name}: {quantity(missing, line)} short")
        if rules.too_warm(line):
            thai.append(f"{name} {line.temperature_c} °C (เกณฑ์ {line.warmest_c} °C)")
            english.append(f"{name}: {line.temperature_c} °C, limit {line.warmest_c} °C")
        if not line.certified:
            thai.append(f"{name} ไม่มีใบรับรองที่มีผลในวันที่มาถึง")
            english.append(f"{name}: no certificate was valid on arrival")
    return {"findings_th": " · ".join(thai), "findings_en": "; ".join(english)}
