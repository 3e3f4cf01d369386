"""SQL of withholding."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.orders.models.billing import WithholdingRule


async def rules(session: AsyncSession) -> Sequence[WithholdingRule]:
    """Every dated rule."""
    return (await session.scalars(select(WithholdingRule))).all()
