"""HTTP of systems that act for an organisation."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, status

from kit.errors import NotFound, Unauthenticated, problem_responses
from services.auth.client import service
from services.auth.client.errors import ScopeForPeople, ScopeNotGiven, TooManySecrets
from services.auth.client.schemas import ClientCreate, ClientList, SecretCreate, SecretShown
from services.auth.deps import Caller, ReadSession, Session
from services.auth.errors import MissingScope

router = APIRouter(prefix="/auth/v1/organisations/{organisation_id}/clients", tags=["client"])

_COMMON = (Unauthenticated, MissingScope, NotFound)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    responses=problem_responses(*_COMMON, ScopeNotGiven, ScopeForPeople),
)
async def create_client(
    organisation_id: UUID, body: ClientCreate, caller: Caller, session: Session
) -> SecretShown:
    """Register one of the organisation's own systems; its secret is shown once.

    The system gets tokens by `grant_type=client_credentials` and acts for this organisation
    alone. `organisation`, `approve` and `inspect` are people's.
    """
    return await service.create(
        session, caller=caller, organisation_id=organisation_id, client=body
    )


@router.get("", responses=problem_responses(*_COMMON))
async def list_clients(organisation_id: UUID, caller: Caller, session: ReadSession) -> ClientList:
    """The organisation's systems and when their secrets expire."""
    return await service.list_clients(session, caller=caller, organisation_id=organisation_id)


@router.delete(
    "/{client_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problem_responses(*_COMMON),
)
async def revoke_client(
    organisation_id: UUID, client_id: UUID, caller: Caller, session: Session
) -> None:
    """Revoke a system for good; its tokens end within 10 minutes."""
    await service.revoke(
        session, caller=caller, organisation_id=organisation_id, client_id=client_id
    )


@router.post(
    "/{client_id}/secrets",
    status_code=status.HTTP_201_CREATED,
    responses=problem_responses(*_COMMON, TooManySecrets),
)
async def add_client_secret(
    organisation_id: UUID,
    client_id: UUID,
    body: SecretCreate,
    caller: Caller,
    session: Session,
) -> SecretShown:
    """Another secret, to change over to before the old one is revoked or expires."""
    return await service.add_secret(
        session,
        caller=caller,
        organisation_id=organisation_id,
        client_id=client_id,
        secret=body,
    )


@router.delete(
    "/{client_id}/secrets/{secret_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problem_responses(*_COMMON),
)
async def revoke_client_secret(
    organisation_id: UUID,
    client_id: UUID,
    secret_id: UUID,
    caller: Caller,
    session: Session,
) -> None:
    """Revoke one secret."""
    await service.revoke_secret(
        session,
        caller=caller,
        organisation_id=organisation_id,
        client_id=client_id,
        secret_id=secret_id,
    )
