"""Every statement of the duplicate feature."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.types import OrganisationStatus
from services.auth.models import (
    Application,
    ApplicationStatus,
    ClaimCode,
    DuplicateDismissal,
    Mandate,
    Membership,
    Network,
    NetworkMember,
    Organisation,
    RegistryKey,
)
from services.auth.models.base import AnyRow

_LIVING = Organisation.status != OrganisationStatus.CLOSED.value


async def entries(
    session: AsyncSession, *, province_code: str, kinds: Sequence[str]
) -> Sequence[AnyRow]:
    """What is compared of the living organisations of a province, in the order of their ids."""
    statement = (
        select(
            Organisation.id,
            Organisation.kind,
            Organisation.name_th,
            Organisation.subdistrict_code,
            Organisation.tax_id,
            Organisation.registration_code,
        )
        .where(Organisation.province_code == province_code, Organisation.kind.in_(kinds), _LIVING)
        .order_by(Organisation.id)
    )
    return (await session.execute(statement)).all()


async def dismissed(session: AsyncSession, ids: Sequence[UUID]) -> set[tuple[UUID, UUID]]:
    """The pairs among these of which an officer said that they are two."""
    statement = select(DuplicateDismissal.first_id, DuplicateDismissal.second_id).where(
        DuplicateDismissal.first_id.in_(ids)
    )
    return {(row.first_id, row.second_id) for row in await session.execute(statement)}


async def insert_dismissal(session: AsyncSession, **values: Any) -> None:
    """Keep that two are two; said twice it is said once."""
    await session.execute(insert(DuplicateDismissal).values(**values).on_conflict_do_nothing())


async def lock_both(session: AsyncSession, ids: Sequence[UUID]) -> Sequence[Organisation]:
    """Both organisations, locked in the order of their ids, so that two mergers do not deadlock."""
    statement = (
        select(Organisation)
        .where(Organisation.id.in_(ids))
        .order_by(Organisation.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await session.execute(statement)).scalars().all()


async def present_members(session: AsyncSession, organisation_id: UUID) -> Sequence[Membership]:
    """Who is a member now, in the order in which they joined."""
    statement = (
        select(Membership)
        .where(Membership.organisation_id == organisation_id, Membership.left_at.is_(None))
        .order_by(Membership.id)
        .execution_options(populate_existing=True)
    )
    return (await session.execute(statement)).scalars().all()


async def close_open_applications(
    session: AsyncSession, *, organisation_id: UUID, capabilities: Sequence[str]
) -> None:
    """End the open applications for what the other has, or has asked for itself."""
    open_ones = [
        ApplicationStatus.DRAFT.value,
        ApplicationStatus.SUBMITTED.value,
        ApplicationStatus.RETURNED.value,
    ]
    await session.execute(
        update(Application)
        .where(
            Application.organisation_id == organisation_id,
            Application.capability.in_(capabilities),
            Application.status.in_(open_ones),
        )
        .values(status=ApplicationStatus.WITHDRAWN.value, version=Application.version + 1)
    )


async def asked_for(session: AsyncSession, organisation_id: UUID) -> set[str]:
    """The capabilities for which the organisation has an application under way or approved."""
    statement = select(Application.capability).where(
        Application.organisation_id == organisation_id,
        Application.status.in_(
            [
                ApplicationStatus.DRAFT.value,
                ApplicationStatus.SUBMITTED.value,
                ApplicationStatus.RETURNED.value,
                ApplicationStatus.APPROVED.value,
            ]
        ),
    )
    return set((await session.execute(statement)).scalars())


async def move_rows(session: AsyncSession, *, gone: UUID, kept: UUID) -> None:
    """Applications and import keys go over; a claim code is void, networks are left."""
    for model in (Application, RegistryKey):
        await session.execute(
            update(model).where(model.organisation_id == gone).values(organisation_id=kept)
        )
    await session.execute(
        update(NetworkMember).where(NetworkMember.organisation_id == gone).values(status="left")
    )
    code = await session.get(ClaimCode, gone)
    if code is not None:
        await session.delete(code)
    await session.flush()


async def is_bound(session: AsyncSession, organisation_id: UUID) -> bool:
    """Whether the organisation leads a living network or is a party of a living mandate."""
    network = select(Network.id).where(
        Network.lead_id == organisation_id, Network.closed_at.is_(None)
    )
    mandate = select(Mandate.id).where(
        or_(Mandate.producer_id == organisation_id, Mandate.intermediary_id == organisation_id),
        Mandate.status.in_(["proposed", "active"]),
    )
    found = (await session.execute(network.union_all(mandate).limit(1))).first()
    return found is not None
