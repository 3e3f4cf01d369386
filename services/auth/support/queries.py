"""Every statement of the support feature."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.auth.models import Application, Membership
from services.auth.models.base import AnyRow

_MOST = 100


async def members(session: AsyncSession, organisation_id: UUID) -> Sequence[AnyRow]:
    """Present members, the first hundred."""
    statement = (
        select(Membership.person_id, Membership.roles)
        .where(Membership.organisation_id == organisation_id, Membership.left_at.is_(None))
        .order_by(Membership.id)
        .limit(_MOST)
    )
    return (await session.execute(statement)).all()


async def applications(session: AsyncSession, organisation_id: UUID) -> Sequence[AnyRow]:
    """Applications, the newest hundred."""
    statement = (
        select(Application.id, Application.capability, Application.status)
        .where(Application.organisation_id == organisation_id)
        .order_by(Application.id.desc())
        .limit(_MOST)
    )
    return (await session.execute(statement)).all()
