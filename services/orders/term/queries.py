"""SQL of dated figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.orders.models.term import BuyingTerm, TemperatureLimit
from services.orders.term.rules import Term


async def terms(session: AsyncSession, *, name: str) -> list[Term]:
    """Every dated row of a figure."""
    rows = await session.scalars(select(BuyingTerm).where(BuyingTerm.name == name))
    return [
        Term(
            value=row.value,
            buyer_kinds=frozenset(row.buyer_kinds),
            from_on=row.from_on,
            until_on=row.until_on,
        )
        for row in rows
    ]


async def temperature_limits(session: AsyncSession, *, on: date) -> dict[str, Decimal]:
    """By temperature class, how warm goods may arrive on the date; a class without one is free."""
    rows = await session.scalars(
        select(TemperatureLimit)
        .where(
            TemperatureLimit.from_on <= on,
            or_(TemperatureLimit.until_on.is_(None), TemperatureLimit.until_on >= on),
        )
        .order_by(TemperatureLimit.from_on)
    )
    return {row.temperature_class: row.warmest_c for row in rows}
