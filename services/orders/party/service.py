"""Organisations, for the other features."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.orders.models.party import Party
from services.orders.party import queries


async def find(session: AsyncSession, *, party_id: UUID) -> Party | None:
    """One party, or None when auth told us of none."""
    return (await find_many(session, party_ids=[party_id])).get(party_id)


async def find_many(session: AsyncSession, *, party_ids: Collection[UUID]) -> dict[UUID, Party]:
    """Parties by id; those that we do not know are missing."""
    return {party.id: party for party in await queries.get_many(session, party_ids)}
