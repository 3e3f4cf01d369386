"""SQL of budgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from kit.pagination import PageParams, keyset
from services.orders.models.budget import Budget, BudgetEntry, BudgetHold


async def add(session: AsyncSession, values: Mapping[str, Any]) -> bool:
    """Insert a budget; False, and nothing done, when there is one of its unit, source and year."""
    added = await session.scalar(
        insert(Budget).values(**values).on_conflict_do_nothing().returning(Budget.id)
    )
    return added is not None


async def one(
    session: AsyncSession, *, budget_id: UUID, buyer_id: UUID, lock: bool = False
) -> Budget | None:
    """The buyer's budget as it is now; ``lock`` makes other movements of it wait."""
    statement = (
        select(Budget)
        .where(Budget.id == budget_id, Budget.buyer_id == buyer_id)
        .execution_options(populate_existing=True)
    )
    return await session.scalar(statement.with_for_update() if lock else statement)


async def page_of(
    session: AsyncSession, *, buyer_id: UUID, fiscal_year: int | None, page: PageParams
) -> Sequence[Budget]:
    """The buyer's budgets, newest first, one row more than the page."""
    statement = select(Budget).where(Budget.buyer_id == buyer_id)
    if fiscal_year is not None:
        statement = statement.where(Budget.fiscal_year == fiscal_year)
    return (await session.scalars(keyset(statement, order=[(Budget.id, "desc")], page=page))).all()


async def any_of_year(session: AsyncSession, *, buyer_id: UUID, fiscal_year: int) -> bool:
    """Whether the buyer keeps budgets for the fiscal year."""
    found = exists().where(Budget.buyer_id == buyer_id, Budget.fiscal_year == fiscal_year)
    return bool(await session.scalar(select(found)))


async def entries(
    session: AsyncSession, *, budget_id: UUID, page: PageParams
) -> Sequence[BudgetEntry]:
    """A budget's entries, newest first, one row more than the page."""
    statement = select(BudgetEntry).where(BudgetEntry.budget_id == budget_id)
    rows = await session.scalars(keyset(statement, order=[(BudgetEntry.id, "desc")], page=page))
    return rows.all()


async def add_holds(
    session: AsyncSession, *, requisition_id: UUID, budget_id: UUID, seller_ids: Sequence[UUID]
) -> None:
    """An empty hold for each seller of a requisition."""
    await session.execute(
        insert(BudgetHold),
        [
            {"requisition_id": requisition_id, "budget_id": budget_id, "seller_id": seller_id}
            for seller_id in seller_ids
        ],
    )


async def holds_of_requisition(
    session: AsyncSession, *, requisition_id: UUID
) -> Sequence[BudgetHold]:
    """A requisition's holds as they are now; their budget's row is locked first."""
    await _lock_budget(session, BudgetHold.requisition_id == requisition_id)
    rows = await session.scalars(
        select(BudgetHold)
        .where(BudgetHold.requisition_id == requisition_id)
        .order_by(BudgetHold.seller_id)
        .execution_options(populate_existing=True)
    )
    return rows.all()


async def hold_of_order(session: AsyncSession, *, purchase_order_id: UUID) -> BudgetHold | None:
    """An order's hold as it is now, its budget's row locked; None when it needs no budget."""
    await _lock_budget(session, BudgetHold.purchase_order_id == purchase_order_id)
    return await session.scalar(
        select(BudgetHold)
        .where(BudgetHold.purchase_order_id == purchase_order_id)
        .execution_options(populate_existing=True)
    )


async def _lock_budget(session: AsyncSession, of_hold: Any) -> None:
    # The budget's row is the one lock of all its movements, so nobody waits in a circle.
    held = select(BudgetHold.budget_id).where(of_hold)
    await session.execute(select(Budget.id).where(Budget.id.in_(held)).with_for_update())


async def get(session: AsyncSession, *, budget_id: UUID) -> Budget:
    """A budget that is known to exist, as it is now."""
    statement = (
        select(Budget).where(Budget.id == budget_id).execution_options(populate_existing=True)
    )
    return (await session.execute(statement)).scalar_one()


async def give_to_order(
    session: AsyncSession, *, requisition_id: UUID, seller_id: UUID, purchase_order_id: UUID
) -> None:
    """Name the order that a hold is for."""
    await session.execute(
        update(BudgetHold)
        .where(BudgetHold.requisition_id == requisition_id, BudgetHold.seller_id == seller_id)
        .values(purchase_order_id=purchase_order_id)
        .execution_options(synchronize_session=False)
    )


async def moved_before(
    session: AsyncSession, *, requisition_id: UUID, seller_id: UUID, kind: str, cause: str
) -> bool:
    """Whether a cause has moved the hold already."""
    found = exists().where(
        BudgetEntry.requisition_id == requisition_id,
        BudgetEntry.seller_id == seller_id,
        BudgetEntry.kind == kind,
        BudgetEntry.cause == cause,
    )
    return bool(await session.scalar(select(found)))


async def add_entry(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Append an entry; the trigger moves the balances."""
    await session.execute(insert(BudgetEntry).values(**values))
