"""Use cases: ship lots for an order, receive them, take a shipment back, close an order.

Locks are taken in one order everywhere: offers, the purchase order, the delivery, the receiving
slot, lots by id, stock by variant. So everything that concerns an order happens one at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kit.errors import NotFound
from kit.ids import uuid7
from kit.pagination import Paged, PageParams, paged
from kit.time import bangkok_date, bangkok_today, now
from services.orders.budget import service as budget_service
from services.orders.capacity import service as capacity_service
from services.orders.confirmation.errors import UnknownOrderLine
from services.orders.delivery import notices, queries, view
from services.orders.delivery.errors import (
    ArrivalTimeNotPlausible,
    ArrivedMoreThanShipped,
    DeliveriesUnderWay,
    DeliverOnPassed,
    DeliveryExceedsOrder,
    DeliveryNotInState,
    LinesDoNotMatch,
    LotOfAnotherProduct,
    PurchaseOrderNotConfirmed,
)
from services.orders.delivery.schemas import (
    Arrival,
    DeliveryCreate,
    DeliveryLineWrite,
    DeliveryRead,
    DeliverySummary,
)
from services.orders.eligibility import service as eligibility_service
from services.orders.eligibility.service import Candidate
from services.orders.lot import service as lot_service
from services.orders.models.delivery import Delivery, DeliveryLine
from services.orders.models.lot import Lot
from services.orders.models.offer import Offer
from services.orders.models.purchase import PurchaseOrder, PurchaseOrderLine
from services.orders.offer import service as offer_service
from services.orders.offer.errors import OfferNotAvailable
from services.orders.purchase import service as purchase_service
from services.orders.receiving import service as receiving_service
from services.orders.school_day import service as school_day_service
from services.orders.term import service as term_service

CLOCK_SKEW: Final = timedelta(minutes=5)
"""How far a clock at the gate may run ahead of ours."""


@dataclass(frozen=True)
class Actor:
    """A person who acts for a party."""

    person_id: UUID
    name: str
    organisation_id: UUID


async def ship(
    session: AsyncSession, *, actor: Actor, order_id: UUID, wanted: DeliveryCreate
) -> DeliveryRead:
    """A delivery note: lots and stock fall by what it names, the buyer is told.

    Each product must bear a certificate that is valid on the delivery date as the catalogue
    judges it now, whatever it was when it was ordered. Raises NotFound, PurchaseOrderNotConfirmed,
    DeliverOnPassed, SchoolClosedOnDeliveryDate, CertificateNotValidOnDeliveryDate,
    CategoryHasNoRule, OfferNotAvailable, UnknownOrderLine, LotOfAnotherProduct,
    DeliveryExceedsOrder, what ``receiving.book`` and ``lot.ship`` raise; then nothing has changed.
    """
    known = await purchase_service.one(session, order_id=order_id, party_id=actor.organisation_id)
    # Before the order's lock, in the same order as the events that change offers.
    offers = await offer_service.find_held(
        session, variant_ids={line.variant_id for line in known.lines}
    )
    order = await _confirmed(session, order_id, seller_id=actor.organisation_id)
    deliver_on = wanted.deliver_on or max(order.need_by_on, bangkok_today())
    if deliver_on < bangkok_today():
        raise DeliverOnPassed(deliver_on=deliver_on, today_on=bangkok_today())
    await school_day_service.require_open(session, buyer_id=order.buyer_id, on=deliver_on)
    lines = _order_lines(order, wanted.lines)
    await _require_eligible(session, order, lines, offers, on=deliver_on)
    _take_from_order(lines, wanted.lines)
    delivery = await _open(session, order, actor, wanted, deliver_on=deliver_on)
    lots = await lot_service.ship(
        session, seller_id=order.seller_id, quantities=_per_lot(wanted.lines)
    )
    limits = await term_service.temperature_limits(session, on=deliver_on)
    delivery.lines = [
        _line(number, each, lines[each.order_line_id], lots[each.lot_id])
        for number, each in enumerate(wanted.lines, start=1)
    ]
    for line in delivery.lines:
        line.warmest_c = limits.get(offers[line.variant_id].temperature_class)
    session.add(delivery)
    await session.flush()
    await notices.shipped(session, order, delivery)
    return view.read(delivery)


async def arrive(
    session: AsyncSession, *, actor: Actor, delivery_id: UUID, arrival: Arrival
) -> DeliveryRead:
    """Write down when a shipment arrived, what of it and how warm.

    What did not arrive may be delivered again. The buyer's inspectors are told, and the seller
    when something is wrong. Raises NotFound, DeliveryNotInState, LinesDoNotMatch,
    ArrivedMoreThanShipped, ArrivalTimeNotPlausible.
    """
    order, delivery = await locked(session, delivery_id=delivery_id, buyer_id=actor.organisation_id)
    _require_status(delivery, "shipped")
    if not order.placed_at <= arrival.arrived_at <= now() + CLOCK_SKEW:
        raise ArrivalTimeNotPlausible
    _write_arrival(order, delivery, arrival)
    await _judge_on_arrival(session, order, delivery, on=bangkok_date(arrival.arrived_at))
    delivery.status, delivery.arrived_at = "arrived", arrival.arrived_at
    delivery.received_by, delivery.received_by_name = actor.person_id, actor.name
    delivery.version += 1
    await session.flush()
    await notices.arrived(session, order, delivery)
    return view.read(delivery)


async def cancel(
    session: AsyncSession, *, actor: Actor, delivery_id: UUID, reason: str
) -> DeliveryRead:
    """Take back a shipment that has not arrived: lots, stock and the window get it back.

    Raises NotFound, DeliveryNotInState.
    """
    order, delivery = await locked(
        session, delivery_id=delivery_id, seller_id=actor.organisation_id
    )
    _require_status(delivery, "shipped")
    lines = {line.id: line for line in order.lines}
    back: dict[UUID, Decimal] = defaultdict(Decimal)
    for line in delivery.lines:
        lines[line.order_line_id].delivered_quantity -= line.shipped
        back[line.lot_id] += line.shipped
    delivery.status, delivery.cancel_reason = "cancelled", reason
    delivery.version += 1
    await session.flush()
    if delivery.window_id is not None:
        await receiving_service.free(session, window_id=delivery.window_id, on=delivery.deliver_on)
    await lot_service.take_back(session, quantities=back)
    await notices.cancelled(session, order, delivery)
    return view.read(delivery)


async def close_order(
    session: AsyncSession, *, actor: Actor, order_id: UUID, reason: str
) -> PurchaseOrder:
    """Want no more of a confirmed order: what was not accepted stays short, for good.

    What its budget and the seller's week still hold for it is free again.
    Raises NotFound, PurchaseOrderNotConfirmed, DeliveriesUnderWay.
    """
    order = await _confirmed(session, order_id, buyer_id=actor.organisation_id)
    if await queries.any_under_way(session, order_id=order.id):
        raise DeliveriesUnderWay
    order.status, order.closing_reason = "completed", reason
    order.closed_at, order.closed_by = now(), actor.person_id
    order.version += 1
    await session.flush()
    await budget_service.release(session, purchase_order_id=order.id, cause="closed")
    await capacity_service.release(
        session,
        purchase_order_id=order.id,
        keep={line.id: line.accepted_quantity for line in order.lines},
    )
    await notices.order_closed(session, order)
    return order


async def find(session: AsyncSession, *, delivery_id: UUID, party_id: UUID) -> DeliveryRead:
    """A delivery of the party's, as buyer or seller. Raises NotFound for anybody else's."""
    delivery = await queries.one(session, delivery_id=delivery_id, party_id=party_id)
    if delivery is None:
        raise NotFound
    return view.read(delivery)


async def page_of(
    session: AsyncSession,
    *,
    party_id: UUID,
    order_id: UUID | None,
    status: str | None,
    page: PageParams,
) -> Paged[DeliverySummary]:
    """The party's deliveries, newest first."""
    rows = await queries.page_of(
        session, party_id=party_id, order_id=order_id, status=status, page=page
    )
    shown, cursor = paged(rows, page=page, key=lambda delivery: (delivery.id,))
    items = [DeliverySummary.model_validate(delivery) for delivery in shown]
    return Paged[DeliverySummary](items=items, next_cursor=cursor)


