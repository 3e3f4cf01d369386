"""Statements over stock counters: each is one atomic, set-based change."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    Numeric,
    Row,
    Table,
    Uuid,
    bindparam,
    case,
    column,
    func,
    literal,
    literal_column,
    select,
    update,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.types import AvailabilityBand
from services.orders.models.stock import Stock, StockAdjustment

LOW: Final = Decimal(5)
"""Up to this much of the unit is shown as the last of it."""

MOST: Final = Decimal("999999999.999")
"""The largest quantity that the counters hold."""

STOCK: Final = cast(Table, Stock.__table__)
_OLD_BAND: Final[Any] = literal_column("old.band").label("old_band")


def _band(available: ColumnElement[Decimal]) -> ColumnElement[str]:
    return case(
        (available <= 0, literal(AvailabilityBand.NONE.value)),
        (available <= LOW, literal(AvailabilityBand.LOW.value)),
        else_=literal(AvailabilityBand.PLENTY.value),
    )


def _counters(
    on_hand: ColumnElement[Decimal], reserved: ColumnElement[Decimal]
) -> dict[str, ColumnElement[Any]]:
    """New counters with the band that they make; the version counts the band's changes."""
    band = _band(on_hand - reserved)
    return {
        "on_hand": on_hand,
        "reserved": reserved,
        "band": band,
        "version": STOCK.c.version + sql_cast(band != STOCK.c.band, Integer),
    }


async def count(
    session: AsyncSession,
    *,
    variant_id: UUID,
    product_id: UUID,
    seller_id: UUID,
    on_hand: Decimal,
    counted_at: datetime,
) -> Row[Any] | None:
    """Set ``on_hand``; None, and no change, when it is below what is reserved."""
    fresh = insert(STOCK).values(
        variant_id=variant_id,
        product_id=product_id,
        seller_id=seller_id,
        on_hand=on_hand,
        reserved=0,
        band=_band(sql_cast(literal(on_hand), Numeric(12, 3))),
        version=1,
        counted_at=counted_at,
    )
    statement = fresh.on_conflict_do_update(
        index_elements=[STOCK.c.variant_id],
        set_={
            **_counters(fresh.excluded.on_hand, STOCK.c.reserved),
            "counted_at": fresh.excluded.counted_at,
        },
        where=STOCK.c.reserved <= fresh.excluded.on_hand,
    ).returning(*STOCK.c, _OLD_BAND)
    return (await session.execute(statement)).one_or_none()


async def get(session: AsyncSession, variant_id: UUID) -> Row[Any] | None:
    """A variant's counters."""
    return (
        await session.execute(select(*STOCK.c).where(STOCK.c.variant_id == variant_id))
    ).one_or_none()


_WANTED: Final = (
    func.unnest(
        bindparam("variant_ids", type_=ARRAY(Uuid)),
        bindparam("quantities", type_=ARRAY(Numeric(12, 3))),
    )
    .table_valued(column("variant_id", Uuid), column("quantity", Numeric(12, 3)))
    .render_derived(name="wanted")
)
# Everybody locks rows in the order of their ids, so that no two transactions wait in a circle.
_LOCKED: Final = (
    select(STOCK.c.variant_id, _WANTED.c.quantity)
    .join(_WANTED, _WANTED.c.variant_id == STOCK.c.variant_id)
    .order_by(STOCK.c.variant_id)
    .with_for_update(of=STOCK)
    .cte("locked")
)
_QUANTITY: Final = _LOCKED.c.quantity
_RETURNED: Final = (
    STOCK.c.variant_id,
    STOCK.c.product_id,
    STOCK.c.seller_id,
    STOCK.c.band,
    STOCK.c.version,
)


def _move(values: Mapping[str, Any], *conditions: ColumnElement[bool]) -> Any:
    return (
        update(STOCK)
        .where(STOCK.c.variant_id == _LOCKED.c.variant_id, *conditions)
        .values(**values)
        .returning(*_RETURNED, _OLD_BAND)
    )


_RESERVE: Final = _move(
    _counters(STOCK.c.on_hand, STOCK.c.reserved + _QUANTITY),
    STOCK.c.on_hand - STOCK.c.reserved >= _QUANTITY,
)
_RELEASE: Final = _move(_counters(STOCK.c.on_hand, STOCK.c.reserved - _QUANTITY))
_SELL: Final = _move(_counters(STOCK.c.on_hand - _QUANTITY, STOCK.c.reserved - _QUANTITY))


async def reserve(session: AsyncSession, quantities: Mapping[UUID, Decimal]) -> Sequence[Row[Any]]:
    """Hold quantities where that much is available; returns the rows that it was for."""
    return await _run(session, _RESERVE, quantities)


async def release(session: AsyncSession, quantities: Mapping[UUID, Decimal]) -> Sequence[Row[Any]]:
    """Give held quantities back."""
    return await _run(session, _RELEASE, quantities)


async def sell(session: AsyncSession, quantities: Mapping[UUID, Decimal]) -> Sequence[Row[Any]]:
    """Take held quantities from what is on hand."""
    return await _run(session, _SELL, quantities)


# What is held for shoppers who are paying is never taken from them.
_SHIFT: Final = _move(
    _counters(STOCK.c.on_hand + _QUANTITY, STOCK.c.reserved),
    STOCK.c.on_hand + _QUANTITY >= STOCK.c.reserved,
    STOCK.c.on_hand + _QUANTITY <= MOST,
)


async def shift(session: AsyncSession, quantities: Mapping[UUID, Decimal]) -> Sequence[Row[Any]]:
    """Add to what is on hand, or take from it what is not held, by the sign of each quantity."""
    return await _run(session, _SHIFT, quantities)


async def open_counters(
    session: AsyncSession,
    *,
    variant_id: UUID,
    product_id: UUID,
    seller_id: UUID,
    opened_at: datetime,
) -> None:
    """A variant's counters at nought, if it was never counted."""
    await session.execute(
        insert(STOCK)
        .values(
            variant_id=variant_id,
            product_id=product_id,
            seller_id=seller_id,
            on_hand=0,
            reserved=0,
            band=AvailabilityBand.NONE.value,
            version=1,
            counted_at=opened_at,
        )
        .on_conflict_do_nothing()
    )


async def _run(
    session: AsyncSession, statement: Any, quantities: Mapping[UUID, Decimal]
) -> Sequence[Row[Any]]:
    parameters = {
        "variant_ids": list(quantities.keys()),
        "quantities": list(quantities.values()),
    }
    return (await session.execute(statement, parameters)).all()


async def available(session: AsyncSession, variant_ids: Sequence[UUID]) -> dict[UUID, Decimal]:
    """What can still be sold of each variant; one that was never counted is missing."""
    statement = select(STOCK.c.variant_id, STOCK.c.on_hand - STOCK.c.reserved).where(
        STOCK.c.variant_id.in_(variant_ids)
    )
    return {row[0]: row[1] for row in await session.execute(statement)}


async def stream(session: AsyncSession) -> AsyncIterator[Row[Any]]:
    """Every row, without holding them all in memory."""
    rows = await session.stream(select(*STOCK.c).order_by(STOCK.c.variant_id))
    async for row in rows:
        yield row


async def add_adjustment(session: AsyncSession, values: dict[str, Any]) -> None:
    """Keep an adjustment."""
    await session.execute(insert(StockAdjustment).values(**values))
