"""SQL of committees, inspections and signatures."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Row, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.orders.acceptance.rules import Rule
from services.orders.acceptance.schemas import Duty
from services.orders.models.acceptance import CommitteeMember, CommitteeRule, Inspection
from services.orders.models.delivery import Delivery, DeliveryLine
from services.orders.models.purchase import PurchaseOrder


async def committee_rules(session: AsyncSession) -> list[Rule]:
    """Every dated rule of committees."""
    return [
        Rule(
            duty=row.duty,
            buyer_kinds=frozenset(row.buyer_kinds),
            methods=frozenset(row.methods),
            above_satang=row.above_satang,
            persons=row.persons,
            chair=row.chair,
            from_on=row.from_on,
            until_on=row.until_on,
            source_th=row.source_th,
            source_en=row.source_en,
        )
        for row in await session.scalars(select(CommitteeRule))
    ]


async def members(session: AsyncSession, *, order_id: UUID) -> Sequence[CommitteeMember]:
    """Who is appointed for an order, chairs first."""
    found = await session.scalars(
        select(CommitteeMember)
        .where(CommitteeMember.purchase_order_id == order_id)
        .order_by(CommitteeMember.duty, CommitteeMember.chair.desc(), CommitteeMember.person_id)
    )
    return found.all()


async def inspector_ids(session: AsyncSession, *, order_id: UUID) -> set[UUID]:
    """The persons who inspect an order."""
    found = await session.scalars(
        select(CommitteeMember.person_id).where(
            CommitteeMember.purchase_order_id == order_id,
            CommitteeMember.duty == Duty.INSPECTION.value,
        )
    )
    return set(found)


async def dismiss(session: AsyncSession, *, order_id: UUID) -> None:
    """Take everybody's appointment for an order back."""
    await session.execute(
        delete(CommitteeMember).where(CommitteeMember.purchase_order_id == order_id)
    )


async def order_of_inspection(
    session: AsyncSession, *, inspection_id: UUID, buyer_id: UUID
) -> tuple[UUID, UUID] | None:
    """The order and the delivery of a buyer's inspection."""
    row = (
        await session.execute(
            select(Inspection.purchase_order_id, Inspection.delivery_id).where(
                Inspection.id == inspection_id, Inspection.buyer_id == buyer_id
            )
        )
    ).one_or_none()
    return None if row is None else (row[0], row[1])


async def locked(session: AsyncSession, *, inspection_id: UUID) -> Inspection:
    """An inspection with its signatures as they are now; others wait for this transaction."""
    found = await session.scalars(
        select(Inspection)
        .where(Inspection.id == inspection_id)
        .options(selectinload(Inspection.signatures))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.one()


async def of_delivery(
    session: AsyncSession, *, delivery_id: UUID, party_id: UUID
) -> tuple[Inspection, Delivery] | None:
    """A delivery's inspection, if the party is the delivery's buyer or seller."""
    statement = (
        select(Inspection, Delivery)
        .join(Delivery, Delivery.id == Inspection.delivery_id)
        .where(
            Delivery.id == delivery_id,
            or_(Delivery.buyer_id == party_id, Delivery.seller_id == party_id),
        )
        .options(selectinload(Inspection.signatures), selectinload(Delivery.lines))
    )
    row = (await session.execute(statement)).one_or_none()
    return None if row is None else (row[0], row[1])


async def accepted_lines(
    session: AsyncSession, *, order_id: UUID
) -> Sequence[Row[DeliveryLine, Delivery, Inspection]]:
    """The lines of an order's deliveries whose acceptance is final, in the order of arrival."""
    statement = (
        select(DeliveryLine, Delivery, Inspection)
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .join(Inspection, Inspection.delivery_id == Delivery.id)
        .where(Delivery.purchase_order_id == order_id, Inspection.final_at.is_not(None))
        .order_by(Delivery.sequence, DeliveryLine.line_no)
    )
    return (await session.execute(statement)).all()


async def order(session: AsyncSession, *, order_id: UUID, buyer_id: UUID) -> PurchaseOrder | None:
    """An order of the buyer's."""
    return await session.scalar(
        select(PurchaseOrder).where(
            PurchaseOrder.id == order_id, PurchaseOrder.buyer_id == buyer_id
        )
    )
