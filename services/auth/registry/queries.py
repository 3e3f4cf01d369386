"""Every statement of the registry feature."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.auth.models import ClaimCode


async def put_code(session: AsyncSession, **values: Any) -> None:
    """Issue a code; a former one of the organisation is void."""
    statement = insert(ClaimCode).values(**values)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[ClaimCode.organisation_id],
            set_={
                name: statement.excluded[name]
                for name in ("code_hash", "issued_by", "issued_at", "expires_at")
            },
        )
    )


async def organisation_of_code(session: AsyncSession, code_hash: bytes) -> UUID | None:
    """The organisation that waits for the code."""
    statement = select(ClaimCode.organisation_id).where(ClaimCode.code_hash == code_hash)
    return (await session.execute(statement)).scalar_one_or_none()


async def take_code(session: AsyncSession, code_hash: bytes) -> ClaimCode | None:
    """Use a code up; of two at once one gets it."""
    statement = delete(ClaimCode).where(ClaimCode.code_hash == code_hash).returning(ClaimCode)
    return (await session.execute(statement)).scalar_one_or_none()
