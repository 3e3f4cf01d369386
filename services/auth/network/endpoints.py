"""HTTP of networks."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, status

from kit.errors import NotFound, Unauthenticated, problem_responses
from services.auth.deps import Caller, ReadSession, Session
from services.auth.errors import MissingScope
from services.auth.network import service
from services.auth.network.errors import (
    AlreadyInNetwork,
    NetworkLeadOnly,
    NotANetworkKind,
    NotInvitedToNetwork,
)
from services.auth.network.schemas import NetworkCreate, NetworkInvite, NetworkList, NetworkRead

router = APIRouter(prefix="/auth/v1/networks", tags=["network"])

_PARTY = (Unauthenticated, MissingScope, NotFound)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    responses=problem_responses(*_PARTY, NotANetworkKind),
)
async def create_network(body: NetworkCreate, caller: Caller, session: Session) -> NetworkRead:
    """Make a network of producers; the organisation that the token acts for leads it."""
    return await service.create(session, caller=caller, network=body)


@router.get("", responses=problem_responses(*_PARTY))
async def list_networks(caller: Caller, session: ReadSession) -> NetworkList:
    """The networks in which one's organisation is, or to which it has been asked."""
    return await service.list_own(session, caller=caller)


@router.get("/{network_id}", responses=problem_responses(*_PARTY))
async def read_network(network_id: UUID, caller: Caller, session: ReadSession) -> NetworkRead:
    """A network with its members; for who is not in it, it does not exist."""
    return await service.read(session, caller=caller, network_id=network_id)


@router.post(
    "/{network_id}/invitations",
    responses=problem_responses(*_PARTY, NetworkLeadOnly, NotANetworkKind, AlreadyInNetwork),
)
async def invite_to_network(
    network_id: UUID, body: NetworkInvite, caller: Caller, session: Session
) -> NetworkRead:
    """Ask another producer to join (the lead)."""
    return await service.invite(
        session, caller=caller, network_id=network_id, organisation_id=body.organisation_id
    )


@router.post("/{network_id}/accept", responses=problem_responses(*_PARTY, NotInvitedToNetwork))
async def accept_network(network_id: UUID, caller: Caller, session: Session) -> NetworkRead:
    """Join the network that asked one's organisation."""
    return await service.accept(session, caller=caller, network_id=network_id)


@router.post(
    "/{network_id}/leave",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problem_responses(*_PARTY),
)
async def leave_network(network_id: UUID, caller: Caller, session: Session) -> None:
    """Leave, or decline; when the lead leaves, the longest-standing member leads."""
    await service.leave(session, caller=caller, network_id=network_id)
