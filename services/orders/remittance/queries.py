"""SQL of payments of invoices."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.orders.models.invoice import Remittance


async def announced(session: AsyncSession, *, invoice_id: UUID) -> Remittance | None:
    """What the buyer announced and the seller has not answered; the caller holds the invoice."""
    return await session.scalar(
        select(Remittance).where(
            Remittance.invoice_id == invoice_id, Remittance.status == "announced"
        )
    )


async def invoice_of(session: AsyncSession, *, remittance_id: UUID, seller_id: UUID) -> UUID | None:
    """The invoice of a payment to the seller."""
    return await session.scalar(
        select(Remittance.invoice_id).where(
            Remittance.id == remittance_id, Remittance.seller_id == seller_id
        )
    )


async def one(session: AsyncSession, *, remittance_id: UUID) -> Remittance:
    """A payment as it is now; the caller holds its invoice."""
    found = await session.scalars(
        select(Remittance)
        .where(Remittance.id == remittance_id)
        .execution_options(populate_existing=True)
    )
    return found.one()


async def of_invoice(session: AsyncSession, *, invoice_id: UUID) -> Sequence[Remittance]:
    """The payments of an invoice, oldest first."""
    found = await session.scalars(
        select(Remittance).where(Remittance.invoice_id == invoice_id).order_by(Remittance.id)
    )
    return found.all()
