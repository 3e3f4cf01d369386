"""SQL of approval."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from kit.pagination import PageParams, keyset
from services.orders.approval.rules import Chain, Step
from services.orders.models.approval import (
    ApprovalChain,
    ApprovalDelegation,
    ApprovalStep,
)


async def chains(session: AsyncSession, *, buyer_id: UUID) -> list[Chain]:
    """Every dated chain of the buyer."""
    rows = await session.scalars(
        select(ApprovalChain)
        .where(ApprovalChain.buyer_id == buyer_id)
        .options(selectinload(ApprovalChain.steps))
    )
    return [
        Chain(
            id=row.id,
            unit=row.unit,
            from_on=row.from_on,
            until_on=row.until_on,
            automatic_up_to_satang=row.automatic_up_to_satang,
            created_by=row.created_by,
            created_by_name=row.created_by_name,
            steps=tuple(Step(step.from_satang, step.role, step.person_id) for step in row.steps),
        )
        for row in rows
    ]


async def page_of_chains(
    session: AsyncSession, *, buyer_id: UUID, page: PageParams
) -> Sequence[ApprovalChain]:
    """The buyer's chains, newest first, one row more than the page."""
    statement = (
        select(ApprovalChain)
        .where(ApprovalChain.buyer_id == buyer_id)
        .options(selectinload(ApprovalChain.steps))
    )
    rows = await session.scalars(keyset(statement, order=[(ApprovalChain.id, "desc")], page=page))
    return rows.all()


async def page_of_delegations(
    session: AsyncSession, *, buyer_id: UUID, page: PageParams
) -> Sequence[ApprovalDelegation]:
    """The buyer's delegations, newest first, one row more than the page."""
    statement = select(ApprovalDelegation).where(ApprovalDelegation.buyer_id == buyer_id)
    order = [(ApprovalDelegation.id, "desc")]
    rows = await session.scalars(keyset(statement, order=order, page=page))  # type: ignore[arg-type]
    return rows.all()


async def delegation(
    session: AsyncSession, *, delegation_id: UUID, buyer_id: UUID
) -> ApprovalDelegation | None:
    """The buyer's delegation, locked."""
    return await session.scalar(
        select(ApprovalDelegation)
        .where(ApprovalDelegation.id == delegation_id, ApprovalDelegation.buyer_id == buyer_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


async def delegations_in_force(
    session: AsyncSession,
    *,
    buyer_id: UUID,
    on: date,
    total_satang: int,
    to_person_id: UUID | None = None,
) -> Sequence[ApprovalDelegation]:
    """Delegations that count on the Bangkok date for the sum; to one person, or all."""
    statement = select(ApprovalDelegation).where(
        ApprovalDelegation.buyer_id == buyer_id,
        ApprovalDelegation.revoked_at.is_(None),
        ApprovalDelegation.from_on <= on,
        ApprovalDelegation.until_on >= on,
        or_(
            ApprovalDelegation.up_to_satang.is_(None),
            ApprovalDelegation.up_to_satang >= total_satang,
        ),
    )
    if to_person_id is not None:
        statement = statement.where(ApprovalDelegation.to_person_id == to_person_id)
    return (await session.scalars(statement.order_by(ApprovalDelegation.id))).all()


async def steps(session: AsyncSession, *, requisition_id: UUID) -> Sequence[ApprovalStep]:
    """A requisition's steps in their order, as they are now."""
    rows = await session.scalars(
        select(ApprovalStep)
        .where(ApprovalStep.requisition_id == requisition_id)
        .order_by(ApprovalStep.step_no)
        .execution_options(populate_existing=True)
    )
    return rows.all()