async def of_order(session: AsyncSession, *, order_id: UUID) -> Sequence[Delivery]:
    """An order's deliveries with their lines; the caller has checked whose it is."""
    return await queries.of_order(session, order_id=order_id)


async def locked(
    session: AsyncSession,
    *,
    delivery_id: UUID,
    buyer_id: UUID | None = None,
    seller_id: UUID | None = None,
) -> tuple[PurchaseOrder, Delivery]:
    """A delivery and its order, both held until the transaction ends, if the party given is its
    own. Raises NotFound for anybody else's."""
    party_id = buyer_id or seller_id
    known = party_id and await queries.one(session, delivery_id=delivery_id, party_id=party_id)
    if not known:
        raise NotFound
    order = await purchase_service.locked(
        session, order_id=known.purchase_order_id, buyer_id=buyer_id, seller_id=seller_id
    )
    return order, await queries.locked(session, delivery_id=delivery_id)


def match_lines(delivery: Delivery, given: Sequence[UUID]) -> dict[UUID, DeliveryLine]:
    """The delivery's lines by id, each of them given once. Raises LinesDoNotMatch."""
    lines = {line.id: line for line in delivery.lines}
    if len(given) != len(lines) or set(given) != lines.keys():
        raise LinesDoNotMatch
    return lines


def _require_status(delivery: Delivery, status: str) -> None:
    if delivery.status != status:
        raise DeliveryNotInState(current_status=delivery.status)


async def _confirmed(
    session: AsyncSession,
    order_id: UUID,
    *,
    buyer_id: UUID | None = None,
    seller_id: UUID | None = None,
) -> PurchaseOrder:
    order = await purchase_service.locked(
        session, order_id=order_id, buyer_id=buyer_id, seller_id=seller_id
    )
    if order.status != "confirmed":
        raise PurchaseOrderNotConfirmed(current_status=order.status)
    return order


