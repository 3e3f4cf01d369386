"""Use cases: allot, reserve, commit, consume and release money of budgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.types import GOVERNMENT_BUYERS
from kit.errors import NotFound
from kit.ids import uuid7
from kit.pagination import PageParams, paged
from kit.time import bangkok_date, now
from services.orders.budget import queries, rules
from services.orders.budget.errors import (
    BudgetExceeded,
    BudgetExists,
    BudgetNotFound,
    BudgetOfAnotherFiscalYear,
    BudgetOfAnotherUnit,
    BudgetRequired,
)
from services.orders.budget.rules import Movement
from services.orders.budget.schemas import BudgetCreate, BudgetRead, EntryKind
from services.orders.document.rules import baht, fiscal_year
from services.orders.models.budget import Budget, BudgetEntry, BudgetHold


async def create(
    session: AsyncSession, *, buyer_id: UUID, person_id: UUID, wanted: BudgetCreate
) -> BudgetRead:
    """A new budget with its first allotment. Raises BudgetExists."""
    budget_id = uuid7()
    values = {
        "id": budget_id,
        "buyer_id": buyer_id,
        "unit": wanted.unit,
        "source": wanted.source,
        "fiscal_year": wanted.fiscal_year,
        "created_by": person_id,
        "created_at": now(),
    }
    if not await queries.add(session, values):
        raise BudgetExists(unit=wanted.unit, source=wanted.source, fiscal_year=wanted.fiscal_year)
    await _allot(session, budget_id, wanted.allotted_satang, "created", person_id)
    return _read(await queries.get(session, budget_id=budget_id))


async def allot(
    session: AsyncSession,
    *,
    buyer_id: UUID,
    budget_id: UUID,
    person_id: UUID,
    amount_satang: int,
    reason: str,
) -> BudgetRead:
    """Add money to a budget, or take some away that is free. Raises NotFound, BudgetExceeded."""
    budget = await queries.one(session, budget_id=budget_id, buyer_id=buyer_id, lock=True)
    if budget is None:
        raise NotFound
    _require_available(budget, -amount_satang)
    await _allot(session, budget_id, amount_satang, reason, person_id)
    return _read(await queries.get(session, budget_id=budget_id))


async def one(session: AsyncSession, *, buyer_id: UUID, budget_id: UUID) -> BudgetRead:
    """The buyer's budget. Raises NotFound."""
    return _read(await _own(session, buyer_id, budget_id))


async def page_of(
    session: AsyncSession, *, buyer_id: UUID, fiscal_year: int | None, page: PageParams
) -> tuple[list[BudgetRead], str | None]:
    """A page of the buyer's budgets, newest first, and the next cursor."""
    rows = await queries.page_of(session, buyer_id=buyer_id, fiscal_year=fiscal_year, page=page)
    shown, cursor = paged(rows, page=page, key=lambda budget: (budget.id,))
    return [_read(budget) for budget in shown], cursor


async def entries(
    session: AsyncSession, *, buyer_id: UUID, budget_id: UUID, page: PageParams
) -> tuple[Sequence[BudgetEntry], str | None]:
    """A page of a budget's entries, newest first, and the next cursor. Raises NotFound."""
    await _own(session, buyer_id, budget_id)
    rows = await queries.entries(session, budget_id=budget_id, page=page)
    return paged(rows, page=page, key=lambda entry: (entry.id,))


async def require_named(
    session: AsyncSession, *, buyer_id: UUID, buyer_kind: str, budget_id: UUID | None
) -> None:
    """Raise BudgetRequired when a government buyer keeps budgets this year and none is named."""
    year = fiscal_year(bangkok_date(now()))
    if budget_id is not None or buyer_kind not in GOVERNMENT_BUYERS:
        return
    if await queries.any_of_year(session, buyer_id=buyer_id, fiscal_year=year):
        raise BudgetRequired(fiscal_year=year)


async def require_own(session: AsyncSession, *, buyer_id: UUID, budget_id: UUID) -> None:
    """Raise BudgetNotFound unless it is a budget of the buyer's."""
    if await queries.one(session, budget_id=budget_id, buyer_id=buyer_id) is None:
        raise BudgetNotFound


async def reserve(
    session: AsyncSession,
    *,
    buyer_id: UUID,
    budget_id: UUID,
    requisition_id: UUID,
    unit: str | None,
    by_seller: Mapping[UUID, int],
    person_id: UUID,
) -> str:
    """Hold a requisition's total (satang, VAT included) by seller, or nothing; gives the unit.

    Of two at once that do not both fit one succeeds. Raises BudgetNotFound, BudgetOfAnotherUnit,
    BudgetOfAnotherFiscalYear, BudgetExceeded.
    """
    budget = await queries.one(session, budget_id=budget_id, buyer_id=buyer_id, lock=True)
    if budget is None:
        raise BudgetNotFound
    if unit is not None and unit != budget.unit:
        raise BudgetOfAnotherUnit(requisition_unit=unit, unit=budget.unit)
    _require_this_year(budget)
    _require_available(budget, sum(by_seller.values()))
    sellers = sorted(seller_id for seller_id, amount in by_seller.items() if amount)
    if sellers:
        await queries.add_holds(
            session, requisition_id=requisition_id, budget_id=budget_id, seller_ids=sellers
        )
    for hold in await queries.holds_of_requisition(session, requisition_id=requisition_id):
        await _move(
            session, hold, rules.reservation(by_seller[hold.seller_id]), "submitted", person_id
        )
    return budget.unit


