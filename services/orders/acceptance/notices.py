"""Who is told of inspections; auth holds the contacts and the wording."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.scopes import Role
from services.orders.delivery import rules as delivery_rules
from services.orders.delivery.notices import ORDER_DESK, quantity, tell
from services.orders.models.acceptance import Inspection
from services.orders.models.delivery import Delivery
from services.orders.models.purchase import PurchaseOrder
from services.orders.notice import service as notice_service
from services.orders.purchase.rules import baht

_HEADS: Final = (Role.OWNER, Role.APPROVER)
_SELLER: Final = (*ORDER_DESK, Role.FINANCE)


async def appointed(session: AsyncSession, order: PurchaseOrder, person_id: UUID) -> None:
    """Tell a person that they inspect an order."""
    await notice_service.tell_person(
        session,
        person_id=person_id,
        template="inspector_appointed",
        data={
            "number": order.number,
            "seller_name_th": order.seller_name_th,
            "deliver_on": order.need_by_on.isoformat(),
        },
        dedupe_key=f"inspector_appointed:{order.id}:{person_id}",
    )


async def recorded(
    session: AsyncSession, order: PurchaseOrder, delivery: Delivery, inspection: Inspection
) -> None:
    """Ask each inspector to sign, and tell the seller of what is wrong with the goods."""
    for signature in inspection.signatures:
        await notice_service.tell_person(
            session,
            person_id=signature.person_id,
            template="inspection_waits_for_signature",
            data={"number": delivery.number, "seller_name_th": order.seller_name_th},
            dedupe_key=f"inspection_waits_for_signature:{inspection.id}:{signature.person_id}",
        )
    if inspection.defective:
        thai, english = _defects(delivery)
        await tell(
            session,
            order,
            delivery,
            to=delivery.seller_id,
            roles=_SELLER,
            template="delivery_defects",
            data={"defects_th": thai, "defects_en": english},
        )


async def disputed(session: AsyncSession, order: PurchaseOrder, delivery: Delivery) -> None:
    """Tell the heads of the agency that inspectors disagree."""
    await tell(
        session,
        order,
        delivery,
        to=delivery.buyer_id,
        roles=_HEADS,
        template="inspection_disputed",
        data={},
    )


async def final(
    session: AsyncSession, order: PurchaseOrder, delivery: Delivery, inspection: Inspection
) -> None:
    """Tell the seller that the acceptance is final and what is payable."""
    net = sum(line.net_satang or 0 for line in delivery.lines)
    await tell(
        session,
        order,
        delivery,
        to=delivery.seller_id,
        roles=_SELLER,
        template=f"delivery_{inspection.status}",
        data={
            "payable_baht": baht(net),
            "accepted_on": inspection.accepted_on.isoformat() if inspection.accepted_on else "",
            "reason": inspection.head_reason or "",
        },
    )


def _defects(delivery: Delivery) -> tuple[str, str]:
    thai, english = [], []
    for line in delivery.lines:
        missing = delivery_rules.short(line)
        if missing:
            thai.append(f"{line.product_name_th} ขาด {quantity(missing, line)}")
            english.append(f"{line.product_name_th}: {quantity(missing, line)} short")
        if line.rejected:
            part, reason = quantity(line.rejected, line), line.reason or ""
            thai.append(f"{line.product_name_th} ไม่รับ {part}: {reason}")
            english.append(f"{line.product_name_th}: {part} rejected: {reason}")
        if delivery_rules.too_warm(line):
            thai.append(f"{line.lot_code} {line.temperature_c} °C (เกณฑ์ {line.warmest_c} °C)")
            english.append(f"{line.lot_code}: {line.temperature_c} °C, limit {line.warmest_c} °C")
    return " · ".join(thai) or "-", "; ".join(english) or "-"
