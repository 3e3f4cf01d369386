"""Every statement of the network feature."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.auth.models import Network, NetworkMember, Organisation
from services.auth.models.alliance import NetworkMemberStatus
from services.auth.models.base import AnyRow

MOST_LISTED = 100


async def save(session: AsyncSession, *rows: Network | NetworkMember) -> None:
    """Write new and changed rows."""
    session.add_all(rows)
    await session.flush()


async def network(session: AsyncSession, network_id: UUID) -> Network | None:
    """The network as it is now."""
    return await session.get(Network, network_id, populate_existing=True)


async def lock_network(session: AsyncSession, network_id: UUID) -> Network | None:
    """The network, locked: who joins and who leaves go one after the other."""
    statement = select(Network).where(Network.id == network_id).with_for_update()
    found = await session.execute(statement.execution_options(populate_existing=True))
    return found.scalar_one_or_none()


async def member(
    session: AsyncSession, *, network_id: UUID, organisation_id: UUID
) -> NetworkMember | None:
    """Where the organisation stands in the network."""
    return await session.get(NetworkMember, (network_id, organisation_id), populate_existing=True)


async def members(session: AsyncSession, network_id: UUID) -> Sequence[AnyRow]:
    """Members and those who have been asked, the longest-standing first."""
    statement = (
        select(
            NetworkMember.organisation_id,
            Organisation.name_th,
            NetworkMember.status,
            NetworkMember.since_at,
        )
        .join(Organisation, Organisation.id == NetworkMember.organisation_id)
        .where(
            NetworkMember.network_id == network_id,
            NetworkMember.status != NetworkMemberStatus.LEFT.value,
        )
        .order_by(NetworkMember.since_at, NetworkMember.organisation_id)
    )
    return (await session.execute(statement)).all()


async def networks_of(session: AsyncSession, organisation_id: UUID) -> Sequence[Network]:
    """The networks in which the organisation is or to which it has been asked, newest first."""
    statement = (
        select(Network)
        .join(NetworkMember, NetworkMember.network_id == Network.id)
        .where(
            NetworkMember.organisation_id == organisation_id,
            NetworkMember.status != NetworkMemberStatus.LEFT.value,
        )
        .order_by(Network.id.desc())
        .limit(MOST_LISTED)
    )
    return (await session.execute(statement)).scalars().all()
