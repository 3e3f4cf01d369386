"""SQL of credit terms and limits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import or_, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.orders.models.credit import CreditLine, CreditTerm

# What a buyer owes a seller or has been promised, VAT included: what is still to come of
# confirmed orders, what is accepted and not yet invoiced, and invoices that can be paid. An
# invoice that is locked (before the inspection) is still a part of its order. One statement, so
# that what moves from one part to the next is never counted twice nor missed.
_USED: Final = text(
    """
    SELECT (
        SELECT coalesce(sum(due.net + round(due.net * due.vat_bps / 10000.0)
                - done.net - round(done.net * done.vat_bps / 10000.0)), 0)
        FROM purchase_order p JOIN purchase_order_line l ON l.purchase_order_id = p.id
        CROSS JOIN LATERAL (
            SELECT round((coalesce(l.confirmed_quantity, 0) + l.over_quantity)
                * l.unit_price_satang) AS net, l.vat_bps
        ) due
        CROSS JOIN LATERAL (
            SELECT round(l.accepted_quantity * l.unit_price_satang) AS net, l.vat_bps
        ) done
        WHERE p.seller_id = :seller_id AND p.buyer_id = :buyer_id AND p.status = 'confirmed'
    ) + (
        SELECT coalesce(sum(l.net_satang + l.vat_satang), 0)
        FROM inspection i JOIN delivery d ON d.id = i.delivery_id
        JOIN delivery_line l ON l.delivery_id = d.id
        WHERE i.final_at IS NOT NULL AND i.billed_at IS NULL
            AND d.seller_id = :seller_id AND d.buyer_id = :buyer_id
    ) + (
        SELECT coalesce(sum(outstanding_satang), 0) FROM invoice
        WHERE seller_id = :seller_id AND buyer_id = :buyer_id
            AND outstanding_satang > 0 AND accepted_at IS NOT NULL
    )
    """
)


async def terms(
    session: AsyncSession, *, seller_id: UUID | None, buyer_id: UUID | None
) -> Sequence[CreditTerm]:
    """General terms and those of the seller and the buyer; the other side may be left open."""
    mine = []
    if seller_id is not None:
        mine.append(CreditTerm.seller_id == seller_id)
    if buyer_id is not None:
        mine.append(CreditTerm.buyer_id == buyer_id)
    found = await session.scalars(
        select(CreditTerm)
        .where(or_(CreditTerm.buyer_id.is_(None), *mine))
        .order_by(CreditTerm.seller_id, CreditTerm.buyer_id, CreditTerm.from_on.desc())
    )
    return found.all()


async def add_term(session: AsyncSession, values: dict[str, Any]) -> CreditTerm | None:
    """A new term; None when one begins on that day already."""
    added: CreditTerm | None = await session.scalar(
        insert(CreditTerm).values(**values).on_conflict_do_nothing().returning(CreditTerm)
    )
    return added


async def line(session: AsyncSession, *, seller_id: UUID, buyer_id: UUID) -> CreditLine | None:
    """The pair's limit."""
    return await session.get(CreditLine, (seller_id, buyer_id))


async def locked_line(
    session: AsyncSession, *, seller_id: UUID, buyer_id: UUID
) -> CreditLine | None:
    """The pair's limit as it is now; others who promise wait for this transaction."""
    return await session.scalar(
        select(CreditLine)
        .where(CreditLine.seller_id == seller_id, CreditLine.buyer_id == buyer_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


async def open_line(
    session: AsyncSession, *, seller_id: UUID, buyer_id: UUID, limit_satang: int, at: datetime
) -> None:
    """Make the pair's row, nothing used, unless there is one."""
    await session.execute(
        insert(CreditLine)
        .values(
            seller_id=seller_id,
            buyer_id=buyer_id,
            limit_satang=limit_satang,
            used_satang=0,
            measured_at=at,
        )
        .on_conflict_do_nothing()
    )


async def used(session: AsyncSession, *, seller_id: UUID, buyer_id: UUID) -> int:
    """What is owed and promised between the two, in satang."""
    found = await session.scalar(_USED, {"seller_id": seller_id, "buyer_id": buyer_id})
    return int(found or 0)
