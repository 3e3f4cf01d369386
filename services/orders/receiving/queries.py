"""SQL of receiving sites, windows and slots."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from kit.pagination import PageParams, keyset
from services.orders.models.receiving import ReceivingSite, ReceivingSlot, ReceivingWindow


async def add_site(session: AsyncSession, values: dict[str, Any]) -> bool:
    """Insert a site; False when the buyer has one of that name."""
    added = await session.execute(
        insert(ReceivingSite).values(**values).on_conflict_do_nothing().returning(ReceivingSite.id)
    )
    return added.first() is not None


async def site(
    session: AsyncSession, *, site_id: UUID, buyer_id: UUID, lock: bool = False
) -> ReceivingSite | None:
    """A site of the buyer's with its windows, withdrawn ones too."""
    statement = (
        select(ReceivingSite)
        .where(ReceivingSite.id == site_id, ReceivingSite.buyer_id == buyer_id)
        .options(selectinload(ReceivingSite.windows))
        .execution_options(populate_existing=True)
    )
    return await session.scalar(statement.with_for_update() if lock else statement)


async def name_taken(session: AsyncSession, *, site: ReceivingSite, name_th: str) -> bool:
    """Whether another site of the buyer's bears the name."""
    statement = select(ReceivingSite.id).where(
        ReceivingSite.buyer_id == site.buyer_id,
        ReceivingSite.name_th == name_th,
        ReceivingSite.id != site.id,
    )
    return (await session.execute(statement)).first() is not None


async def page_of(
    session: AsyncSession, *, buyer_id: UUID, page: PageParams
) -> Sequence[ReceivingSite]:
    """The buyer's sites, newest first."""
    statement = (
        select(ReceivingSite)
        .where(ReceivingSite.buyer_id == buyer_id)
        .options(selectinload(ReceivingSite.windows))
    )
    found = await session.scalars(keyset(statement, order=[(ReceivingSite.id, "desc")], page=page))
    return found.all()


async def fit_slots(session: AsyncSession, *, window: ReceivingWindow, from_on: date) -> None:
    """Let the slots to come take as many as the window now does, never fewer than are booked."""
    await session.execute(
        update(ReceivingSlot)
        .where(ReceivingSlot.window_id == window.id, ReceivingSlot.on_date >= from_on)
        .values(capacity=func.greatest(ReceivingSlot.booked, window.capacity))
    )


async def on_date(
    session: AsyncSession, *, buyer_id: UUID, on: date
) -> Sequence[Row[ReceivingWindow, ReceivingSite, int]]:
    """The buyer's windows of that weekday with their sites and what is booked on the date."""
    statement = (
        select(ReceivingWindow, ReceivingSite, func.coalesce(ReceivingSlot.booked, 0))
        .join(ReceivingSite, ReceivingSite.id == ReceivingWindow.site_id)
        .outerjoin(
            ReceivingSlot,
            (ReceivingSlot.window_id == ReceivingWindow.id) & (ReceivingSlot.on_date == on),
        )
        .where(
            ReceivingSite.buyer_id == buyer_id,
            ReceivingWindow.weekday == on.isoweekday(),
            ReceivingWindow.withdrawn.is_(False),
        )
        .order_by(ReceivingWindow.opens, ReceivingWindow.id)
    )
    return (await session.execute(statement)).all()


async def has_windows(session: AsyncSession, *, buyer_id: UUID) -> bool:
    """Whether the buyer offers any window at all."""
    statement = (
        select(ReceivingWindow.id)
        .join(ReceivingSite, ReceivingSite.id == ReceivingWindow.site_id)
        .where(ReceivingSite.buyer_id == buyer_id, ReceivingWindow.withdrawn.is_(False))
        .limit(1)
    )
    return (await session.execute(statement)).first() is not None


async def window(
    session: AsyncSession, *, window_id: UUID, buyer_id: UUID
) -> tuple[ReceivingWindow, ReceivingSite] | None:
    """A window that the buyer offers, kept from changing until the transaction ends."""
    statement = (
        select(ReceivingWindow, ReceivingSite)
        .join(ReceivingSite, ReceivingSite.id == ReceivingWindow.site_id)
        .where(
            ReceivingWindow.id == window_id,
            ReceivingSite.buyer_id == buyer_id,
            ReceivingWindow.withdrawn.is_(False),
        )
        .with_for_update(read=True, of=ReceivingWindow)
    )
    row = (await session.execute(statement)).one_or_none()
    return None if row is None else (row[0], row[1])


async def book(session: AsyncSession, *, window: ReceivingWindow, on: date) -> bool:
    """Take a place in the window on the date; False when none is left."""
    await session.execute(
        insert(ReceivingSlot)
        .values(window_id=window.id, on_date=on, capacity=window.capacity, booked=0)
        .on_conflict_do_nothing()
    )
    taken = await session.execute(
        update(ReceivingSlot)
        .where(
            ReceivingSlot.window_id == window.id,
            ReceivingSlot.on_date == on,
            ReceivingSlot.booked < ReceivingSlot.capacity,
            # A window that was made smaller keeps what is booked and takes no more.
            ReceivingSlot.booked < window.capacity,
        )
        .values(booked=ReceivingSlot.booked + 1)
        .returning(ReceivingSlot.booked)
    )
    return taken.first() is not None


async def free(session: AsyncSession, *, window_id: UUID, on: date) -> None:
    """Give a place back."""
    await session.execute(
        update(ReceivingSlot)
        .where(ReceivingSlot.window_id == window_id, ReceivingSlot.on_date == on)
        .values(booked=ReceivingSlot.booked - 1)
    )
