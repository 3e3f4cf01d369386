"""Use cases of networks."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.scopes import Role, Scope
from contracts.tokens import Principal
from contracts.types import OrganisationKind, OrganisationStatus
from kit.errors import NotFound
from kit.ids import uuid7
from kit.time import now
from services.auth.errors import MissingScope
from services.auth.membership import service as membership_service
from services.auth.models import Network, NetworkMember, Organisation
from services.auth.models.alliance import NetworkMemberStatus
from services.auth.network import queries
from services.auth.network.errors import (
    AlreadyInNetwork,
    NetworkLeadOnly,
    NotANetworkKind,
    NotInvitedToNetwork,
)
from services.auth.network.schemas import (
    NetworkCreate,
    NetworkList,
    NetworkMemberRead,
    NetworkRead,
)
from services.auth.notice import service as notice_service
from services.auth.organisation import service as organisation_service

_PRODUCERS: Final = frozenset(
    {
        OrganisationKind.COMMUNITY_ENTERPRISE,
        OrganisationKind.OTOP_PRODUCER,
        OrganisationKind.COOPERATIVE,
        OrganisationKind.SOCIAL_ENTERPRISE,
    }
)


async def create(
    session: AsyncSession, *, caller: Principal, network: NetworkCreate
) -> NetworkRead:
    """Make a network that the caller's organisation leads.

    Raises:
        MissingScope, NotFound, NotANetworkKind.
    """
    own = await _own(session, caller, scope=Scope.ORGANISATION)
    _check_kind(own)
    at = now()
    made = Network(
        id=uuid7(), province_code=own.province_code, lead_id=own.id, **network.model_dump()
    )
    await queries.save(session, made)
    lead = NetworkMember(
        network_id=made.id,
        organisation_id=own.id,
        status=NetworkMemberStatus.ACTIVE.value,
        since_at=at,
    )
    await queries.save(session, lead)
    return await _read(session, made.id)


async def list_own(session: AsyncSession, *, caller: Principal) -> NetworkList:
    """The networks in which the caller's organisation is, or to which it has been asked.

    Raises:
        MissingScope, NotFound.
    """
    own = await _own(session, caller, scope=Scope.READ)
    found = await queries.networks_of(session, own.id)
    return NetworkList(items=[await _read(session, each.id) for each in found])


async def read(session: AsyncSession, *, caller: Principal, network_id: UUID) -> NetworkRead:
    """A network of the caller's organisation.

    Raises:
        MissingScope, NotFound.
    """
    own = await _own(session, caller, scope=Scope.READ)
    await _standing(session, network_id, own.id)
    return await _read(session, network_id)


async def invite(
    session: AsyncSession, *, caller: Principal, network_id: UUID, organisation_id: UUID
) -> NetworkRead:
    """The lead asks another producer, which is told.

    Raises:
        MissingScope, NotFound, NetworkLeadOnly, NotANetworkKind, AlreadyInNetwork.
    """
    own = await _own(session, caller, scope=Scope.ORGANISATION)
    network = await _lock(session, network_id, own.id)
    if network.lead_id != own.id:
        raise NetworkLeadOnly
    other = await organisation_service.get(session, organisation_id=organisation_id)
    if other.status != OrganisationStatus.ACTIVE:
        raise NotFound
    _check_kind(other)
    member = await queries.member(session, network_id=network_id, organisation_id=other.id)
    if member is not None and member.status != NetworkMemberStatus.LEFT:
        raise AlreadyInNetwork
    if member is None:
        member = NetworkMember(network_id=network_id, organisation_id=other.id)
    member.status, member.since_at = NetworkMemberStatus.INVITED.value, now()
    await queries.save(session, member)
    await notice_service.tell_organisation(
        session,
        organisation_id=other.id,
        roles=(Role.OWNER, Role.MANAGER),
        template="network_invitation",
        data={"network": network.name_th, "lead": own.name_th},
        dedupe_key=f"network:{network_id}:{other.id}:{member.since_at.isoformat()}",
    )
    return await _read(session, network_id)


async def accept(session: AsyncSession, *, caller: Principal, network_id: UUID) -> NetworkRead:
    """The caller's organisation joins the network that asked it.

    Raises:
        MissingScope, NotFound, NotInvitedToNetwork.
    """
    own = await _own(session, caller, scope=Scope.ORGANISATION)
    await _lock(session, network_id, own.id)
    member = await _standing(session, network_id, own.id)
    if member.status != NetworkMemberStatus.INVITED:
        raise NotInvitedToNetwork
    member.status, member.since_at = NetworkMemberStatus.ACTIVE.value, now()
    await queries.save(session, member)
    return await _read(session, network_id)


async def leave(session: AsyncSession, *, caller: Principal, network_id: UUID) -> None:
    """The caller's organisation leaves, or declines to join.

    When the lead leaves, the longest-standing member leads; without members the network ends.

    Raises:
        MissingScope, NotFound.
    """
    own = await _own(session, caller, scope=Scope.ORGANISATION)
    network = await _lock(session, network_id, own.id)
    member = await _standing(session, network_id, own.id)
    member.status, member.since_at = NetworkMemberStatus.LEFT.value, now()
    await queries.save(session, member)
    if network.lead_id != own.id:
        return
    others = [
        row
        for row in await queries.members(session, network_id)
        if row.status == NetworkMemberStatus.ACTIVE
    ]
    if others:
        network.lead_id = others[0].organisation_id
    else:
        network.closed_at = now()
    await queries.save(session, network)


async def _own(session: AsyncSession, caller: Principal, *, scope: Scope) -> Organisation:
    """The organisation that the token acts for.

    Raises:
        MissingScope: it acts for none, or the roles do not suffice.
    """
    if caller.organisation_id is None:
        raise MissingScope(scope=scope.value)
    await membership_service.require(
        session, caller=caller, organisation_id=caller.organisation_id, scope=scope
    )
    return await organisation_service.get(session, organisation_id=caller.organisation_id)


def _check_kind(organisation: Organisation) -> None:
    if organisation.kind not in _PRODUCERS:
        raise NotANetworkKind


async def _standing(
    session: AsyncSession, network_id: UUID, organisation_id: UUID
) -> NetworkMember:
    """Where the organisation stands; for who is not in it the network does not exist."""
    member = await queries.member(session, network_id=network_id, organisation_id=organisation_id)
    if member is None or member.status == NetworkMemberStatus.LEFT:
        raise NotFound
    return member


async def _lock(session: AsyncSession, network_id: UUID, organisation_id: UUID) -> Network:
    network = await queries.lock_network(session, network_id)
    if network is None or network.closed_at is not None:
        raise NotFound
    await _standing(session, network_id, organisation_id)
    return network


async def _read(session: AsyncSession, network_id: UUID) -> NetworkRead:
    network = await queries.network(session, network_id)
    if network is None:
        raise NotFound
    rows = await queries.members(session, network_id)
    return NetworkRead(
        id=network.id,
        name_th=network.name_th,
        name_en=network.name_en,
        province_code=network.province_code,
        lead_id=network.lead_id,
        created_at=network.created_at,
        closed_at=network.closed_at,
        members=[NetworkMemberRead.model_validate(row) for row in rows],
    )