def _order_lines(
    order: PurchaseOrder, wanted: Sequence[DeliveryLineWrite]
) -> dict[UUID, PurchaseOrderLine]:
    lines = {line.id: line for line in order.lines}
    for each in wanted:
        if each.order_line_id not in lines:
            raise UnknownOrderLine(order_line_id=str(each.order_line_id))
    named = {each.order_line_id for each in wanted}
    return {line_id: line for line_id, line in lines.items() if line_id in named}


async def _require_eligible(
    session: AsyncSession,
    order: PurchaseOrder,
    lines: Mapping[UUID, PurchaseOrderLine],
    offers: Mapping[UUID, Offer],
    *,
    on: date,
) -> None:
    for line in lines.values():
        if line.variant_id not in offers:
            raise OfferNotAvailable(line_no=line.line_no)
    await eligibility_service.require_eligible(
        session,
        buyer_kind=order.buyer_kind,
        buyer_id=order.buyer_id,
        on=on,
        candidates=[Candidate(line.line_no, offers[line.variant_id]) for line in lines.values()],
    )


def _take_from_order(
    lines: Mapping[UUID, PurchaseOrderLine], wanted: Sequence[DeliveryLineWrite]
) -> None:
    totals: dict[UUID, Decimal] = defaultdict(Decimal)
    for each in wanted:
        totals[each.order_line_id] += each.quantity
    for line_id, total in totals.items():
        line = lines[line_id]
        allowed = (line.confirmed_quantity or Decimal(0)) + line.over_quantity
        left = allowed - line.delivered_quantity
        if total > left:
            raise DeliveryExceedsOrder(
                line_no=line.line_no,
                left=f"{left.normalize():f}",
                wanted=f"{total.normalize():f}",
                unit=line.unit,
            )
        line.delivered_quantity += total


async def _open(
    session: AsyncSession,
    order: PurchaseOrder,
    actor: Actor,
    wanted: DeliveryCreate,
    *,
    deliver_on: date,
) -> Delivery:
    sequence = 1 + await queries.count_of_order(session, order_id=order.id)
    booking = await receiving_service.book(
        session, buyer_id=order.buyer_id, window_id=wanted.window_id, on=deliver_on
    )
    return Delivery(
        id=uuid7(),
        purchase_order_id=order.id,
        buyer_id=order.buyer_id,
        seller_id=order.seller_id,
        sequence=sequence,
        number=f"{order.number}/{sequence}",
        status="shipped",
        version=1,
        deliver_on=deliver_on,
        window_id=booking and booking.window_id,
        window_opens_at=booking and booking.opens_at,
        window_closes_at=booking and booking.closes_at,
        site_name_th=booking and booking.site_name_th,
        note=wanted.note,
        shipped_by=actor.person_id,
        shipped_at=now(),
    )


def _per_lot(wanted: Sequence[DeliveryLineWrite]) -> dict[UUID, Decimal]:
    totals: dict[UUID, Decimal] = defaultdict(Decimal)
    for each in wanted:
        totals[each.lot_id] += each.quantity
    return dict(totals)


def _line(
    number: int, wanted: DeliveryLineWrite, line: PurchaseOrderLine, lot: Lot
) -> DeliveryLine:
    if lot.variant_id != line.variant_id:
        raise LotOfAnotherProduct(lot_code=lot.code, line_no=line.line_no)
    return DeliveryLine(
        id=uuid7(),
        order_line_id=line.id,
        lot_id=lot.id,
        line_no=number,
        lot_code=lot.code,
        variant_id=line.variant_id,
        product_name_th=line.product_name_th,
        unit=line.unit,
        unit_price_satang=line.unit_price_satang,
        vat_bps=line.vat_bps,
        shipped=wanted.quantity,
    )


def _write_arrival(order: PurchaseOrder, delivery: Delivery, arrival: Arrival) -> None:
    lines = match_lines(delivery, [each.delivery_line_id for each in arrival.lines])
    order_lines = {line.id: line for line in order.lines}
    for each in arrival.lines:
        line = lines[each.delivery_line_id]
        if each.arrived > line.shipped:
            raise ArrivedMoreThanShipped(
                line_no=line.line_no, shipped=f"{line.shipped.normalize():f}", unit=line.unit
            )
        line.arrived, line.temperature_c = each.arrived, each.temperature_c
        order_lines[line.order_line_id].delivered_quantity -= line.shipped - each.arrived


async def _judge_on_arrival(
    session: AsyncSession, order: PurchaseOrder, delivery: Delivery, *, on: date
) -> None:
    offers = await offer_service.find_many(
        session, variant_ids={line.variant_id for line in delivery.lines}
    )
    judged = await eligibility_service.judgements(
        session, buyer_kind=order.buyer_kind, buyer_id=order.buyer_id, on=on, offers=offers.values()
    )
    for line in delivery.lines:
        line.certified = line.variant_id in judged and judged[line.variant_id].eligible
