"""SQL of weekly capacity. Rows are locked in the order of variant and week."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.orders.models.capacity import CapacityUse, WeeklyCapacity

Slot = tuple[UUID, date]
"""A variant and the Monday of a week."""


async def state(
    session: AsyncSession,
    *,
    variant_id: UUID,
    week_on: date,
    seller_id: UUID,
    quantity: Decimal,
    at: datetime,
) -> WeeklyCapacity | None:
    """Set a week's quantity; None, and no change, when more than that is taken."""
    fresh = insert(WeeklyCapacity).values(
        variant_id=variant_id,
        week_on=week_on,
        seller_id=seller_id,
        quantity=quantity,
        stated_at=at,
    )
    statement = fresh.on_conflict_do_update(
        index_elements=[WeeklyCapacity.variant_id, WeeklyCapacity.week_on],
        set_={"quantity": fresh.excluded.quantity, "stated_at": fresh.excluded.stated_at},
        where=WeeklyCapacity.taken <= fresh.excluded.quantity,
    ).returning(WeeklyCapacity)
    found = await session.scalars(statement, execution_options={"populate_existing": True})
    return found.one_or_none()


async def get(session: AsyncSession, *, variant_id: UUID, week_on: date) -> WeeklyCapacity | None:
    """A week's row."""
    return await session.get(WeeklyCapacity, (variant_id, week_on), populate_existing=True)


async def weeks(
    session: AsyncSession, *, variant_id: UUID, from_on: date, until_on: date
) -> Sequence[WeeklyCapacity]:
    """Weeks of a variant that were stated or ordered for, in their order."""
    rows = await session.scalars(
        select(WeeklyCapacity)
        .where(
            WeeklyCapacity.variant_id == variant_id,
            WeeklyCapacity.week_on.between(from_on, until_on),
        )
        .order_by(WeeklyCapacity.week_on)
    )
    return rows.all()


async def lock(session: AsyncSession, sellers: Mapping[Slot, UUID]) -> dict[Slot, WeeklyCapacity]:
    """The rows of variants' weeks, made where there is none, locked in one order for all."""
    slots = sorted(sellers)
    await session.execute(
        insert(WeeklyCapacity).on_conflict_do_nothing(),
        [
            {
                "variant_id": variant_id,
                "week_on": week_on,
                "seller_id": sellers[variant_id, week_on],
            }
            for variant_id, week_on in slots
        ],
    )
    return await _locked(session, slots)


async def _locked(session: AsyncSession, slots: Collection[Slot]) -> dict[Slot, WeeklyCapacity]:
    rows = await session.scalars(
        select(WeeklyCapacity)
        .where(tuple_(WeeklyCapacity.variant_id, WeeklyCapacity.week_on).in_(slots))
        .order_by(WeeklyCapacity.variant_id, WeeklyCapacity.week_on)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {(row.variant_id, row.week_on): row for row in rows}


async def peek(session: AsyncSession, *, slots: Collection[Slot]) -> dict[Slot, WeeklyCapacity]:
    """The rows of variants' weeks that there are, unlocked."""
    rows = await session.scalars(
        select(WeeklyCapacity)
        .where(tuple_(WeeklyCapacity.variant_id, WeeklyCapacity.week_on).in_(slots))
        .execution_options(populate_existing=True)
    )
    return {(row.variant_id, row.week_on): row for row in rows}


async def add_uses(session: AsyncSession, uses: Sequence[Mapping[str, Any]]) -> None:
    """What lines take; the trigger adds it up."""
    await session.execute(insert(CapacityUse), list(uses))


async def uses_of_order(session: AsyncSession, *, purchase_order_id: UUID) -> Sequence[CapacityUse]:
    """What an order's lines take, with their weeks' rows locked first."""
    statement = select(CapacityUse).where(CapacityUse.purchase_order_id == purchase_order_id)
    before = (await session.scalars(statement)).all()
    await _locked(session, [(use.variant_id, use.week_on) for use in before])
    found = await session.scalars(statement.execution_options(populate_existing=True))
    return found.all()


async def shrink(session: AsyncSession, *, line_id: UUID, quantity: Decimal) -> None:
    """Lower what a line takes; never raises it."""
    await session.execute(
        update(CapacityUse)
        .where(CapacityUse.purchase_order_line_id == line_id, CapacityUse.quantity > quantity)
        .values(quantity=quantity)
        .execution_options(synchronize_session=False)
    )
