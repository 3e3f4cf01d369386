"""Statements of the worker's side of imports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from typing import cast as cast_to
from uuid import UUID

from sqlalchemy import Table, case, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.catalog.models import (
    ImportJob,
    ImportRejection,
    ImportStatus,
    ProductReference,
    Upload,
)

_OPEN = (ImportStatus.QUEUED, ImportStatus.RUNNING)


async def claim(
    session: AsyncSession, *, lease_id: UUID, at: datetime, until: datetime
) -> ImportJob | None:
    """Take the oldest job that nobody works on; a dead worker's is free when its time is over."""
    oldest = (
        select(ImportJob.id)
        .where(
            ImportJob.status.in_(_OPEN),
            or_(ImportJob.leased_until.is_(None), ImportJob.leased_until < at),
        )
        .order_by(ImportJob.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    statement = (
        update(ImportJob)
        .where(ImportJob.id == oldest)
        .values(
            lease_id=lease_id,
            leased_until=until,
            status=ImportStatus.RUNNING,
            started_at=func.coalesce(ImportJob.started_at, at),
        )
        .returning(ImportJob)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def upload_key(session: AsyncSession, *, upload_id: UUID) -> str:
    """Under which key a file is stored."""
    key: str = (
        await session.execute(select(Upload.key).where(Upload.id == upload_id))
    ).scalar_one()
    return key


async def advance(
    session: AsyncSession, *, job_id: UUID, lease_id: UUID, rows_done: int, **values: Any
) -> bool:
    """Change a job that is still ours and stands where we think; locks it. False when not."""
    changed = await session.execute(
        update(ImportJob)
        .where(
            ImportJob.id == job_id,
            ImportJob.lease_id == lease_id,
            ImportJob.rows_done == rows_done,
        )
        .values(**values)
        .returning(ImportJob.id)
    )
    return changed.first() is not None


async def count(session: AsyncSession, *, job_id: UUID, **by: int) -> None:
    """Add a chunk's rows to the job's counters."""
    values = {name: getattr(ImportJob, name) + number for name, number in by.items()}
    values["rows_done"] = ImportJob.rows_done + sum(by.values())
    values["status"] = case(
        (ImportJob.rows_done + sum(by.values()) >= ImportJob.rows_total, ImportStatus.DONE.value),
        else_=ImportJob.status,
    )
    values["finished_at"] = case(
        (ImportJob.rows_done + sum(by.values()) >= ImportJob.rows_total, func.now()), else_=None
    )
    await session.execute(update(ImportJob).where(ImportJob.id == job_id).values(values))


async def reject(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep refused rows."""
    if rows:
        await session.execute(insert(cast_to(Table, ImportRejection.__table__)), list(rows))


async def references(
    session: AsyncSession, *, shop_id: UUID, refs: Sequence[str]
) -> dict[str, ProductReference]:
    """The seller's keys that are known already."""
    statement = select(ProductReference).where(
        ProductReference.shop_id == shop_id, ProductReference.ref.in_(refs)
    )
    found = (await session.execute(statement)).scalars().all()
    return {each.ref: each for each in found}


async def add_references(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Remember which product stands under which key."""
    if rows:
        await session.execute(insert(cast_to(Table, ProductReference.__table__)), list(rows))


async def register(session: AsyncSession, *, shop_id: UUID, dates: Mapping[str, date]) -> None:
    """Write dates of registration of products that were there, by the seller's key."""
    for ref, on in dates.items():
        await session.execute(
            update(ProductReference)
            .where(ProductReference.shop_id == shop_id, ProductReference.ref == ref)
            .values(registered_on=on)
        )
