"""Statements about imports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.ext.asyncio import AsyncSession

from kit.pagination import PageParams, keyset
from services.catalog.models import (
    ImportJob,
    ImportRejection,
)


async def add(session: AsyncSession, **values: Any) -> None:
    """Queue a job; the same file for the same purpose is queued once."""
    await session.execute(
        pg_insert(ImportJob)
        .values(**values)
        .on_conflict_do_nothing(index_elements=["upload_id", "dry_run"])
    )


async def of_upload(session: AsyncSession, *, upload_id: UUID, dry_run: bool) -> ImportJob:
    """The job of a file."""
    statement = select(ImportJob).where(
        ImportJob.upload_id == upload_id, ImportJob.dry_run == dry_run
    )
    return (await session.execute(statement)).scalar_one()


async def find(session: AsyncSession, *, job_id: UUID) -> ImportJob | None:
    """A job, as it stands now."""
    statement = (
        select(ImportJob).where(ImportJob.id == job_id).execution_options(populate_existing=True)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def page_of_organisation(
    session: AsyncSession, *, organisation_id: UUID, page: PageParams
) -> Sequence[ImportJob]:
    """A party's jobs, newest first."""
    statement = select(ImportJob).where(ImportJob.organisation_id == organisation_id)
    found = await session.execute(keyset(statement, order=[(ImportJob.id, "desc")], page=page))
    return list(found.scalars().all())


async def rejections(
    session: AsyncSession, *, job_id: UUID, after: int, limit: int
) -> Sequence[ImportRejection]:
    """Refused rows of a job in the sheet's order."""
    statement = (
        select(ImportRejection)
        .where(ImportRejection.job_id == job_id, ImportRejection.row_number > after)
        .order_by(ImportRejection.row_number)
        .limit(limit)
    )
    return (await session.execute(statement)).scalars().all()
