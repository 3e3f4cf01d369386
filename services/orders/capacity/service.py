"""Use cases: state weekly capacity, take it for orders, give it back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kit.errors import FieldError, NotFound
from kit.time import now
from services.orders.capacity import queries
from services.orders.capacity.errors import CapacityBelowTaken, CapacityExceeded
from services.orders.capacity.rules import DAYS, monday_of, name_of, parse
from services.orders.capacity.schemas import CapacityRead
from services.orders.models.capacity import WeeklyCapacity
from services.orders.offer import service as offer_service

NOUGHT = Decimal(0)


@dataclass(frozen=True)
class Need:
    """A line that is to be delivered on a date; ``line_id`` is the purchase order line's."""

    line_no: int
    variant_id: UUID
    seller_id: UUID
    deliver_on: date
    quantity: Decimal
    line_id: UUID | None = None
    purchase_order_id: UUID | None = None

    @property
    def slot(self) -> tuple[UUID, date]:
        """The variant and the Monday of the delivery's week."""
        return self.variant_id, monday_of(self.deliver_on)


async def state(
    session: AsyncSession, *, seller_id: UUID, variant_id: UUID, week: str, quantity: Decimal
) -> CapacityRead:
    """Say what a seller can deliver in a week. Raises NotFound, CapacityBelowTaken."""
    await _own(session, seller_id, variant_id)
    week_on = parse(week)
    row = await queries.state(
        session,
        variant_id=variant_id,
        week_on=week_on,
        seller_id=seller_id,
        quantity=quantity,
        at=now(),
    )
    if row is None:
        held = await queries.get(session, variant_id=variant_id, week_on=week_on)
        taken = NOUGHT if held is None else held.taken
        raise CapacityBelowTaken(week=week, taken=f"{taken.normalize():f}")
    return _read(row)


async def weeks(
    session: AsyncSession, *, seller_id: UUID, variant_id: UUID, from_on: date, count: int
) -> list[CapacityRead]:
    """The seller's weeks from the date's on, those that were stated or ordered for."""
    await _own(session, seller_id, variant_id)
    first = monday_of(from_on)
    rows = await queries.weeks(
        session,
        variant_id=variant_id,
        from_on=first,
        until_on=first + timedelta(days=DAYS * (count - 1)),
    )
    return [_read(row) for row in rows]


async def require(session: AsyncSession, *, needs: Sequence[Need]) -> None:
    """Raise CapacityExceeded when a week cannot take the lines now; nothing is taken yet."""
    _refuse(needs, await queries.peek(session, slots={need.slot for need in needs}))


async def take(session: AsyncSession, *, needs: Sequence[Need]) -> None:
    """Take each line's quantity of its delivery's week; all of it or CapacityExceeded."""
    rows = await queries.lock(session, {need.slot: need.seller_id for need in needs})
    _refuse(needs, rows)
    await queries.add_uses(
        session,
        [
            {
                "purchase_order_line_id": need.line_id,
                "purchase_order_id": need.purchase_order_id,
                "variant_id": need.variant_id,
                "week_on": monday_of(need.deliver_on),
                "quantity": need.quantity,
            }
            for need in needs
        ],
    )


async def release(
    session: AsyncSession,
    *,
    purchase_order_id: UUID,
    keep: Mapping[UUID, Decimal] | None = None,
) -> None:
    """Give back an order's capacity; ``keep`` is what each order line still needs (else nothing).

    Doing it twice changes nothing.
    """
    for use in await queries.uses_of_order(session, purchase_order_id=purchase_order_id):
        kept = (keep or {}).get(use.purchase_order_line_id, NOUGHT)
        await queries.shrink(session, line_id=use.purchase_order_line_id, quantity=kept)


def _refuse(needs: Iterable[Need], rows: Mapping[tuple[UUID, date], WeeklyCapacity]) -> None:
    by_slot: dict[tuple[UUID, date], list[Need]] = defaultdict(list)
    for need in needs:
        by_slot[need.slot].append(need)
    errors: list[FieldError] = []
    context: dict[str, Any] = {}
    for slot, lines in by_slot.items():
        row = rows.get(slot)
        wanted = sum((need.quantity for need in lines), NOUGHT)
        if row is None or row.quantity is None or row.taken + wanted <= row.quantity:
            continue
        left = f"{(row.quantity - row.taken).normalize():f}"
        context = context or {
            "variant_id": str(slot[0]),
            "week": name_of(slot[1]),
            "available": left,
            "wanted": f"{wanted.normalize():f}",
        }
        errors.extend(
            FieldError(
                field=f"lines.{need.line_no - 1}.quantity",
                code=CapacityExceeded.code,
                message_th=f"สัปดาห์ {name_of(slot[1])} รับได้อีก {left}",
                message_en=f"{left} left in week {name_of(slot[1])}",
            )
            for need in lines
        )
    if errors:
        raise CapacityExceeded(errors=errors, **context)


async def _own(session: AsyncSession, seller_id: UUID, variant_id: UUID) -> None:
    offer = await offer_service.find(session, variant_id=variant_id)
    if offer is None or offer.seller_id != seller_id:
        raise NotFound


def _read(row: WeeklyCapacity) -> CapacityRead:
    return CapacityRead(
        variant_id=row.variant_id,
        week=name_of(row.week_on),
        from_on=row.week_on,
        until_on=row.week_on + timedelta(days=DAYS - 1),
        quantity=row.quantity,
        taken=row.taken,
        available=None if row.quantity is None else row.quantity - row.taken,
        stated_at=row.stated_at,
    )
