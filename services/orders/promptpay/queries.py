"""SQL of biller ids."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.orders.models.invoice import PromptPayBiller


async def biller(session: AsyncSession, *, seller_id: UUID) -> PromptPayBiller | None:
    """The seller's biller id."""
    return await session.get(PromptPayBiller, seller_id)


async def set_biller(
    session: AsyncSession, *, seller_id: UUID, biller_id: str, at: datetime
) -> None:
    """State the seller's biller id."""
    values = {"biller_id": biller_id, "changed_at": at}
    statement = insert(PromptPayBiller).values(seller_id=seller_id, **values)
    await session.execute(
        statement.on_conflict_do_update(index_elements=[PromptPayBiller.seller_id], set_=values)
    )
