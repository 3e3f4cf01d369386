"""Every statement about a person's data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from kit.pagination import PageParams, keyset
from services.auth.models import (
    Appointment,
    Contact,
    NoticeDelivery,
    Person,
    PrivacyAnswer,
    PrivacyCase,
)
from services.auth.models.notice import DeliveryStatus
from services.auth.models.privacy import PrivacyStatus


async def insert_case(session: AsyncSession, **values: Any) -> bool:
    """Insert a request unless one of its kind is open; whether it was inserted."""
    statement = (
        insert(PrivacyCase).values(**values).on_conflict_do_nothing().returning(PrivacyCase.id)
    )
    return (await session.execute(statement)).scalar_one_or_none() is not None


async def lock_case(session: AsyncSession, case_id: UUID) -> PrivacyCase | None:
    """The request, locked: of two last answers one closes it."""
    statement = (
        select(PrivacyCase)
        .where(PrivacyCase.id == case_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def case(session: AsyncSession, case_id: UUID) -> PrivacyCase | None:
    """The request as it is now."""
    return await session.get(PrivacyCase, case_id, populate_existing=True)


async def cases(session: AsyncSession, *, page: PageParams) -> Sequence[PrivacyCase]:
    """A page of requests, newest first, and one row more."""
    statement = keyset(select(PrivacyCase), order=[(PrivacyCase.id, "desc")], page=page)
    rows: Sequence[PrivacyCase] = (await session.execute(statement)).scalars().all()
    return rows


async def insert_answer(session: AsyncSession, **values: Any) -> None:
    """Keep an answer; a second copy is nothing."""
    await session.execute(insert(PrivacyAnswer).values(**values).on_conflict_do_nothing())


async def answers(session: AsyncSession, case_id: UUID) -> Sequence[PrivacyAnswer]:
    """What was answered, by service and part."""
    statement = select(PrivacyAnswer).where(PrivacyAnswer.case_id == case_id)
    ordered = statement.order_by(PrivacyAnswer.service, PrivacyAnswer.part)
    return (await session.execute(ordered)).scalars().all()


async def flush(session: AsyncSession) -> None:
    """Write changed columns."""
    await session.flush()


async def next_expired(session: AsyncSession, *, at: datetime) -> PrivacyCase | None:
    """An export whose time is over, locked past other workers."""
    statement = (
        select(PrivacyCase)
        .where(
            PrivacyCase.status == PrivacyStatus.DONE.value,
            PrivacyCase.expires_at <= at,
        )
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def delete_parts(session: AsyncSession, case_id: UUID) -> None:
    """Throw an export's data away."""
    await session.execute(delete(PrivacyAnswer).where(PrivacyAnswer.case_id == case_id))


async def blank_person(session: AsyncSession, person_id: UUID, *, name: str, at: datetime) -> None:
    """Leave nothing personal in the person's row, and a password that nothing fits."""
    await session.execute(
        update(Person)
        .where(Person.id == person_id)
        .values(display_name=name, password_hash="", operator=False, erased_at=at)
    )


async def contact_values(session: AsyncSession, person_id: UUID) -> Sequence[str]:
    """The person's addresses."""
    statement = select(Contact.value).where(Contact.person_id == person_id)
    return (await session.execute(statement)).scalars().all()


async def end_appointments(session: AsyncSession, person_id: UUID, *, yesterday: Any) -> int:
    """End the person's rights as an officer with yesterday; how many."""
    statement = (
        update(Appointment)
        .where(
            Appointment.person_id == person_id,
            func.coalesce(Appointment.valid_until_on, yesterday) >= yesterday,
        )
        .values(valid_until_on=func.greatest(Appointment.valid_from_on, yesterday))
        .returning(Appointment.id)
    )
    return len((await session.execute(statement)).all())


async def blank_deliveries(session: AsyncSession, person_id: UUID) -> int:
    """Remove texts and addresses of what was sent to the person; what waits is given up."""
    waiting = [DeliveryStatus.PENDING.value, DeliveryStatus.SENDING.value]
    await session.execute(
        update(NoticeDelivery)
        .where(NoticeDelivery.person_id == person_id, NoticeDelivery.status.in_(waiting))
        .values(status=DeliveryStatus.FAILED.value, last_error="the person was erased")
    )
    statement = (
        update(NoticeDelivery)
        .where(NoticeDelivery.person_id == person_id)
        .values(subject="", body="", address=None, contact_id=None)
        .returning(NoticeDelivery.id)
    )
    return len((await session.execute(statement)).all())
