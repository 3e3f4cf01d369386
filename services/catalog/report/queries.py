"""Statements of reports."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.types import Scheme
from services.catalog.models import CaseState, Certification


async def cases_by_state(
    session: AsyncSession, *, scheme: Scheme, province: str | None, round_name: str | None
) -> dict[CaseState, int]:
    """How many cases stand in each state."""
    statement = (
        select(Certification.state, func.count())
        .where(Certification.scheme == scheme)
        .group_by(Certification.state)
    )
    if province is not None:
        statement = statement.where(Certification.province_code == province)
    if round_name is not None:
        statement = statement.where(Certification.round == round_name)
    return {state: count for state, count in await session.execute(statement)}  # noqa: C416
