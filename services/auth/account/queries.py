"""Every statement of the account feature."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.auth.models import Appointment, Contact, Membership, Organisation, Person
from services.auth.models.base import AnyRow
from services.auth.models.person import ContactKind


async def insert_person(session: AsyncSession, **values: Any) -> None:
    """Insert a person."""
    await session.execute(insert(Person).values(**values))


async def insert_contact(session: AsyncSession, **values: Any) -> bool:
    """Insert a contact unless somebody has it; whether it was inserted."""
    statement = (
        insert(Contact)
        .values(**values)
        .on_conflict_do_nothing(index_elements=[Contact.kind, Contact.value])
        .returning(Contact.id)
    )
    return (await session.execute(statement)).scalar_one_or_none() is not None


async def delete_person(session: AsyncSession, person_id: UUID) -> None:
    """Take back a person inserted in this transaction."""
    person = await session.get(Person, person_id)
    if person is not None:
        await session.delete(person)
        await session.flush()


async def person_by_address(
    session: AsyncSession, *, kind: ContactKind, value: str
) -> Person | None:
    """The person who has the address."""
    statement = (
        select(Person)
        .join(Contact, Contact.person_id == Person.id)
        .where(Contact.kind == kind.value, Contact.value == value)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def person_by_id(session: AsyncSession, person_id: UUID) -> Person | None:
    """The person."""
    return await session.get(Person, person_id)


async def set_password_hash(session: AsyncSession, *, person_id: UUID, old: str, new: str) -> None:
    """Replace the hash, unless it has been changed meanwhile."""
    await session.execute(
        update(Person)
        .where(Person.id == person_id, Person.password_hash == old)
        .values(password_hash=new)
    )


async def contacts_of(session: AsyncSession, person_id: UUID) -> Sequence[Contact]:
    """The person's addresses, oldest first."""
    statement = select(Contact).where(Contact.person_id == person_id).order_by(Contact.id)
    return (await session.execute(statement)).scalars().all()


async def memberships_of(session: AsyncSession, person_id: UUID) -> Sequence[AnyRow]:
    """The organisations that the person may act for, by name."""
    statement = (
        select(
            Membership.organisation_id,
            Organisation.kind,
            Organisation.name_th,
            Organisation.name_en,
            Organisation.status,
            Membership.roles,
            Membership.position,
        )
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.person_id == person_id, Membership.left_at.is_(None))
        .order_by(Organisation.name_th, Organisation.id)
    )
    return (await session.execute(statement)).all()


async def appointments_of(
    session: AsyncSession, person_id: UUID, *, today: date
) -> Sequence[AnyRow]:
    """The person's appointments that have not ended."""
    statement = (
        select(
            Appointment.id.label("appointment_id"),
            Appointment.agency,
            Appointment.provinces,
            Appointment.schemes,
            Appointment.valid_from_on,
            Appointment.valid_until_on,
        )
        .where(
            Appointment.person_id == person_id,
            or_(Appointment.valid_until_on.is_(None), Appointment.valid_until_on >= today),
        )
        .order_by(Appointment.valid_from_on, Appointment.id)
    )
    return (await session.execute(statement)).all()
