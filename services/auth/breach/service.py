"""Use cases of the register of breaches."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.tokens import Principal
from kit.errors import NotFound
from kit.ids import uuid7
from kit.pagination import Paged, PageParams, paged
from kit.time import now
from services.auth.audit import service as audit_service
from services.auth.breach import queries, rules
from services.auth.breach.errors import DiscoveredLater
from services.auth.breach.schemas import (
    BreachCreate,
    BreachRead,
    BreachStepCreate,
    BreachStepRead,
)
from services.auth.models import Breach, BreachStep
from services.auth.models.privacy import BreachStepKind


async def record(session: AsyncSession, *, operator: Principal, breach: BreachCreate) -> BreachRead:
    """Enter a breach; its clock runs from the discovery.

    Raises:
        DiscoveredLater.
    """
    if breach.discovered_at > now():
        raise DiscoveredLater
    breach_id = uuid7()
    await queries.insert_breach(
        session, id=breach_id, recorded_by=operator.person_id, **breach.model_dump()
    )
    await _audit(session, operator, breach_id, "recorded")
    return await _read(session, breach_id)


async def _audit(session: AsyncSession, operator: Principal, breach_id: UUID, what: str) -> None:
    await audit_service.record(
        session,
        action=f"breach.{what}",
        by=operator.person_id,
        subject=("breach", breach_id),
    )


async def add_step(
    session: AsyncSession, *, operator: Principal, breach_id: UUID, step: BreachStepCreate
) -> BreachRead:
    """Append what was done about a breach.

    Raises:
        NotFound.
    """
    if await queries.breach(session, breach_id) is None:
        raise NotFound
    await queries.insert_step(
        session,
        id=uuid7(),
        breach_id=breach_id,
        kind=step.kind.value,
        note=step.note,
        by_person_id=operator.person_id,
    )
    await _audit(session, operator, breach_id, step.kind.value)
    return await _read(session, breach_id)


async def _read(session: AsyncSession, breach_id: UUID) -> BreachRead:
    breach = await queries.breach(session, breach_id)
    if breach is None:
        raise NotFound
    return _shown(breach, await queries.steps_of(session, [breach_id]))


async def list_breaches(session: AsyncSession, *, page: PageParams) -> Paged[BreachRead]:
    """A page of breaches, newest first."""
    rows = await queries.breaches(session, page=page)
    shown, cursor = paged(rows, page=page, key=lambda row: (row.id,))
    steps = await queries.steps_of(session, [breach.id for breach in shown])
    items = [
        _shown(breach, [step for step in steps if step.breach_id == breach.id]) for breach in shown
    ]
    return Paged[BreachRead](items=items, next_cursor=cursor)


def _shown(breach: Breach, steps: Sequence[BreachStep]) -> BreachRead:
    at = now()
    reports = [step.at for step in steps if step.kind == BreachStepKind.REPORTED]
    reported_at = min(reports, default=None)
    return BreachRead(
        id=breach.id,
        discovered_at=breach.discovered_at,
        report_due_at=breach.discovered_at + rules.REPORT_WITHIN,
        reported_at=reported_at,
        hours_left=rules.hours_left(breach.discovered_at, reported_at=reported_at, at=at),
        overdue=rules.is_overdue(breach.discovered_at, reported_at=reported_at, at=at),
        description=breach.description,
        data_concerned=breach.data_concerned,
        people_affected=breach.people_affected,
        high_risk=breach.high_risk,
        steps=[BreachStepRead.model_validate(step) for step in steps],
    )
