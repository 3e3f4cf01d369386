"""Every statement of the payee feature."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.auth.models import Payee


async def payee(session: AsyncSession, organisation_id: UUID) -> Payee | None:
    """Who receives the organisation's money."""
    return await session.get(Payee, organisation_id, populate_existing=True)


async def put_payee(session: AsyncSession, **values: Any) -> None:
    """Name the payee, first or again."""
    statement = insert(Payee).values(**values)
    changed = {name: statement.excluded[name] for name in values if name != "organisation_id"}
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[Payee.organisation_id],
            set_={**changed, "set_at": func.now(), "version": Payee.version + 1},
        )
    )
