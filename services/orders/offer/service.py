"""What is on sale, for the other features."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.orders.models.offer import Offer
from services.orders.offer import queries


async def find(session: AsyncSession, *, variant_id: UUID) -> Offer | None:
    """The offer of a variant, whatever its status, or None when the catalogue told us of none."""
    return await queries.get(session, variant_id)


async def find_many(session: AsyncSession, *, variant_ids: Collection[UUID]) -> dict[UUID, Offer]:
    """Offers by variant; variants that we do not know are missing."""
    return {offer.variant_id: offer for offer in await queries.get_many(session, variant_ids)}


async def find_held(session: AsyncSession, *, variant_ids: Collection[UUID]) -> dict[UUID, Offer]:
    """Offers by variant, kept from changing until the transaction ends.

    So a mark that is suspended at the same time is seen here, or its event sees what we write.
    """
    return {offer.variant_id: offer for offer in await queries.get_held(session, variant_ids)}
