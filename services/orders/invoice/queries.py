"""SQL of invoices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from kit.pagination import PageParams, keyset
from services.orders.models.acceptance import Inspection
from services.orders.models.delivery import Delivery
from services.orders.models.invoice import CreditNote, Invoice
from services.orders.models.purchase import PurchaseOrder

_TO_BILL: Final[ColumnElement[bool]] = literal_column(
    "inspection.final_at IS NOT NULL AND inspection.billed_at IS NULL"
)


async def order_to_bill(session: AsyncSession) -> PurchaseOrder | None:
    """An order with an acceptance that is final and not billed, held; others skip it."""
    waiting = select(Inspection.purchase_order_id).where(_TO_BILL)
    return await session.scalar(
        select(PurchaseOrder)
        .where(PurchaseOrder.id.in_(waiting))
        .limit(1)
        .options(selectinload(PurchaseOrder.lines))
        .with_for_update(skip_locked=True)
    )


async def inspections_to_bill(session: AsyncSession, *, order_id: UUID) -> Sequence[Inspection]:
    """The order's final acceptances that are not billed, in the order of arrival; the caller
    holds the order."""
    found = await session.scalars(
        select(Inspection)
        .join(Delivery, Delivery.id == Inspection.delivery_id)
        .where(Inspection.purchase_order_id == order_id, _TO_BILL)
        .order_by(Delivery.sequence)
        .execution_options(populate_existing=True)
    )
    return found.all()


async def of_delivery(session: AsyncSession, *, delivery_id: UUID) -> Invoice | None:
    """The delivery's invoice with its lines, held."""
    return await session.scalar(
        select(Invoice)
        .where(Invoice.delivery_id == delivery_id)
        .options(selectinload(Invoice.lines))
        .with_for_update()
        .execution_options(populate_existing=True)
    )


async def locked(session: AsyncSession, *, invoice_id: UUID, party_id: UUID) -> Invoice | None:
    """An invoice of the party's as it is now, with its lines, held."""
    return await session.scalar(
        select(Invoice)
        .where(
            Invoice.id == invoice_id,
            or_(Invoice.seller_id == party_id, Invoice.buyer_id == party_id),
        )
        .options(selectinload(Invoice.lines))
        .with_for_update()
        .execution_options(populate_existing=True)
    )


async def by_reference(session: AsyncSession, *, seller_id: UUID, ref1: str) -> UUID | None:
    """The id of the seller's invoice that bears the reference."""
    return await session.scalar(
        select(Invoice.id).where(Invoice.seller_id == seller_id, Invoice.ref1 == ref1)
    )


async def one(session: AsyncSession, *, invoice_id: UUID, party_id: UUID) -> Invoice | None:
    """An invoice of the party's, with its lines."""
    return await session.scalar(
        select(Invoice)
        .where(
            Invoice.id == invoice_id,
            or_(Invoice.seller_id == party_id, Invoice.buyer_id == party_id),
        )
        .options(selectinload(Invoice.lines))
    )


async def credit_note(session: AsyncSession, *, invoice_id: UUID) -> CreditNote | None:
    """The invoice's credit note."""
    return await session.scalar(select(CreditNote).where(CreditNote.invoice_id == invoice_id))


async def page_of(
    session: AsyncSession,
    *,
    party_id: UUID,
    side: str | None,
    open_only: bool,
    page: PageParams,
) -> Sequence[Invoice]:
    """The party's invoices, newest first, as buyer, as seller or as either."""
    own = {"buyer": Invoice.buyer_id == party_id, "seller": Invoice.seller_id == party_id}
    statement = select(Invoice).where(own[side] if side else or_(*own.values()))
    if open_only:
        statement = statement.where(literal_column("invoice.outstanding_satang > 0"))
    found = await session.scalars(keyset(statement, order=[(Invoice.id, "desc")], page=page))
    return found.all()


async def to_remind(session: AsyncSession, *, on: date) -> Invoice | None:
    """An unpaid invoice whose reminder is due by the date, held; others skip it."""
    return await session.scalar(
        select(Invoice)
        .where(
            literal_column("invoice.outstanding_satang > 0 AND invoice.accepted_at IS NOT NULL"),
            Invoice.remind_on <= on,
        )
        .order_by(Invoice.remind_on)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