async def commit_to_orders(
    session: AsyncSession, *, requisition_id: UUID, orders: Mapping[UUID, UUID], person_id: UUID
) -> None:
    """Turn a requisition's holds into its orders'; ``orders`` is the order of each seller.

    Raises BudgetOfAnotherFiscalYear when the year ended while it waited for approval.
    """
    holds = await queries.holds_of_requisition(session, requisition_id=requisition_id)
    for hold in holds:
        _require_this_year(await queries.get(session, budget_id=hold.budget_id))
        await queries.give_to_order(
            session,
            requisition_id=requisition_id,
            seller_id=hold.seller_id,
            purchase_order_id=orders[hold.seller_id],
        )
        await _move(session, hold, rules.commitment(hold), "ordered", person_id)


async def consume(
    session: AsyncSession, *, purchase_order_id: UUID, amount_satang: int, cause: str
) -> None:
    """Spend an order's money on what was accepted (satang, VAT included), once for a cause.

    More than was committed is taken from what is available. An order without a budget needs
    nothing. Raises BudgetExceeded.
    """
    hold = await queries.hold_of_order(session, purchase_order_id=purchase_order_id)
    if hold is not None and amount_satang:
        await _move(session, hold, rules.consumption(hold, amount_satang), cause, None)


async def release(
    session: AsyncSession,
    *,
    purchase_order_id: UUID,
    cause: str,
    amount_satang: int | None = None,
) -> None:
    """Give back what an order will not need: an amount, at most what it still holds, or all.

    For a shortfall, a line that was not confirmed, a rejection or a cancellation; once for a
    cause.
    """
    hold = await queries.hold_of_order(session, purchase_order_id=purchase_order_id)
    if hold is not None:
        await _move(session, hold, rules.release(hold, amount_satang), cause, None)


async def release_requisition(
    session: AsyncSession, *, requisition_id: UUID, cause: str, person_id: UUID
) -> None:
    """Give back what a requisition holds that will not be ordered."""
    for hold in await queries.holds_of_requisition(session, requisition_id=requisition_id):
        await _move(session, hold, rules.release(hold, None), cause, person_id)


async def _move(
    session: AsyncSession, hold: BudgetHold, movement: Movement, cause: str, person_id: UUID | None
) -> None:
    """Append the entry under the budget's lock, unless this cause has done it already."""
    if movement.empty or await queries.moved_before(
        session,
        requisition_id=hold.requisition_id,
        seller_id=hold.seller_id,
        kind=movement.kind.value,
        cause=cause,
    ):
        return
    if movement.needs_satang > 0:
        budget = await queries.get(session, budget_id=hold.budget_id)
        _require_available(budget, movement.needs_satang)
    values = {
        "budget_id": hold.budget_id,
        "requisition_id": hold.requisition_id,
        "seller_id": hold.seller_id,
        "kind": movement.kind.value,
        "reserved_satang": movement.reserved_satang,
        "committed_satang": movement.committed_satang,
        "consumed_satang": movement.consumed_satang,
    }
    await _enter(session, values, cause, person_id)


async def _allot(
    session: AsyncSession, budget_id: UUID, amount_satang: int, cause: str, person_id: UUID
) -> None:
    values = {
        "budget_id": budget_id,
        "kind": EntryKind.ALLOT.value,
        "allotted_satang": amount_satang,
    }
    await _enter(session, values, cause, person_id)


async def _enter(
    session: AsyncSession, values: Mapping[str, object], cause: str, person_id: UUID | None
) -> None:
    made = {"id": uuid7(), "cause": cause, "made_by": person_id, "made_at": now()}
    await queries.add_entry(session, {**values, **made})


async def _own(session: AsyncSession, buyer_id: UUID, budget_id: UUID) -> Budget:
    budget = await queries.one(session, budget_id=budget_id, buyer_id=buyer_id)
    if budget is None:
        raise NotFound
    return budget


def _available(budget: Budget) -> int:
    held = budget.reserved_satang + budget.committed_satang + budget.consumed_satang
    return budget.allotted_satang - held


def _require_available(budget: Budget, wanted_satang: int) -> None:
    available = _available(budget)
    if wanted_satang > available:
        raise BudgetExceeded(
            budget_id=str(budget.id),
            unit=budget.unit,
            source=budget.source,
            fiscal_year=budget.fiscal_year,
            available_satang=available,
            wanted_satang=wanted_satang,
            available_baht=baht(available),
            wanted_baht=baht(wanted_satang),
        )


def _require_this_year(budget: Budget) -> None:
    current = fiscal_year(bangkok_date(now()))
    if budget.fiscal_year != current:
        raise BudgetOfAnotherFiscalYear(fiscal_year=budget.fiscal_year, current_fiscal_year=current)


def _read(budget: Budget) -> BudgetRead:
    own = BudgetRead.model_fields.keys() - {"available_satang"}
    return BudgetRead(
        **{name: getattr(budget, name) for name in own}, available_satang=_available(budget)
    )
