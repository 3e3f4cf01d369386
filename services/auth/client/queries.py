"""Every statement of the client feature."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.auth.models import ApiClient, ApiClientSecret, Organisation
from services.auth.models.base import AnyRow


async def insert_client(session: AsyncSession, **values: Any) -> None:
    """Insert a system."""
    await session.execute(insert(ApiClient).values(**values))


async def insert_secret(session: AsyncSession, **values: Any) -> None:
    """Insert a secret's hash."""
    await session.execute(insert(ApiClientSecret).values(**values))


async def clients_of(session: AsyncSession, organisation_id: UUID) -> Sequence[ApiClient]:
    """Every system of an organisation, newest first."""
    statement = select(ApiClient).where(ApiClient.organisation_id == organisation_id)
    return (await session.execute(statement.order_by(ApiClient.id.desc()))).scalars().all()


async def secrets_of(
    session: AsyncSession, client_ids: Sequence[UUID]
) -> Sequence[ApiClientSecret]:
    """Every secret of these systems, newest first."""
    statement = select(ApiClientSecret).where(ApiClientSecret.client_id.in_(client_ids))
    return (await session.execute(statement.order_by(ApiClientSecret.id.desc()))).scalars().all()


async def lock_client(
    session: AsyncSession, *, organisation_id: UUID, client_id: UUID
) -> ApiClient | None:
    """A system of the organisation, locked: changes of its secrets go one after the other."""
    statement = (
        select(ApiClient)
        .where(ApiClient.id == client_id, ApiClient.organisation_id == organisation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def count_good_secrets(session: AsyncSession, client_id: UUID, *, at: datetime) -> int:
    """How many secrets of the system are good."""
    statement = select(func.count()).where(
        ApiClientSecret.client_id == client_id,
        ApiClientSecret.revoked_at.is_(None),
        ApiClientSecret.expires_at > at,
    )
    return (await session.execute(statement)).scalar_one()


async def revoke_secrets(
    session: AsyncSession, *, client_id: UUID, secret_id: UUID | None, at: datetime
) -> int:
    """Revoke one secret of the system, or all; how many were not revoked before."""
    statement = update(ApiClientSecret).where(
        ApiClientSecret.client_id == client_id, ApiClientSecret.revoked_at.is_(None)
    )
    if secret_id is not None:
        statement = statement.where(ApiClientSecret.id == secret_id)
    revoking = statement.values(revoked_at=at).returning(ApiClientSecret.id)
    return len((await session.execute(revoking)).all())


async def flush(session: AsyncSession) -> None:
    """Write changed columns."""
    await session.flush()


async def use_secret(
    session: AsyncSession, *, client_id: UUID, secret_hash: bytes, at: datetime
) -> AnyRow | None:
    """The system whose good secret this is, with its organisation; marks the secret as used."""
    used = (
        update(ApiClientSecret)
        .where(
            ApiClientSecret.secret_hash == secret_hash,
            ApiClientSecret.client_id == client_id,
            ApiClientSecret.revoked_at.is_(None),
            ApiClientSecret.expires_at > at,
        )
        .values(last_used_at=at)
        .returning(ApiClientSecret.client_id)
        .cte("used")
    )
    statement = (
        select(
            ApiClient.id,
            ApiClient.name,
            ApiClient.scopes,
            ApiClient.organisation_id,
            Organisation.kind,
            Organisation.status,
        )
        .join(used, used.c.client_id == ApiClient.id)
        .join(Organisation, Organisation.id == ApiClient.organisation_id)
        .where(ApiClient.revoked_at.is_(None))
    )
    return (await session.execute(statement)).one_or_none()
