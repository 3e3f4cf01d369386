"""Counting, holding, releasing and selling stock."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.events.orders import StockChanged
from contracts.scopes import Role
from contracts.types import AvailabilityBand
from kit.errors import FieldError, NotFound
from kit.events.outbox import publish
from kit.ids import uuid7
from kit.time import now
from services.orders.notice import service as notice_service
from services.orders.offer import service as offer_service
from services.orders.stock import queries
from services.orders.stock.errors import OutOfStock, StockBelowReserved, StockTooLarge
from services.orders.stock.schemas import StockAdjust, StockRead

_TOLD: Final = (Role.OWNER, Role.MANAGER, Role.ORDERS)


async def count(
    session: AsyncSession, *, seller_id: UUID, variant_id: UUID, on_hand: Decimal
) -> StockRead:
    """Set what is on hand of the seller's own variant.

    Raises:
        NotFound: the catalogue told us of no such variant of this seller.
        StockBelowReserved: more than this is held for shoppers who are paying.
    """
    offer = await offer_service.find(session, variant_id=variant_id)
    if offer is None or offer.seller_id != seller_id:
        raise NotFound
    row = await queries.count(
        session,
        variant_id=variant_id,
        product_id=offer.product_id,
        seller_id=seller_id,
        on_hand=on_hand,
        counted_at=now(),
    )
    if row is None:
        held = await queries.get(session, variant_id)
        raise StockBelowReserved(reserved="" if held is None else f"{held.reserved:f}")
    await _publish_changes(session, [row])
    return _read(row)


async def find(session: AsyncSession, *, seller_id: UUID, variant_id: UUID) -> StockRead:
    """The counters of the seller's own variant.

    Raises:
        NotFound: never counted, or another's.
    """
    row = await queries.get(session, variant_id)
    if row is None or row.seller_id != seller_id:
        raise NotFound
    return _read(row)


async def reserve(session: AsyncSession, *, quantities: Mapping[UUID, Decimal]) -> None:
    """Hold all the quantities or none.

    Raises:
        OutOfStock: with the lines that there is not enough of.
    """
    rows = await queries.reserve(session, quantities)
    if len(rows) < len(quantities):
        held = {row.variant_id for row in rows}
        missing = [variant_id for variant_id in quantities if variant_id not in held]
        raise _out_of_stock(missing, await queries.available(session, missing))
    await _publish_changes(session, rows)
    await _tell_low(session, rows)


async def release(session: AsyncSession, *, quantities: Mapping[UUID, Decimal]) -> None:
    """Give back what ``reserve`` held."""
    await _publish_changes(session, await queries.release(session, quantities))


async def sell(session: AsyncSession, *, quantities: Mapping[UUID, Decimal]) -> None:
    """Turn what ``reserve`` held into sold goods."""
    await _publish_changes(session, await queries.sell(session, quantities))


async def shift(session: AsyncSession, *, quantities: Mapping[UUID, Decimal]) -> None:
    """Raise what is on hand by each positive quantity and lower it by each negative one.

    All or none; what is held for shoppers is never taken. A variant that was never counted has
    none: ``open_counters`` first.

    Raises:
        OutOfStock: less is free than is to be taken.
        StockTooLarge: more than a counter holds.
    """
    moved = {variant_id: quantity for variant_id, quantity in quantities.items() if quantity}
    rows = await queries.shift(session, moved)
    if len(rows) < len(moved):
        done = {row.variant_id for row in rows}
        missing = [variant_id for variant_id in moved if variant_id not in done]
        if any(moved[variant_id] > 0 for variant_id in missing):
            raise StockTooLarge
        raise _out_of_stock(missing, await queries.available(session, missing))
    await _publish_changes(session, rows)


async def adjust(
    session: AsyncSession,
    *,
    seller_id: UUID,
    person_id: UUID,
    variant_id: UUID,
    body: StockAdjust,
) -> StockRead:
    """Add to what is on hand of the seller's own variant, or take from what is not held.

    Raises:
        NotFound: no such variant, or another seller's.
        OutOfStock, StockTooLarge: it cannot move by so much.
    """
    offer = await offer_service.find(session, variant_id=variant_id)
    if offer is None or offer.seller_id != seller_id:
        raise NotFound
    await open_counters(
        session, variant_id=variant_id, product_id=offer.product_id, seller_id=seller_id
    )
    await shift(session, quantities={variant_id: body.quantity})
    await queries.add_adjustment(
        session,
        {
            "id": uuid7(),
            "variant_id": variant_id,
            "quantity": body.quantity,
            "reason": body.reason.value,
            "note": body.note,
            "person_id": person_id,
            "adjusted_at": now(),
        },
    )
    return await find(session, seller_id=seller_id, variant_id=variant_id)


async def open_counters(
    session: AsyncSession, *, variant_id: UUID, product_id: UUID, seller_id: UUID
) -> None:
    """Begin a variant's counters at nought, unless it has some."""
    await queries.open_counters(
        session,
        variant_id=variant_id,
        product_id=product_id,
        seller_id=seller_id,
        opened_at=now(),
    )


def _out_of_stock(missing: Iterable[UUID], available: Mapping[UUID, Decimal]) -> OutOfStock:
    left = {variant_id: available.get(variant_id, Decimal(0)) for variant_id in missing}
    return OutOfStock(
        errors=[
            FieldError(
                f"lines.{variant_id}.quantity",
                "out_of_stock",
                f"เหลือขายได้ {quantity.normalize():f}",
                f"{quantity.normalize():f} left",
            )
            for variant_id, quantity in left.items()
        ],
        lines=[
            {"variant_id": str(variant_id), "available": f"{quantity.normalize():f}"}
            for variant_id, quantity in left.items()
        ],
    )


async def _publish_changes(session: AsyncSession, rows: Iterable[Row[Any]]) -> None:
    """One stock.changed for each variant whose band is not what it was."""
    for row in rows:
        if row.band != row.old_band:
            await publish(session, _changed_event(row))


async def _tell_low(session: AsyncSession, rows: Iterable[Row[Any]]) -> None:
    """Tell sellers whose plenty has just come to an end by orders; once for each crossing."""
    for row in rows:
        if row.old_band != AvailabilityBand.PLENTY or row.band == AvailabilityBand.PLENTY:
            continue
        offer = await offer_service.find(session, variant_id=row.variant_id)
        await notice_service.tell_organisation(
            session,
            organisation_id=row.seller_id,
            roles=_TOLD,
            template="stock_low_seller",
            data={"product": "" if offer is None else f"{offer.name_th} ({offer.sku})"},
            dedupe_key=f"stock-low-{row.variant_id}-{row.version}",
        )


async def snapshots(session: AsyncSession) -> AsyncIterator[StockChanged]:
    """Every variant's availability as it is now, read in a stream."""
    async for row in queries.stream(session):
        yield _changed_event(row)


def _changed_event(row: Row[Any]) -> StockChanged:
    return StockChanged(
        version=row.version,
        variant_id=row.variant_id,
        product_id=row.product_id,
        band=AvailabilityBand(row.band),
    )


def _read(row: Row[Any]) -> StockRead:
    return StockRead(
        variant_id=row.variant_id,
        on_hand=row.on_hand,
        reserved=row.reserved,
        available=row.on_hand - row.reserved,
        band=AvailabilityBand(row.band),
        counted_at=row.counted_at,
    )
