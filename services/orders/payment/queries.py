"""Statements over payments and the events about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import Row, Table, case, insert, literal_column, or_, select, update
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
        .where(
            PAYMENT.c.group_id == group_id,
            # An attempt that was replaced meanwhile is no longer the payment's.
            PAYMENT.c.attempt == intent.attempt,
            or_(PAYMENT.c.intent_id.is_(None), PAYMENT.c.intent_id == intent.id),
        )
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


async def postpone(session: AsyncSession, *, payment_id: UUID, next_check_at: datetime) -> None:
    """When to look at an unfinished payment again."""
    await session.execute(
        update(PAYMENT)
        .where(PAYMENT.c.id == payment_id, _UNFINISHED)
        .values(next_check_at=next_check_at)
    )


async def intents_since(session: AsyncSession, since: datetime) -> Sequence[Row[Any]]:
    """Payments that were opened since then and have an intent."""
    statement = select(*PAYMENT.c).where(
        PAYMENT.c.created_at >= since, PAYMENT.c.intent_id.is_not(None)
    )
    return (await session.execute(statement)).all()


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
            intent_id=_subject(news),
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


def _subject(news: PaymentNews) -> str | None:
    if news.intent is not None:
        return news.intent.id
    return news.refunded_intent_id if news.refund is None else news.refund.id
