"""Statements over the end of payments and the money that came in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import Row, Table, exists, func, literal_column, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from kit.ids import uuid7
from services.orders.models.order import OrderGroup
from services.orders.models.payment import MoneyIn, Payment, PaymentAttempt

PAYMENT: Final = cast(Table, Payment.__table__)
MONEY: Final = cast(Table, MoneyIn.__table__)
ATTEMPT: Final = cast(Table, PaymentAttempt.__table__)
_UNFINISHED: Final[Any] = literal_column("payment.status IN ('requested', 'pending')")


async def lock(session: AsyncSession, payment_id: UUID) -> Row[Any]:
    """A payment with its group's facts, kept from others until the transaction ends."""
    statement = (
        select(*PAYMENT.c, OrderGroup.expires_at, OrderGroup.contact)
        .join(OrderGroup, OrderGroup.id == PAYMENT.c.group_id)
        .where(PAYMENT.c.id == payment_id)
        .with_for_update(of=PAYMENT)
    )
    return cast(Row[Any], (await session.execute(statement)).one())


async def succeed(
    session: AsyncSession, *, payment_id: UUID, intent_id: str, method: str, at: datetime
) -> None:
    """A locked payment was paid by this intent."""
    await session.execute(
        update(PAYMENT)
        .where(PAYMENT.c.id == payment_id)
        .values(status="succeeded", intent_id=intent_id, method=method, succeeded_at=at)
    )


async def cancel(session: AsyncSession, *, payment_id: UUID, intent_id: str | None) -> bool:
    """Bring an unfinished payment to nothing; False when it has ended before."""
    finished = await session.scalar(
        update(PAYMENT)
        .where(PAYMENT.c.id == payment_id, _UNFINISHED)
        .values(status="cancelled", intent_id=func.coalesce(PAYMENT.c.intent_id, intent_id))
        .returning(PAYMENT.c.id)
    )
    return finished is not None


async def note_failure(session: AsyncSession, *, payment_id: UUID, failure_code: str) -> None:
    """Why an unfinished payment failed last."""
    await session.execute(
        update(PAYMENT)
        .where(PAYMENT.c.id == payment_id, _UNFINISHED)
        .values(failure_code=failure_code)
    )


async def add_money(
    session: AsyncSession,
    *,
    payment_id: UUID,
    intent_id: str,
    amount_satang: int,
    use: str,
    at: datetime,
) -> None:
    """Money came in by an intent; each intent pays once."""
    await session.execute(
        insert(MONEY).values(
            id=uuid7(),
            payment_id=payment_id,
            intent_id=intent_id,
            amount_satang=amount_satang,
            use=use,
            received_at=at,
            next_check_at=at,
        )
    )


async def has_money(session: AsyncSession, intent_id: str) -> bool:
    """Whether the intent's money was counted before."""
    return bool(await session.scalar(select(exists().where(MONEY.c.intent_id == intent_id))))


async def lease_money(session: AsyncSession, *, at: datetime, until: datetime) -> Row[Any] | None:
    """Take one payment whose fee is not known yet."""
    due = (
        select(MONEY.c.id)
        .where(MONEY.c.fee_satang.is_(None), MONEY.c.next_check_at <= at)
        .order_by(MONEY.c.next_check_at)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    statement = (
        update(MONEY).where(MONEY.c.id == due).values(next_check_at=until).returning(*MONEY.c)
    )
    return (await session.execute(statement)).one_or_none()


async def set_fee(
    session: AsyncSession, *, money_id: UUID, fee_satang: int, vat_satang: int
) -> bool:
    """Keep a fee; False when it was kept before."""
    kept = await session.scalar(
        update(MONEY)
        .where(MONEY.c.id == money_id, MONEY.c.fee_satang.is_(None))
        .values(fee_satang=fee_satang, fee_vat_satang=vat_satang)
        .returning(MONEY.c.id)
    )
    return kept is not None


async def replace(
    session: AsyncSession, *, payment: Row[Any], attempt_id: UUID, method: str, at: datetime
) -> None:
    """Put the payment's present attempt aside and begin the next one."""
    await add_attempt(session, payment=payment, attempt_id=attempt_id, at=at)
    await session.execute(
        update(PAYMENT)
        .where(PAYMENT.c.id == payment.id)
        .values(
            attempt=PAYMENT.c.attempt + 1,
            method=method,
            status="requested",
            intent_id=None,
            client_secret=None,
            promptpay_qr=None,
            failure_code=None,
            next_check_at=at,
        )
    )


async def add_attempt(
    session: AsyncSession, *, payment: Row[Any], attempt_id: UUID, at: datetime
) -> None:
    """Keep the payment's present intent as an attempt that is not the one in use."""
    await session.execute(
        insert(ATTEMPT)
        .values(
            id=attempt_id,
            payment_id=payment.id,
            number=payment.attempt,
            method=payment.method,
            intent_id=payment.intent_id,
            replaced_at=at,
            next_check_at=at,
        )
        .on_conflict_do_nothing()
    )


async def attempt_of(session: AsyncSession, intent_id: str) -> Row[Any] | None:
    """The earlier attempt that an intent was."""
    statement = select(*ATTEMPT.c).where(ATTEMPT.c.intent_id == intent_id)
    return (await session.execute(statement)).one_or_none()


async def get_attempt(session: AsyncSession, attempt_id: UUID) -> Row[Any] | None:
    """An earlier attempt."""
    return (
        await session.execute(select(*ATTEMPT.c).where(ATTEMPT.c.id == attempt_id))
    ).one_or_none()


async def close_attempt(session: AsyncSession, *, intent_id: str, at: datetime) -> None:
    """An earlier attempt can no longer be paid, or was."""
    await session.execute(
        update(ATTEMPT)
        .where(ATTEMPT.c.intent_id == intent_id, ATTEMPT.c.closed_at.is_(None))
        .values(closed_at=at)
    )


async def open_attempts(session: AsyncSession, payment_id: UUID) -> Sequence[Row[Any]]:
    """Earlier attempts of a payment that might still be paid."""
    statement = select(*ATTEMPT.c).where(
        ATTEMPT.c.payment_id == payment_id, ATTEMPT.c.closed_at.is_(None)
    )
    return (await session.execute(statement)).all()


async def lease_attempt(session: AsyncSession, *, at: datetime, until: datetime) -> Row[Any] | None:
    """Take one earlier attempt that is still open."""
    due = (
        select(ATTEMPT.c.id)
        .where(ATTEMPT.c.closed_at.is_(None), ATTEMPT.c.next_check_at <= at)
        .order_by(ATTEMPT.c.next_check_at)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    statement = (
        update(ATTEMPT).where(ATTEMPT.c.id == due).values(next_check_at=until).returning(*ATTEMPT.c)
    )
    return (await session.execute(statement)).one_or_none()
