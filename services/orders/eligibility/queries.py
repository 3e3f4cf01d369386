"""SQL of eligibility."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.types import Scheme
from services.orders.eligibility.rules import Requirement
from services.orders.models.eligibility import EligibilityRequirement
from services.orders.models.offer import Offer
from services.orders.models.party import Party


async def requirements(
    session: AsyncSession, *, buyer_kind: str, categories: Collection[str]
) -> dict[str, list[Requirement]]:
    """Every dated rule of the categories for the kind of buyer, past and future ones too."""
    rows = await session.scalars(
        select(EligibilityRequirement).where(
            EligibilityRequirement.buyer_kind == buyer_kind,
            EligibilityRequirement.category.in_(categories),
        )
    )
    found: dict[str, list[Requirement]] = {category: [] for category in categories}
    for row in rows:
        found[row.category].append(
            Requirement(
                any_of=frozenset(Scheme(scheme) for scheme in row.any_of),
                from_on=row.from_on,
                until_on=row.until_on,
                source_th=row.source_th,
                source_en=row.source_en,
            )
        )
    return found


async def offer(session: AsyncSession, *, variant_id: UUID) -> Offer | None:
    """The offer of a variant."""
    return await session.get(Offer, variant_id)


async def party(session: AsyncSession, *, party_id: UUID) -> Party | None:
    """An organisation as auth last told us."""
    return await session.get(Party, party_id)
