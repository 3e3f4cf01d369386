"""Every statement of the membership feature."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, any_, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.scopes import Role
from kit.pagination import PageParams, keyset
from services.auth.models import Membership, Organisation, Person
from services.auth.models.base import AnyRow


async def organisation_standing(session: AsyncSession, organisation_id: UUID) -> AnyRow | None:
    """The organisation's kind and status as they are now."""
    statement = select(Organisation.kind, Organisation.status)
    return (
        await session.execute(statement.where(Organisation.id == organisation_id))
    ).one_or_none()


async def lock_members(session: AsyncSession, organisation_id: UUID) -> None:
    """Lock the organisation, so that changes of its members go one after the other."""
    await session.execute(
        select(Organisation.id).where(Organisation.id == organisation_id).with_for_update()
    )


async def save(session: AsyncSession, membership: Membership) -> None:
    """Write a new or changed membership."""
    session.add(membership)
    await session.flush()


async def display_name(session: AsyncSession, person_id: UUID) -> str:
    """The person's name."""
    statement = select(Person.display_name).where(Person.id == person_id)
    return (await session.execute(statement)).scalar_one()


async def membership(
    session: AsyncSession, *, organisation_id: UUID, person_id: UUID
) -> Membership | None:
    """The person's membership as it is now, also one that has ended."""
    statement = (
        select(Membership)
        .where(Membership.organisation_id == organisation_id, Membership.person_id == person_id)
        .execution_options(populate_existing=True)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def count_owners(session: AsyncSession, organisation_id: UUID) -> int:
    """How many owners the organisation has."""
    statement = select(func.count()).where(
        Membership.organisation_id == organisation_id,
        literal(Role.OWNER.value) == any_(Membership.roles),
    )
    return (await session.execute(statement)).scalar_one()


def _members() -> Select[*tuple[Any, ...]]:
    return select(
        Membership.id,
        Membership.person_id,
        Person.display_name,
        Membership.roles,
        Membership.position,
        Membership.version,
        Membership.joined_at,
    ).join(Person, Person.id == Membership.person_id)


async def member(session: AsyncSession, *, organisation_id: UUID, person_id: UUID) -> AnyRow:
    """A present member with the name."""
    statement = _members().where(
        Membership.organisation_id == organisation_id,
        Membership.person_id == person_id,
    )
    return (await session.execute(statement)).one()


async def members(
    session: AsyncSession, *, organisation_id: UUID, page: PageParams
) -> Sequence[AnyRow]:
    """A page of present members in the order in which they joined, and one row more."""
    statement = _members().where(
        Membership.organisation_id == organisation_id, Membership.left_at.is_(None)
    )
    paged_statement = keyset(statement, order=[(Membership.id, "asc")], page=page)
    rows: Sequence[AnyRow] = (await session.execute(paged_statement)).all()
    return rows


async def stream_memberships(session: AsyncSession) -> AsyncIterator[Row[Membership, str]]:
    """Every membership, ended ones too, with the person's name."""
    statement = (
        select(Membership, Person.display_name)
        .join(Person, Person.id == Membership.person_id)
        .order_by(Membership.id)
    )
    async for row in await session.stream(statement):
        yield row


async def organisations_of(session: AsyncSession, person_id: UUID) -> Sequence[UUID]:
    """The organisations of which the person is or was a member, in one order for locking."""
    statement = select(Membership.organisation_id).where(Membership.person_id == person_id)
    return (await session.execute(statement.order_by(Membership.organisation_id))).scalars().all()
