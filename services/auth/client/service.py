"""Use cases of systems that act for an organisation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.scopes import Scope
from contracts.tokens import Principal
from contracts.types import OrganisationKind, OrganisationStatus
from kit.errors import NotFound
from kit.ids import uuid7
from kit.time import now
from services.auth.audit import service as audit_service
from services.auth.client import queries, rules
from services.auth.client.errors import ScopeForPeople, ScopeNotGiven, TooManySecrets
from services.auth.client.schemas import (
    ClientCreate,
    ClientList,
    ClientRead,
    SecretCreate,
    SecretRead,
    SecretShown,
)
from services.auth.membership import rules as membership_rules
from services.auth.membership import service as membership_service
from services.auth.models import ApiClient


@dataclass(frozen=True, slots=True)
class System:
    """A system whose secret was right, and what it may do now."""

    client_id: UUID
    name: str
    organisation_id: UUID
    kind: OrganisationKind
    scopes: frozenset[Scope]


async def create(
    session: AsyncSession, *, caller: Principal, organisation_id: UUID, client: ClientCreate
) -> SecretShown:
    """Register a system with its first secret.

    Raises:
        NotFound, MissingScope, ScopeForPeople, ScopeNotGiven.
    """
    standing = await membership_service.require(
        session, caller=caller, organisation_id=organisation_id, scope=Scope.ORGANISATION
    )
    for scope in client.scopes:
        if scope not in rules.SYSTEM_SCOPES:
            raise ScopeForPeople(scope=scope.value)
        if scope not in standing.scopes:
            raise ScopeNotGiven(scope=scope.value)
    client_id = uuid7()
    await queries.insert_client(
        session,
        id=client_id,
        organisation_id=organisation_id,
        name=client.name,
        scopes=[scope.value for scope in client.scopes],
        created_by=caller.person_id,
    )
    await _record(
        session, caller, organisation_id, client_id, what="created", after={"scopes": client.scopes}
    )
    return await _new_secret(
        session, caller, client_id=client_id, scopes=client.scopes, days=client.secret_days
    )


async def _record(
    session: AsyncSession,
    caller: Principal,
    organisation_id: UUID,
    client_id: UUID,
    *,
    what: str,
    after: dict[str, object] | None = None,
) -> None:
    await audit_service.record(
        session,
        action=f"client.{what}",
        by=caller.person_id,
        subject=("client", client_id),
        organisation_id=organisation_id,
        after=after,
    )


async def _new_secret(
    session: AsyncSession,
    caller: Principal,
    *,
    client_id: UUID,
    scopes: Sequence[Scope],
    days: int,
) -> SecretShown:
    secret, secret_id = rules.new_secret(), uuid7()
    expires_at = now() + timedelta(days=days)
    await queries.insert_secret(
        session,
        id=secret_id,
        client_id=client_id,
        secret_hash=rules.secret_hash(secret),
        hint=rules.hint(secret),
        created_by=caller.person_id,
        expires_at=expires_at,
    )
    return SecretShown(
        client_id=client_id,
        secret_id=secret_id,
        client_secret=secret,
        scopes=list(scopes),
        expires_at=expires_at,
    )


async def list_clients(
    session: AsyncSession, *, caller: Principal, organisation_id: UUID
) -> ClientList:
    """The organisation's systems.

    Raises:
        NotFound, MissingScope.
    """
    await membership_service.require(
        session, caller=caller, organisation_id=organisation_id, scope=Scope.ORGANISATION
    )
    clients = await queries.clients_of(session, organisation_id)
    secrets = await queries.secrets_of(session, [client.id for client in clients])
    items = [
        ClientRead(
            id=client.id,
            organisation_id=client.organisation_id,
            name=client.name,
            scopes=[Scope(scope) for scope in client.scopes],
            created_at=client.created_at,
            revoked_at=client.revoked_at,
            secrets=[SecretRead.model_validate(s) for s in secrets if s.client_id == client.id],
        )
        for client in clients
    ]
    return ClientList(items=items)


async def add_secret(
    session: AsyncSession,
    *,
    caller: Principal,
    organisation_id: UUID,
    client_id: UUID,
    secret: SecretCreate,
) -> SecretShown:
    """Another secret beside the present one, so that a system changes over without a gap.

    Raises:
        NotFound, MissingScope, TooManySecrets.
    """
    client = await _lock(session, caller, organisation_id, client_id)
    if await queries.count_good_secrets(session, client_id, at=now()) >= rules.MOST_SECRETS:
        raise TooManySecrets
    await _record(session, caller, organisation_id, client_id, what="secret_added")
    return await _new_secret(
        session,
        caller,
        client_id=client_id,
        scopes=[Scope(scope) for scope in client.scopes],
        days=secret.secret_days,
    )


async def revoke_secret(
    session: AsyncSession,
    *,
    caller: Principal,
    organisation_id: UUID,
    client_id: UUID,
    secret_id: UUID,
) -> None:
    """Revoke one secret; tokens that it brought end within 10 minutes.

    Raises:
        NotFound, MissingScope.
    """
    await _lock(session, caller, organisation_id, client_id)
    revoked = await queries.revoke_secrets(
        session, client_id=client_id, secret_id=secret_id, at=now()
    )
    if not revoked:
        raise NotFound
    await _record(session, caller, organisation_id, client_id, what="secret_revoked")


async def revoke(
    session: AsyncSession, *, caller: Principal, organisation_id: UUID, client_id: UUID
) -> None:
    """Revoke a system with all its secrets, for good.

    Raises:
        NotFound, MissingScope.
    """
    client = await _lock(session, caller, organisation_id, client_id)
    client.revoked_at = now()
    await queries.flush(session)
    await queries.revoke_secrets(session, client_id=client_id, secret_id=None, at=now())
    await _record(session, caller, organisation_id, client_id, what="revoked")


async def _lock(
    session: AsyncSession, caller: Principal, organisation_id: UUID, client_id: UUID
) -> ApiClient:
    await membership_service.require(
        session, caller=caller, organisation_id=organisation_id, scope=Scope.ORGANISATION
    )
    client = await queries.lock_client(
        session, organisation_id=organisation_id, client_id=client_id
    )
    if client is None or client.revoked_at is not None:
        raise NotFound
    return client


async def authenticate(session: AsyncSession, *, client_id: UUID, secret: str) -> System | None:
    """The system whose good secret this is, else None after the same one statement.

    Its scopes are what it was given, as far as the organisation's standing still allows.
    """
    row = await queries.use_secret(
        session, client_id=client_id, secret_hash=rules.secret_hash(secret), at=now()
    )
    if row is None:
        return None
    given = {Scope(scope) for scope in row.scopes} & rules.SYSTEM_SCOPES
    return System(
        client_id=row.id,
        name=row.name,
        organisation_id=row.organisation_id,
        kind=OrganisationKind(row.kind),
        scopes=membership_rules.allowed(given, OrganisationStatus(row.status)),
    )
