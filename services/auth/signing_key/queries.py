"""Every statement of the signing key feature."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.auth.models import SigningKey


async def insert_signing_key(session: AsyncSession, **values: Any) -> bool:
    """Insert a key unless somebody made that generation; whether it was ours."""
    statement = (
        insert(SigningKey).values(**values).on_conflict_do_nothing().returning(SigningKey.kid)
    )
    return (await session.execute(statement)).scalar_one_or_none() is not None


async def newest_signing_key(session: AsyncSession) -> SigningKey | None:
    """The key of the highest generation, also when it is not active yet."""
    statement = select(SigningKey).order_by(SigningKey.generation.desc()).limit(1)
    return (await session.execute(statement)).scalar_one_or_none()


async def active_signing_key(session: AsyncSession, *, at: datetime) -> SigningKey | None:
    """The key that signs at an instant."""
    statement = (
        select(SigningKey)
        .where(SigningKey.activates_at <= at)
        .order_by(SigningKey.generation.desc())
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def published_keys(session: AsyncSession, *, at: datetime) -> Sequence[dict[str, Any]]:
    """The public keys to verify with: active, about to be, and not yet withdrawn."""
    statement = (
        select(SigningKey.public_jwk)
        .where(or_(SigningKey.withdrawn_at.is_(None), SigningKey.withdrawn_at > at))
        .order_by(SigningKey.generation.desc())
    )
    return (await session.execute(statement)).scalars().all()


async def withdraw_keys_before(session: AsyncSession, *, generation: int, at: datetime) -> None:
    """Say from when the keys before a generation are no longer published."""
    await session.execute(
        update(SigningKey)
        .where(SigningKey.generation < generation, SigningKey.withdrawn_at.is_(None))
        .values(withdrawn_at=at)
    )


async def all_keys(session: AsyncSession) -> Sequence[SigningKey]:
    """Every key, newest first."""
    statement = select(SigningKey).order_by(SigningKey.generation.desc())
    return (await session.execute(statement)).scalars().all()


async def withdraw_all_now(session: AsyncSession, *, generation: int, at: datetime) -> None:
    """Stop publishing every key before a generation: whoever has one can sign no more."""
    await session.execute(
        update(SigningKey)
        .where(
            SigningKey.generation < generation,
            or_(SigningKey.withdrawn_at.is_(None), SigningKey.withdrawn_at > at),
        )
        .values(withdrawn_at=at)
    )
