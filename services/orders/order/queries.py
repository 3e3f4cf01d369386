"""Statements over order groups, seller orders and their lines."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import Row, Table, bindparam, column, func, insert, literal_column, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from kit.pagination import PageParams, keyset
from services.orders.models.order import Order, OrderGroup, OrderLine, OrderStatus
from services.orders.order.rules import LineFacts, OrderFacts, plain

GROUP: Final = cast(Table, OrderGroup.__table__)
ORDER: Final = cast(Table, Order.__table__)
LINE: Final = cast(Table, OrderLine.__table__)

_NOT_YET: Final = frozenset(
    {
        "carrier",
        "tracking",
        "version",
        "accept_by",
        "next_reminder_at",
        "cancelled_at",
        "cancel_reason",
        "cancel_note",
    }
)


def _recordset(parameter: str, table: Table) -> Any:
    """The rows bound as one JSON array, with the table's own columns and types."""
    columns = [column(c.name, c.type) for c in table.c if c.name not in _NOT_YET]
    rows = func.jsonb_to_recordset(bindparam(parameter, type_=JSONB))
    return rows.table_valued(*columns).render_derived(name=f"new_{parameter}", with_types=True)


def _insert_from(parameter: str, table: Table) -> Any:
    rows = _recordset(parameter, table)
    return insert(table).from_select([c.name for c in rows.c], select(*rows.c))


# Group, orders and lines in one round trip, however many there are. Foreign keys are checked at
# the end of the statement.
_PLACE: Final = _insert_from("lines", LINE).add_cte(
    _insert_from("groups", GROUP).cte("placed_groups"),
    _insert_from("orders", ORDER).cte("placed_orders"),
)


async def place(
    session: AsyncSession,
    *,
    group: dict[str, Any],
    orders: Sequence[dict[str, Any]],
    lines: Sequence[dict[str, Any]],
) -> None:
    """Insert a group with its orders and lines."""
    await session.execute(
        _PLACE,
        {
            "groups": [plain(group)],
            "orders": [plain(order) for order in orders],
            "lines": [plain(line) for line in lines],
        },
    )


async def move_group(
    session: AsyncSession,
    *,
    group_id: UUID,
    step: tuple[OrderStatus, OrderStatus],
    values: dict[str, Any],
) -> bool:
    """Move a group over a step; False when it does not stand before it."""
    start, status = step
    finished = await session.scalar(
        update(GROUP)
        .where(GROUP.c.id == group_id, GROUP.c.status == start.value)
        .values(status=status.value, **values)
        .returning(GROUP.c.id)
    )
    return finished is not None


async def finish_orders(
    session: AsyncSession, *, group_id: UUID, status: OrderStatus, values: dict[str, Any]
) -> list[OrderFacts]:
    """Give every order of the group the status; returns them with their lines."""
    orders = (
        await session.execute(
            update(ORDER)
            .where(ORDER.c.group_id == group_id)
            .values(status=status.value, version=ORDER.c.version + 1, **values)
            .returning(*ORDER.c)
        )
    ).all()
    lines = await lines_of(session, [order.id for order in orders])
    return [facts(order, lines) for order in sorted(orders, key=lambda order: order.id)]


async def lines_of(session: AsyncSession, order_ids: Sequence[UUID]) -> Sequence[Row[Any]]:
    """The lines of the orders."""
    statement = select(*LINE.c).where(LINE.c.order_id.in_(order_ids)).order_by(LINE.c.id)
    return (await session.execute(statement)).all()


def facts(order: Any, lines: Sequence[Any]) -> OrderFacts:
    """An order's row and the lines that are its own."""
    return OrderFacts(
        id=order.id,
        group_id=order.group_id,
        seller_id=order.seller_id,
        number=order.number,
        version=order.version,
        total_satang=order.total_satang,
        commission_satang=order.commission_satang,
        commission_vat_satang=order.commission_vat_satang,
        seller_satang=order.seller_satang,
        lines=tuple(
            LineFacts(
                order_id=line.order_id,
                variant_id=line.variant_id,
                product_id=line.product_id,
                name_th=line.name_th,
                unit=line.unit,
                quantity=line.quantity,
                unit_price_satang=line.unit_price_satang,
                total_satang=line.total_satang,
                income_shares=line.income_shares,
            )
            for line in lines
            if line.order_id == order.id
        ),
    )


