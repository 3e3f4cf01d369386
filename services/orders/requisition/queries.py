"""SQL of requisitions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from kit.pagination import PageParams, keyset
from services.orders.models.ledger import Rate
from services.orders.models.offer import Offer
from services.orders.models.requisition import (
    ProcurementMethodRule,
    Requisition,
    RequisitionLine,
)
from services.orders.requisition.rules import MethodRule


async def one(
    session: AsyncSession, *, requisition_id: UUID, buyer_id: UUID, lock: bool = False
) -> Requisition | None:
    """The buyer's requisition with its lines; ``lock`` makes others wait for this transaction."""
    statement = (
        select(Requisition)
        .where(Requisition.id == requisition_id, Requisition.buyer_id == buyer_id)
        .options(selectinload(Requisition.lines))
        .execution_options(populate_existing=True)
    )
    return await session.scalar(statement.with_for_update() if lock else statement)


async def page_of(
    session: AsyncSession, *, buyer_id: UUID, status: str | None, page: PageParams
) -> Sequence[Requisition]:
    """The buyer's requisitions, newest first, one row more than the page."""
    statement = select(Requisition).where(Requisition.buyer_id == buyer_id)
    if status is not None:
        statement = statement.where(Requisition.status == status)
    found = await session.scalars(keyset(statement, order=[(Requisition.id, "desc")], page=page))
    return found.all()


async def delete_lines(session: AsyncSession, *, requisition_id: UUID) -> None:
    """Take every line out of a draft."""
    await session.execute(
        delete(RequisitionLine).where(RequisitionLine.requisition_id == requisition_id)
    )


async def offers_held(session: AsyncSession, *, variant_ids: Collection[UUID]) -> dict[UUID, Offer]:
    """The offers by variant, kept from changing until this transaction ends.

    So a mark that is suspended at the same time is seen here, or its event sees our orders.
    """
    found = await session.scalars(
        select(Offer)
        .where(Offer.variant_id.in_(variant_ids))
        .order_by(Offer.variant_id)
        .with_for_update(read=True)
        .execution_options(populate_existing=True)
    )
    return {offer.variant_id: offer for offer in found}


async def method_rules(session: AsyncSession, *, method: str) -> list[MethodRule]:
    """Every dated rule of a procurement method."""
    rows = await session.scalars(
        select(ProcurementMethodRule).where(ProcurementMethodRule.method == method)
    )
    return [
        MethodRule(
            method=row.method,
            buyer_kinds=frozenset(row.buyer_kinds),
            ceiling_satang=row.ceiling_satang,
            from_on=row.from_on,
            until_on=row.until_on,
            source_th=row.source_th,
            source_en=row.source_en,
        )
        for row in rows
    ]


async def vat_bps(session: AsyncSession, *, on: date) -> int:
    """The VAT rate of the day in hundredths of a percent."""
    statement = (
        select(Rate.bps)
        .where(Rate.name == "vat", Rate.from_on <= on)
        .order_by(Rate.from_on.desc())
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one()
