"""Every statement of the officer feature."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, insert, or_, select
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


async def appointments_of(session: AsyncSession, person_id: UUID) -> Sequence[Appointment]:
    """All appointments that a person ever had."""
    statement = select(Appointment).where(Appointment.person_id == person_id)
    return (await session.execute(statement.order_by(Appointment.id))).scalars().all()


async def appointments_in_force(
    session: AsyncSession, person_id: UUID, *, today: date
) -> Sequence[Appointment]:
    """The person's appointments that hold on that day."""
    statement = select(Appointment).where(
        Appointment.person_id == person_id,
        Appointment.valid_from_on <= today,
        or_(Appointment.valid_until_on.is_(None), Appointment.valid_until_on >= today),
    )
    return (await session.execute(statement.order_by(Appointment.id))).scalars().all()


async def insert_denial(session: AsyncSession, **values: Any) -> None:
    """Log a refusal."""
    await session.execute(insert(AccessDenial).values(**values))
