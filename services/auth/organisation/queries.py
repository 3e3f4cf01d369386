"""Every statement of the organisation feature."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.scopes import Role
from kit.pagination import PageParams, keyset
from services.auth.models import Membership, Organisation, Person

TAX_ID_UNIQUE = "uq_organisation_tax_id"


async def insert_organisation(session: AsyncSession, **values: Any) -> bool:
    """Insert an organisation; False when its tax id and branch are taken."""
    statement = (
        insert(Organisation)
        .values(**values)
        .on_conflict_do_nothing(
            index_elements=[Organisation.tax_id, Organisation.tax_branch],
            index_where=text("tax_id IS NOT NULL"),
        )
        .returning(Organisation.id)
    )
    return (await session.execute(statement)).scalar_one_or_none() is not None


async def organisation(session: AsyncSession, organisation_id: UUID) -> Organisation | None:
    """The organisation as it is now."""
    return await session.get(Organisation, organisation_id, populate_existing=True)


async def lock_organisation(session: AsyncSession, organisation_id: UUID) -> Organisation | None:
    """The organisation, locked: writers of it and of its members go one after the other."""
    statement = (
        select(Organisation)
        .where(Organisation.id == organisation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def save(session: AsyncSession, organisation: Organisation) -> bool:
    """Write changed columns; False when the tax id and branch are taken."""
    try:
        await session.flush()
    except IntegrityError as error:
        if _constraint(error) == TAX_ID_UNIQUE:
            return False
        raise
    await session.refresh(organisation)
    return True


def _constraint(error: IntegrityError) -> str | None:
    """The violated constraint's name, as the driver says."""
    cause = error.orig.__cause__ if error.orig is not None else None
    name: str | None = getattr(cause, "constraint_name", None)
    return name


async def insert_membership(session: AsyncSession, membership: Membership) -> None:
    """Insert a membership."""
    session.add(membership)
    await session.flush()


async def membership(
    session: AsyncSession, *, organisation_id: UUID, person_id: UUID
) -> Membership | None:
    """The person's membership as it is now, also one that has ended."""
    statement = (
        select(Membership)
        .where(
            Membership.organisation_id == organisation_id, Membership.person_id == person_id
        )
        .execution_options(populate_existing=True)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def count_owners(session: AsyncSession, organisation_id: UUID) -> int:
    """How many owners the organisation has."""
    statement = select(func.count()).where(
        Membership.organisation_id == organisation_id,
        Membership.roles.any(Role.OWNER.value),  # type: ignore[arg-type]
    )
    return (await session.execute(statement)).scalar_one()


def _members() -> Select[Any]:
    return select(
        Membership.id,
        Membership.person_id,
        Person.display_name,
        Membership.roles,
        Membership.position,
        Membership.version,
        Membership.joined_at,
    ).join(Person, Person.id == Membership.person_id)


async def member(
    session: AsyncSession, *, organisation_id: UUID, person_id: UUID
) -> Row[Any]:
    """A present member with the name."""
    statement = _members().where(
        Membership.organisation_id == organisation_id,
        Membership.person_id == person_id,
    )
    return (await session.execute(statement)).one()


async def members(
    session: AsyncSession, *, organisation_id: UUID, page: PageParams
) -> Sequence[Row[Any]]:
    """A page of present members in the order in which they joined, and one row more."""
    statement = _members().where(
        Membership.organisation_id == organisation_id, Membership.left_at.is_(None)
    )
    return (
        await session.execute(keyset(statement, order=[(Membership.id, "asc")], page=page))
    ).all()


async def stream_organisations(session: AsyncSession) -> AsyncIterator[Organisation]:
    """Every organisation, by server-side cursor."""
    async for row in await session.stream_scalars(select(Organisation).order_by(Organisation.id)):
        yield row


async def stream_memberships(session: AsyncSession) -> AsyncIterator[Row[Any]]:
    """Every membership, ended ones too, with the person's name."""
    statement = (
        select(Membership, Person.display_name)
        .join(Person, Person.id == Membership.person_id)
        .order_by(Membership.id)
    )
    async for row in await session.stream(statement):
        yield row
