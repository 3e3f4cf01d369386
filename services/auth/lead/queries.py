"""Every statement of the lead feature."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from kit.pagination import PageParams, keyset
from services.auth.models import Lead
from services.auth.models.office import LeadStatus


async def save(session: AsyncSession, lead: Lead) -> None:
    """Write a new or changed lead."""
    session.add(lead)
    await session.flush()
    await session.refresh(lead)


async def lock_lead(session: AsyncSession, lead_id: UUID) -> Lead | None:
    """The lead, locked."""
    statement = select(Lead).where(Lead.id == lead_id).with_for_update()
    found = await session.execute(statement.execution_options(populate_existing=True))
    return found.scalar_one_or_none()


async def leads(
    session: AsyncSession, *, salesman_id: UUID, provinces: Sequence[str], page: PageParams
) -> Sequence[Lead]:
    """A page of one's own leads and of those of the provinces, newest first, and one more."""
    statement = select(Lead).where(
        or_(Lead.salesman_id == salesman_id, Lead.province_code.in_(provinces))
    )
    rows: Sequence[Lead] = (
        (await session.execute(keyset(statement, order=[(Lead.id, "desc")], page=page)))
        .scalars()
        .all()
    )
    return rows


async def win(
    session: AsyncSession,
    *,
    supplier_id: UUID,
    buyer_id: UUID | None,
    order_id: UUID,
    number: str,
    satang: int,
    placed_at: datetime,
) -> None:
    """Close the leads that waited for an order of these two; a later order finds none."""
    buyer = Lead.buyer_id.is_(None) if buyer_id is None else Lead.buyer_id == buyer_id
    await session.execute(
        update(Lead)
        .where(
            Lead.status == LeadStatus.MATCHED.value,
            Lead.supplier_id == supplier_id,
            buyer,
            Lead.matched_at <= placed_at,
        )
        .values(
            status=LeadStatus.WON.value,
            order_id=order_id,
            order_number=number,
            order_satang=satang,
            ended_at=placed_at,
        )
    )
