"""Use cases: state sites and windows, see what is free, book a place and give it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kit.errors import NotFound
from kit.http import check_version
from kit.ids import uuid7
from kit.pagination import Paged, PageParams, paged
from kit.time import bangkok_today, now
from services.orders.models.receiving import ReceivingSite, ReceivingWindow
from services.orders.purchase import service as purchase_service
from services.orders.receiving import queries
from services.orders.receiving.errors import (
    ReceivingWindowFull,
    ReceivingWindowNotOpen,
    ReceivingWindowRequired,
    SiteNameTaken,
)
from services.orders.receiving.rules import instant
from services.orders.receiving.schemas import (
    OpenWindow,
    OpenWindows,
    SiteRead,
    SiteWrite,
    WindowRead,
    WindowWrite,
)


@dataclass(frozen=True)
class Booking:
    """A place in a window on a date."""

    window_id: UUID
    site_name_th: str
    opens_at: datetime
    closes_at: datetime


async def create(session: AsyncSession, *, buyer_id: UUID, wanted: SiteWrite) -> SiteRead:
    """A new site of the buyer's. Raises SiteNameTaken."""
    site_id = uuid7()
    values = {
        "id": site_id,
        "buyer_id": buyer_id,
        "name_th": wanted.name_th,
        "address": wanted.address,
        "version": 1,
        "created_at": now(),
    }
    if not await queries.add_site(session, values):
        raise SiteNameTaken(name_th=wanted.name_th)
    site = await _locked(session, site_id, buyer_id)
    site.windows.extend(_new_window(each) for each in wanted.windows)
    await session.flush()
    return _read(site)


async def replace(
    session: AsyncSession,
    *,
    buyer_id: UUID,
    site_id: UUID,
    expected_version: int,
    wanted: SiteWrite,
) -> SiteRead:
    """Change a site and its windows; what is booked stays booked.

    Raises NotFound, PreconditionFailed, SiteNameTaken.
    """
    site = await _locked(session, site_id, buyer_id)
    check_version(expected_version, site.version)
    if await queries.name_taken(session, site=site, name_th=wanted.name_th):
        raise SiteNameTaken(name_th=wanted.name_th)
    site.name_th, site.address = wanted.name_th, wanted.address
    await _fit_windows(session, site, wanted.windows)
    site.version += 1
    await session.flush()
    return _read(site)


async def find(session: AsyncSession, *, buyer_id: UUID, site_id: UUID) -> SiteRead:
    """A site of the buyer's. Raises NotFound."""
    site = await queries.site(session, site_id=site_id, buyer_id=buyer_id)
    if site is None:
        raise NotFound
    return _read(site)


async def page_of(session: AsyncSession, *, buyer_id: UUID, page: PageParams) -> Paged[SiteRead]:
    """The buyer's sites, newest first."""
    rows = await queries.page_of(session, buyer_id=buyer_id, page=page)
    shown, cursor = paged(rows, page=page, key=lambda site: (site.id,))
    return Paged[SiteRead](items=[_read(site) for site in shown], next_cursor=cursor)


async def open_windows(
    session: AsyncSession, *, order_id: UUID, party_id: UUID, on: date
) -> OpenWindows:
    """The windows of an order's buyer on a date, for its buyer and its seller. Raises NotFound."""
    order = await purchase_service.one(session, order_id=order_id, party_id=party_id)
    rows = await queries.on_date(session, buyer_id=order.buyer_id, on=on)
    return OpenWindows(
        required=await queries.has_windows(session, buyer_id=order.buyer_id),
        windows=[_open(window, site, booked, on) for window, site, booked in rows],
    )


async def book(
    session: AsyncSession, *, buyer_id: UUID, window_id: UUID | None, on: date
) -> Booking | None:
    """Take a place in a window of the buyer's; None where the buyer has no windows.

    Raises ReceivingWindowRequired, ReceivingWindowNotOpen, ReceivingWindowFull.
    """
    if window_id is None:
        if await queries.has_windows(session, buyer_id=buyer_id):
            raise ReceivingWindowRequired
        return None
    found = await queries.window(session, window_id=window_id, buyer_id=buyer_id)
    if found is None or found[0].weekday != on.isoweekday():
        raise ReceivingWindowNotOpen(on=on)
    window, site = found
    if not await queries.book(session, window=window, on=on):
        raise ReceivingWindowFull(on=on, capacity=window.capacity)
    return Booking(
        window_id=window.id,
        site_name_th=site.name_th,
        opens_at=instant(on, window.opens),
        closes_at=instant(on, window.closes),
    )


async def free(session: AsyncSession, *, window_id: UUID, on: date) -> None:
    """Give back what ``book`` took."""
    await queries.free(session, window_id=window_id, on=on)


async def _locked(session: AsyncSession, site_id: UUID, buyer_id: UUID) -> ReceivingSite:
    site = await queries.site(session, site_id=site_id, buyer_id=buyer_id, lock=True)
    if site is None:
        raise NotFound
    return site


async def _fit_windows(
    session: AsyncSession, site: ReceivingSite, wanted: Sequence[WindowWrite]
) -> None:
    known = {(window.weekday, window.opens): window for window in site.windows}
    for window in site.windows:
        window.withdrawn = True
    for each in wanted:
        kept = known.get((each.weekday, each.opens))
        if kept is None:
            site.windows.append(_new_window(each))
            continue
        kept.closes, kept.capacity, kept.withdrawn = each.closes, each.capacity, False
        await session.flush()
        await queries.fit_slots(session, window=kept, from_on=bangkok_today())


def _new_window(wanted: WindowWrite) -> ReceivingWindow:
    return ReceivingWindow(id=uuid7(), withdrawn=False, **wanted.model_dump())


def _open(window: ReceivingWindow, site: ReceivingSite, booked: int, on: date) -> OpenWindow:
    return OpenWindow(
        window_id=window.id,
        site_id=site.id,
        site_name_th=site.name_th,
        address=site.address,
        on=on,
        opens_at=instant(on, window.opens),
        closes_at=instant(on, window.closes),
        capacity=window.capacity,
        left=max(0, window.capacity - booked),
    )


def _read(site: ReceivingSite) -> SiteRead:
    windows = [window for window in site.windows if not window.withdrawn]
    windows.sort(key=lambda window: (window.weekday, window.opens))
    return SiteRead(
        id=site.id,
        name_th=site.name_th,
        address=site.address,
        version=site.version,
        windows=[WindowRead.model_validate(window) for window in windows],
    )
