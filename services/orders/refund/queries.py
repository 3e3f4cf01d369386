"""Statements over refunds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import Row, Table, insert, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.orders.models.payment import Payment
from services.orders.models.refund import Refund

REFUND: Final = cast(Table, Refund.__table__)
# Written out, not bound: a bound value would hide the partial index.
_UNFINISHED: Final[Any] = literal_column("refund.status IN ('requested', 'details_needed', 'sent')")


async def add(session: AsyncSession, values: dict[str, Any]) -> None:
    """A refund that Stripe has not been asked for yet."""
    await session.execute(insert(REFUND).values(**values))


async def get(session: AsyncSession, refund_id: UUID) -> Row[Any] | None:
    """A refund."""
    statement = select(*REFUND.c).where(REFUND.c.id == refund_id)
    return (await session.execute(statement)).one_or_none()


async def lock(session: AsyncSession, refund_id: UUID) -> Row[Any] | None:
    """A refund with its group, kept from others until the transaction ends."""
    statement = (
        select(*REFUND.c, Payment.group_id)
        .join(Payment, Payment.id == REFUND.c.payment_id)
        .where(REFUND.c.id == refund_id)
        .with_for_update(of=REFUND)
    )
    return cast(Row[Any] | None, (await session.execute(statement)).one_or_none())


async def change(session: AsyncSession, refund_id: UUID, values: dict[str, Any]) -> None:
    """Write what is new of a locked refund."""
    await session.execute(update(REFUND).where(REFUND.c.id == refund_id).values(**values))


async def lease(session: AsyncSession, *, at: datetime, until: datetime) -> Row[Any] | None:
    """Take one refund that is due for a look; nobody else takes it before ``until``."""
    due = (
        select(REFUND.c.id)
        .where(_UNFINISHED, REFUND.c.next_check_at <= at)
        .order_by(REFUND.c.next_check_at)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    statement = (
        update(REFUND).where(REFUND.c.id == due).values(next_check_at=until).returning(*REFUND.c)
    )
    return (await session.execute(statement)).one_or_none()


async def make_due(session: AsyncSession, *, intent_id: str, at: datetime) -> int:
    """Have an intent's unfinished refunds looked at now; how many there are of it at all."""
    await session.execute(
        update(REFUND)
        .where(REFUND.c.intent_id == intent_id, _UNFINISHED, REFUND.c.stripe_id.is_not(None))
        .values(next_check_at=at)
    )
    known = await session.execute(select(REFUND.c.id).where(REFUND.c.intent_id == intent_id))
    return len(known.all())


async def failed_before(session: AsyncSession, refund: Row[Any]) -> Sequence[UUID]:
    """Earlier refunds of the same money that failed."""
    statement = select(REFUND.c.id).where(
        REFUND.c.intent_id == refund.intent_id,
        REFUND.c.order_id.is_not_distinct_from(refund.order_id),
        REFUND.c.status == "failed",
        REFUND.c.id < refund.id,
    )
    return (await session.scalars(statement)).all()


async def of_orders(session: AsyncSession, order_ids: Collection[UUID]) -> Sequence[Row[Any]]:
    """The orders' refunds, oldest first."""
    statement = select(*REFUND.c).where(REFUND.c.order_id.in_(order_ids)).order_by(REFUND.c.id)
    return (await session.execute(statement)).all()


async def answered_since(session: AsyncSession, since: datetime) -> Sequence[Row[Any]]:
    """Refunds that Stripe has made for us since then."""
    statement = select(*REFUND.c).where(
        REFUND.c.requested_at >= since, REFUND.c.stripe_id.is_not(None)
    )
    return (await session.execute(statement)).all()
