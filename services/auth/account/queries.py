"""Every statement of the account feature."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, delete, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.auth.models import (
    Appointment,
    Contact,
    Membership,
    NoticeDelivery,
    Organisation,
    Person,
)
from services.auth.models.base import AnyRow
from services.auth.models.notice import DeliveryStatus
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


async def delete_person_without_contact(session: AsyncSession, person_id: UUID) -> None:
    """Take back a person inserted in this transaction whose address is somebody else's."""
    has_contact = exists().where(Contact.person_id == Person.id)
    await session.execute(delete(Person).where(Person.id == person_id, ~has_contact))


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


async def lock_person(session: AsyncSession, person_id: UUID) -> Person | None:
    """The person, locked: changes of the account go one after the other."""
    statement = (
        select(Person)
        .where(Person.id == person_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def replace_password_hash(session: AsyncSession, *, person_id: UUID, new: str) -> None:
    """Set the hash of a new password."""
    await session.execute(update(Person).where(Person.id == person_id).values(password_hash=new))


async def verify_contact(
    session: AsyncSession, *, person_id: UUID, kind: ContactKind, value: str
) -> None:
    """Mark an address of the person as proven; the first time counts."""
    await session.execute(
        update(Contact)
        .where(Contact.person_id == person_id, Contact.kind == kind.value, Contact.value == value)
        .values(verified_at=func.coalesce(Contact.verified_at, func.now()))
    )


async def delete_contact(
    session: AsyncSession, *, person_id: UUID, contact_id: UUID
) -> Contact | None:
    """Delete an address of the person, first from the deliveries that went there."""
    found = await session.get(Contact, contact_id, populate_existing=True)
    if found is None or found.person_id != person_id:
        return None
    await _detach(session, Contact.id == contact_id)
    await session.execute(delete(Contact).where(Contact.id == contact_id))
    return found


async def delete_contacts(session: AsyncSession, person_id: UUID) -> int:
    """Delete every address of the person; how many."""
    await _detach(session, Contact.person_id == person_id)
    statement = delete(Contact).where(Contact.person_id == person_id).returning(Contact.id)
    return len((await session.execute(statement)).all())


async def _detach(session: AsyncSession, which: ColumnElement[bool]) -> None:
    """Deliveries keep their text and lose the address; those that wait are given up."""
    contacts = select(Contact.id).where(which)
    waiting = NoticeDelivery.status.in_(
        [DeliveryStatus.PENDING.value, DeliveryStatus.SENDING.value]
    )
    await session.execute(
        update(NoticeDelivery)
        .where(NoticeDelivery.contact_id.in_(contacts))
        .values(
            contact_id=None,
            status=case((waiting, DeliveryStatus.FAILED.value), else_=NoticeDelivery.status),
            last_error=case((waiting, "the address was removed"), else_=NoticeDelivery.last_error),
        )
    )


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
            Appointment.duty,
            Appointment.valid_from_on,
            Appointment.valid_until_on,
        )
        .where(
            Appointment.person_id == person_id,
            Appointment.ended_by.is_(None),
            or_(Appointment.valid_until_on.is_(None), Appointment.valid_until_on >= today),
        )
        .order_by(Appointment.valid_from_on, Appointment.id)
    )
    return (await session.execute(statement)).all()