async def of_seller(
    session: AsyncSession, *, seller_id: UUID, status: OrderStatus | None, page: PageParams
) -> Sequence[Order]:
    """A page of a seller's orders, newest first, and one row more."""
    statement = select(Order).where(Order.seller_id == seller_id)
    if status is not None:
        statement = statement.where(Order.status == status.value)
    statement = keyset(statement, order=[(ORDER.c.id, "desc")], page=page)
    return (await session.scalars(statement)).all()


async def get(
    session: AsyncSession, *, order_id: UUID, seller_id: UUID
) -> Mapping[str, Any] | None:
    """A seller's order with the group's contact and address."""
    statement = (
        select(*ORDER.c, GROUP.c.contact, GROUP.c.address)
        .join(GROUP, GROUP.c.id == ORDER.c.group_id)
        .where(ORDER.c.id == order_id, ORDER.c.seller_id == seller_id)
    )
    return cast(
        Mapping[str, Any] | None, (await session.execute(statement)).mappings().one_or_none()
    )


async def move(
    session: AsyncSession,
    *,
    order_id: UUID,
    seller_id: UUID,
    step: tuple[OrderStatus, OrderStatus],
    values: dict[str, Any],
) -> Row[Any] | None:
    """Take an order over one step; None, and no change, when it does not stand before it."""
    start, end = step
    return (
        await session.execute(
            update(ORDER)
            .where(
                ORDER.c.id == order_id,
                ORDER.c.seller_id == seller_id,
                ORDER.c.status == start.value,
            )
            .values(status=end.value, version=ORDER.c.version + 1, **values)
            .returning(*ORDER.c)
        )
    ).one_or_none()


async def call_off(
    session: AsyncSession,
    *,
    order_id: UUID,
    starts: Collection[OrderStatus],
    values: dict[str, Any],
) -> Row[Any] | None:
    """Cancel a paid order; None, and no change, when it stands at none of the starts."""
    return (
        await session.execute(
            update(ORDER)
            .where(ORDER.c.id == order_id, ORDER.c.status.in_([s.value for s in starts]))
            .values(status=OrderStatus.CANCELLED.value, version=ORDER.c.version + 1, **values)
            .returning(*ORDER.c)
        )
    ).one_or_none()


async def lock(session: AsyncSession, *, order_id: UUID, seller_id: UUID) -> Row[Any] | None:
    """A seller's order, kept from others until the transaction ends."""
    return (
        await session.execute(
            select(*ORDER.c)
            .where(ORDER.c.id == order_id, ORDER.c.seller_id == seller_id)
            .with_for_update()
        )
    ).one_or_none()


async def lock_overdue(session: AsyncSession, *, at: datetime) -> Row[Any] | None:
    """One paid order that is due for a reminder, or for its end; locked."""
    return (
        await session.execute(
            select(*ORDER.c)
            .where(literal_column("shop_order.status = 'paid'"), ORDER.c.next_reminder_at <= at)
            .order_by(ORDER.c.next_reminder_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
    ).one_or_none()


async def set_reminder(session: AsyncSession, *, order_id: UUID, at: datetime) -> None:
    """When to look at an order that waits for its seller again."""
    await session.execute(update(ORDER).where(ORDER.c.id == order_id).values(next_reminder_at=at))


async def get_group(session: AsyncSession, group_id: UUID) -> Row[Any] | None:
    """A group's row."""
    return (await session.execute(select(*GROUP.c).where(GROUP.c.id == group_id))).one_or_none()


async def orders_of(session: AsyncSession, group_id: UUID) -> Sequence[Row[Any]]:
    """The orders of a group."""
    statement = select(*ORDER.c).where(ORDER.c.group_id == group_id).order_by(ORDER.c.id)
    return (await session.execute(statement)).all()
