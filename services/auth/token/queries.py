"""Every statement of the token feature."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.auth.models import RefreshFamily, RefreshToken


async def save_family(session: AsyncSession, family: RefreshFamily) -> None:
    """Write a new or changed refresh family."""
    session.add(family)
    await session.flush()


async def insert_refresh_token(session: AsyncSession, **values: Any) -> None:
    """Insert a refresh token."""
    await session.execute(insert(RefreshToken).values(**values))


async def lock_refresh_token(
    session: AsyncSession, token_hash: bytes
) -> Row[RefreshToken, RefreshFamily] | None:
    """A refresh token with its family, both locked: of two users one sees it used."""
    statement = (
        select(RefreshToken, RefreshFamily)
        .join(RefreshFamily, RefreshFamily.id == RefreshToken.family_id)
        .where(RefreshToken.token_hash == token_hash)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await session.execute(statement)).one_or_none()


async def delete_expired_families(session: AsyncSession, *, at: datetime, limit: int) -> int:
    """Forget families whose last token has expired; how many."""
    expired = select(RefreshFamily.id).where(RefreshFamily.expires_at < at).limit(limit)
    result = await session.execute(
        delete(RefreshFamily).where(RefreshFamily.id.in_(expired)).returning(RefreshFamily.id)
    )
    return len(result.all())
