"""Statements about refused attempts."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from kit.ids import uuid7
from kit.time import now
from services.catalog.models import CertificationRefusal


async def record_refusal(
    session: AsyncSession, *, certification_id: UUID, person_id: UUID, wanted: str, cause: str
) -> None:
    """Keep who tried what on a case outside their remit."""
    await session.execute(
        insert(CertificationRefusal).values(
            id=uuid7(),
            certification_id=certification_id,
            person_id=person_id,
            wanted=wanted,
            cause=cause,
            at=now(),
        )
    )
