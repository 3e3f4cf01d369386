"""Every statement of the overview."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import any_, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.types import Capability, OrganisationStatus
from services.auth.models import Application, ApplicationStatus, Lead, Organisation

_ACTIVE = Organisation.status == OrganisationStatus.ACTIVE.value


async def organisations(session: AsyncSession, province_code: str) -> dict[str, int]:
    """How many active organisations of each kind."""
    statement = (
        select(Organisation.kind, func.count().label("n"))
        .where(Organisation.province_code == province_code, _ACTIVE)
        .group_by(Organisation.kind)
    )
    return {row.kind: row.n for row in await session.execute(statement)}


async def selling(session: AsyncSession, province_code: str) -> int:
    """How many active organisations may sell."""
    statement = select(func.count()).where(
        Organisation.province_code == province_code,
        _ACTIVE,
        literal(Capability.SELL.value) == any_(Organisation.capabilities),
    )
    return (await session.execute(statement)).scalar_one()


async def applications(session: AsyncSession, province_code: str) -> dict[str, int]:
    """How many applications stand where."""
    statement = (
        select(Application.status, func.count().label("n"))
        .where(Application.province_code == province_code)
        .group_by(Application.status)
    )
    return {row.status: row.n for row in await session.execute(statement)}


async def oldest_waiting(session: AsyncSession, province_code: str) -> datetime | None:
    """Since when the longest-waiting application waits."""
    statement = select(func.min(Application.submitted_at)).where(
        Application.province_code == province_code,
        Application.status == ApplicationStatus.SUBMITTED.value,
    )
    return (await session.execute(statement)).scalar_one()


async def leads(session: AsyncSession, province_code: str) -> dict[str, tuple[int, int]]:
    """How many leads stand where, and the orders' satang."""
    statement = (
        select(
            Lead.status,
            func.count().label("n"),
            func.coalesce(func.sum(Lead.order_satang), 0).label("satang"),
        )
        .where(Lead.province_code == province_code)
        .group_by(Lead.status)
    )
    return {row.status: (row.n, int(row.satang)) for row in await session.execute(statement)}
