"""Every statement of consent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from services.auth.models import Consent, ConsentText


async def texts_in_force(session: AsyncSession, *, today: date) -> Sequence[ConsentText]:
    """Of each purpose the newest text that is in force."""
    statement = (
        select(ConsentText)
        .where(ConsentText.effective_on <= today)
        .order_by(ConsentText.purpose, ConsentText.version.desc())
        .ext(distinct_on(ConsentText.purpose))
    )
    return (await session.execute(statement)).scalars().all()


async def newest_of(session: AsyncSession, person_id: UUID) -> Sequence[Consent]:
    """What the person last said about each purpose."""
    statement = (
        select(Consent)
        .where(Consent.person_id == person_id)
        .order_by(Consent.purpose, Consent.id.desc())
        .ext(distinct_on(Consent.purpose))
    )
    return (await session.execute(statement)).scalars().all()


async def insert_consent(session: AsyncSession, **values: Any) -> None:
    """Append what the person says."""
    await session.execute(insert(Consent).values(**values))
