"""Every statement of the officer feature."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from kit.pagination import PageParams, keyset
from services.auth.models import AccessDenial, Appointment, Person
from services.auth.models.base import AnyRow


def _read() -> Select[*tuple[Any, ...]]:
    return select(
        Appointment.id,
        Appointment.person_id,
        Person.display_name,
        Appointment.agency,
        Appointment.provinces,
        Appointment.schemes,
        Appointment.duty,
        Appointment.delegated_from,
        Appointment.end_reason,
        Appointment.valid_from_on,
        Appointment.valid_until_on,
        Appointment.created_at,
    ).join(Person, Person.id == Appointment.person_id)


async def insert_appointment(session: AsyncSession, **values: Any) -> None:
    """Insert an appointment."""
    await session.execute(insert(Appointment).values(**values))


async def appointment(session: AsyncSession, appointment_id: UUID) -> AnyRow:
    """One appointment with its officer's name."""
    return (await session.execute(_read().where(Appointment.id == appointment_id))).one()


async def appointments(
    session: AsyncSession, *, person_id: UUID | None, page: PageParams
) -> Sequence[AnyRow]:
    """A page of appointments, newest first, and one row more; of one person when given."""
    statement = _read()
    if person_id is not None:
        statement = statement.where(Appointment.person_id == person_id)
    paged_statement = keyset(statement, order=[(Appointment.id, "desc")], page=page)
    rows: Sequence[AnyRow] = (await session.execute(paged_statement)).all()
    return rows


async def appointments_of(
    session: AsyncSession, person_id: UUID, *, duty: str
) -> Sequence[Appointment]:
    """All appointments to a duty that a person ever had."""
    statement = select(Appointment).where(
        Appointment.person_id == person_id, Appointment.duty == duty
    )
    return (await session.execute(statement.order_by(Appointment.id))).scalars().all()


async def appointments_in_force(
    session: AsyncSession, person_id: UUID, *, today: date, duty: str
) -> Sequence[Appointment]:
    """The person's appointments to a duty that hold on that day."""
    statement = select(Appointment).where(
        Appointment.person_id == person_id,
        Appointment.duty == duty,
        Appointment.ended_by.is_(None),
        Appointment.valid_from_on <= today,
        or_(Appointment.valid_until_on.is_(None), Appointment.valid_until_on >= today),
    )
    return (await session.execute(statement.order_by(Appointment.id))).scalars().all()


async def insert_denial(session: AsyncSession, **values: Any) -> None:
    """Log a refusal."""
    await session.execute(insert(AccessDenial).values(**values))


async def lock_appointment(session: AsyncSession, appointment_id: UUID) -> Appointment | None:
    """An appointment, locked."""
    statement = select(Appointment).where(Appointment.id == appointment_id).with_for_update()
    found = await session.execute(statement.execution_options(populate_existing=True))
    return found.scalar_one_or_none()


async def end(
    session: AsyncSession, *, appointment_id: UUID, today: date, by: UUID, reason: str
) -> None:
    """End an appointment and what was delegated from it; decisions of today stay covered."""
    await session.execute(
        update(Appointment)
        .where(
            or_(Appointment.id == appointment_id, Appointment.delegated_from == appointment_id),
            Appointment.ended_by.is_(None),
        )
        .values(
            ended_by=by,
            end_reason=reason,
            valid_until_on=func.greatest(
                Appointment.valid_from_on,
                func.least(func.coalesce(Appointment.valid_until_on, today), today),
            ),
        )
        .execution_options(synchronize_session=False)
    )
