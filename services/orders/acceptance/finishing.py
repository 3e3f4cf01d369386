"""The end of an acceptance: amounts, the order's counters, the event, the seller's notice."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.events.orders import AcceptedLineSnapshot, DeliveryAccepted
from kit.events.outbox import publish
from kit.time import bangkok_date, now
from services.orders.acceptance import notices
from services.orders.acceptance.rules import AcceptedLine, payable
from services.orders.budget import service as budget_service
from services.orders.delivery import rules as delivery_rules
from services.orders.models.acceptance import Inspection
from services.orders.models.delivery import Delivery, DeliveryLine
from services.orders.models.purchase import PurchaseOrder


async def finish(
    session: AsyncSession,
    order: PurchaseOrder,
    delivery: Delivery,
    inspection: Inspection,
    *,
    outcome: str,
) -> None:
    """Make an acceptance final, in the transaction that holds the order's lock.

    What was rejected may be delivered again; the order is completed when all that was confirmed
    is accepted, and what its budget then still holds is free. Publishes DeliveryAccepted and tells
    the seller. Raises BudgetExceeded where more than ordered is accepted and the budget has no
    room for it.
    """
    at = now()
    if delivery.arrived_at is None:
        raise ValueError("a delivery that has not arrived cannot be accepted")
    # ข้อ 175: an acceptance dates back to the day on which the goods were delivered.
    accepted_on = bangkok_date(delivery.arrived_at)
    inspection.status = delivery.status = outcome
    inspection.final_at, inspection.accepted_on = at, accepted_on
    delivery.version += 1
    _settle(order, delivery, refused=outcome == "refused")
    amount = sum((line.net_satang or 0) + (line.vat_satang or 0) for line in delivery.lines)
    await budget_service.consume(
        session,
        purchase_order_id=order.id,
        amount_satang=amount,
        cause=f"accepted {delivery.number}",
    )
    if all(_complete(line.confirmed_quantity, line.accepted_quantity) for line in order.lines):
        order.status, order.closed_at = "completed", at
        await budget_service.release(session, purchase_order_id=order.id, cause="completed")
    order.version += 1
    await session.flush()
    await publish(session, _event(order, delivery, inspection, accepted_on, at))
    await notices.final(session, order, delivery, inspection)


def accepted_line(line: DeliveryLine, delivery: Delivery, inspection: Inspection) -> AcceptedLine:
    """A line whose acceptance is final, as others may count on it."""
    refused = inspection.status == "refused"
    if line.arrived is None or inspection.accepted_on is None:
        raise ValueError("the line's acceptance is not final")
    return AcceptedLine(
        delivery_id=delivery.id,
        delivery_number=delivery.number,
        delivery_line_id=line.id,
        order_line_id=line.order_line_id,
        variant_id=line.variant_id,
        product_name_th=line.product_name_th,
        unit=line.unit,
        lot_id=line.lot_id,
        lot_code=line.lot_code,
        unit_price_satang=line.unit_price_satang,
        vat_bps=line.vat_bps,
        shipped=line.shipped,
        arrived=line.arrived,
        short=line.shipped - line.arrived,
        accepted=Decimal(0) if refused else line.accepted or Decimal(0),
        rejected=delivery_rules.rejected(line, refused=refused) or Decimal(0),
        net_satang=line.net_satang or 0,
        vat_satang=line.vat_satang or 0,
        accepted_on=inspection.accepted_on,
    )


def _settle(order: PurchaseOrder, delivery: Delivery, *, refused: bool) -> None:
    order_lines = {line.id: line for line in order.lines}
    for line in delivery.lines:
        ordered = order_lines[line.order_line_id]
        accepted = Decimal(0) if refused else line.accepted or Decimal(0)
        amounts = payable(
            accepted,
            before=ordered.accepted_quantity,
            unit_price_satang=ordered.unit_price_satang,
            vat_bps=ordered.vat_bps,
        )
        line.net_satang, line.vat_satang = amounts.net_satang, amounts.vat_satang
        ordered.accepted_quantity += accepted
        ordered.delivered_quantity -= delivery_rules.rejected(line, refused=refused) or Decimal(0)


def _complete(confirmed: Decimal | None, accepted: Decimal) -> bool:
    return accepted >= (confirmed or Decimal(0))


def _event(
    order: PurchaseOrder,
    delivery: Delivery,
    inspection: Inspection,
    accepted_on: date,
    at: datetime,
) -> DeliveryAccepted:
    lines = [accepted_line(line, delivery, inspection) for line in delivery.lines]
    return DeliveryAccepted(
        version=1,
        delivery_id=delivery.id,
        inspection_id=inspection.id,
        purchase_order_id=order.id,
        buyer_id=order.buyer_id,
        seller_id=order.seller_id,
        number=delivery.number,
        accepted_on=accepted_on,
        payable_satang=sum(line.net_satang for line in lines),
        lines=tuple(
            AcceptedLineSnapshot(
                order_line_id=line.order_line_id,
                variant_id=line.variant_id,
                lot_id=line.lot_id,
                lot_code=line.lot_code,
                unit=line.unit,
                shipped=line.shipped,
                short=line.short,
                accepted=line.accepted,
                rejected=line.rejected,
                unit_price_satang=line.unit_price_satang,
                payable_satang=line.net_satang,
            )
            for line in lines
        ),
        occurred_at=at,
    )
