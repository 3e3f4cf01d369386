"""SQL of eligibility."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.types import Scheme
from kit.pagination import PageParams, keyset
from services.orders.eligibility.rules import Requirement, lineage
from services.orders.models.eligibility import BuyerRequirement, EligibilityRequirement


async def requirements(
    session: AsyncSession,
    *,
    buyer_kind: str,
    categories: Collection[str],
    buyer_id: UUID | None = None,
) -> dict[str, list[Requirement]]:
    """By category, every dated rule of it and of those above it, past and future ones too.

    With what the buyer itself asks for beyond them.
    """
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
    for own in await _own(session, buyer_id=buyer_id, categories=asked):
        by_code[own.category].append(
            Requirement(
                any_of=frozenset(Scheme(scheme) for scheme in own.any_of),
                from_on=own.from_on,
                until_on=own.until_on,
                source_th=own.reason,
                source_en=own.reason,
                own=True,
            )
        )
    return {
        category: [rule for code in lineage(category) for rule in by_code[code]]
        for category in categories
    }


async def _own(
    session: AsyncSession, *, buyer_id: UUID | None, categories: Collection[str]
) -> Sequence[BuyerRequirement]:
    if buyer_id is None:
        return []
    rows = await session.scalars(
        select(BuyerRequirement)
        .where(BuyerRequirement.buyer_id == buyer_id, BuyerRequirement.category.in_(categories))
        .order_by(BuyerRequirement.id)
    )
    return rows.all()


async def add_own(session: AsyncSession, values: Mapping[str, Any]) -> BuyerRequirement:
    """A requirement of a buyer's."""
    made = BuyerRequirement(**values)
    session.add(made)
    await session.flush()
    return made


async def page_of_own(
    session: AsyncSession, *, buyer_id: UUID, page: PageParams
) -> Sequence[BuyerRequirement]:
    """What a buyer asks for, newest first, one row more than the page."""
    statement = select(BuyerRequirement).where(BuyerRequirement.buyer_id == buyer_id)
    ordered = keyset(statement, order=[(BuyerRequirement.id, "desc")], page=page)
    return (await session.scalars(ordered)).all()


async def end_own(
    session: AsyncSession, *, requirement_id: UUID, buyer_id: UUID, until_on: date
) -> BuyerRequirement | None:
    """Set the last day of a buyer's requirement; None when it is not theirs."""
    found = await session.scalar(
        select(BuyerRequirement)
        .where(BuyerRequirement.id == requirement_id, BuyerRequirement.buyer_id == buyer_id)
        .with_for_update()
    )
    if found is not None:
        found.until_on = max(found.from_on, until_on)
        await session.flush()
    return found
