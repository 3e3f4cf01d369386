"""SQL of eligibility."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.types import Scheme
from services.orders.eligibility.rules import Requirement, lineage
from services.orders.models.eligibility import EligibilityRequirement


async def requirements(
    session: AsyncSession, *, buyer_kind: str, categories: Collection[str]
) -> dict[str, list[Requirement]]:
    """By category, every dated rule of it and of those above it, past and future ones too."""
    asked = {code for category in categories for code in lineage(category)}
    rows = await session.scalars(
        select(EligibilityRequirement)
        .where(
            EligibilityRequirement.buyer_kind == buyer_kind,
            EligibilityRequirement.category.in_(asked),
        )
        .order_by(EligibilityRequirement.requirement_key, EligibilityRequirement.from_on)
    )
    by_code: dict[str, list[Requirement]] = {code: [] for code in asked}
    for row in rows:
        by_code[row.category].append(
            Requirement(
                any_of=frozenset(Scheme(scheme) for scheme in row.any_of),
                from_on=row.from_on,
                until_on=row.until_on,
                source_th=row.source_th,
                source_en=row.source_en,
            )
        )
    return {
        category: [rule for code in lineage(category) for rule in by_code[code]]
        for category in categories
    }
