"""Statements over payments and the events about them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import Row, Table, case, func, insert, literal_column, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from services.orders.models.order import OrderGroup
from services.orders.models.payment import Payment, PaymentEvent
from services.orders.ports import Intent, PaymentNews

PAYMENT: Final = cast(Table, Payment.__table__)
# Written out, not bound: a bound value would hide the partial index.
_UNFINISHED: Final[Any] = literal_column("payment.status IN ('requested', 'pending')")


async def add(session: AsyncSession, values: dict[str, Any]) -> None:
    """A payment that has not been asked for yet."""
    await session.execute(insert(PAYMENT).values(**values))


async def of_group(session: AsyncSession, group_id: UUID) -> Row[Any] | None:
    """A group's payment with the end of the hold and the shopper's contact."""
    statement = (
        select(*PAYMENT.c, OrderGroup.expires_at, OrderGroup.contact)
        .join(OrderGroup, OrderGroup.id == PAYMENT.c.group_id)
        .where(PAYMENT.c.group_id == group_id)
    )
    return cast(Row[Any] | None, (await session.execute(statement)).one_or_none())


async def record_intent(
    session: AsyncSession, *, group_id: UUID, intent: Intent, next_check_at: datetime
) -> None:
    """Keep what Stripe answered. A payment that has ended meanwhile keeps its end."""
    code = intent.promptpay
    await session.execute(
        update(PAYMENT)
        .where(PAYMENT.c.group_id == group_id)
        .values(
            intent_id=intent.id,
            client_secret=intent.client_secret,
            promptpay_qr=None
            if code is None
            else {
                "payload": code.payload,
                "image_url": code.image_url,
                "instructions_url": code.instructions_url,
            },
            status=case((PAYMENT.c.status == "requested", "pending"), else_=PAYMENT.c.status),
            next_check_at=next_check_at,
        )
    )


async def note_pending(
    session: AsyncSession,
    *,
    payment_id: UUID,
    failure_code: str | None,
    next_check_at: datetime | None,
) -> None:
    """An unfinished payment is still unfinished: why it failed last, when to look again."""
    values: dict[str, Any] = {}
    if failure_code is not None:
        values["failure_code"] = failure_code
    if next_check_at is not None:
        values["next_check_at"] = next_check_at
    if values:
        await session.execute(
            update(PAYMENT).where(PAYMENT.c.id == payment_id, _UNFINISHED).values(**values)
        )


async def finish(
    session: AsyncSession, *, payment_id: UUID, status: str, intent_id: str | None, at: datetime
) -> bool:
    """Bring an unfinished payment to its end; False when it has ended before."""
    finished = await session.scalar(
        update(PAYMENT)
        .where(PAYMENT.c.id == payment_id, _UNFINISHED)
        .values(
            status=status,
            intent_id=func.coalesce(PAYMENT.c.intent_id, intent_id),
            succeeded_at=at if status == "succeeded" else None,
        )
        .returning(PAYMENT.c.id)
    )
    return finished is not None


async def status_of(session: AsyncSession, payment_id: UUID) -> str:
    """How a payment stands now."""
    status: str = (
        await session.execute(select(PAYMENT.c.status).where(PAYMENT.c.id == payment_id))
    ).scalar_one()
    return status


async def lease(session: AsyncSession, *, at: datetime, until: datetime) -> Row[Any] | None:
    """Take one payment that is due for a look; nobody else takes it before ``until``."""
    due = (
        select(PAYMENT.c.id)
        .where(_UNFINISHED, PAYMENT.c.next_check_at <= at)
        .order_by(PAYMENT.c.next_check_at)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    group_id = await session.scalar(
        update(PAYMENT)
        .where(PAYMENT.c.id == due)
        .values(next_check_at=until)
        .returning(PAYMENT.c.group_id)
    )
    return None if group_id is None else await of_group(session, group_id)


async def keep_event(session: AsyncSession, news: PaymentNews, *, at: datetime) -> bool:
    """Store an event; False when it came before."""
    stored = await session.scalar(
        upsert(PaymentEvent)
        .values(
            id=news.id,
            type=news.type,
            intent_id=news.intent.id if news.intent else None,
            payload=news.payload,
            received_at=at,
            outcome="received",
        )
        .on_conflict_do_nothing()
        .returning(PaymentEvent.id)
    )
    return stored is not None


async def note_outcome(session: AsyncSession, *, event_id: str, outcome: str) -> None:
    """What an event led to."""
    await session.execute(
        update(PaymentEvent).where(PaymentEvent.id == event_id).values(outcome=outcome)
    )
