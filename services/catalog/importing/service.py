"""Use cases of imports: queue a file, look at the job, take back what was refused."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Database
from kit.ids import uuid7
from kit.pagination import Paged, PageParams, paged
from kit.time import now
from services.catalog.importing import queries, words
from services.catalog.importing.errors import ImportNotFound
from services.catalog.importing.schemas import ImportCreate, ImportFailure, ImportRead
from services.catalog.media import service as media_service
from services.catalog.models import ImportJob, ImportStatus, UploadPurpose
from services.catalog.sheet.rules import BYTE_ORDER_MARK, csv_text
from services.catalog.shop import service as shop_service
from services.catalog.storage.s3 import ObjectStore

_BATCH: Final = 1_000
_ENDED: Final = frozenset({ImportStatus.DONE, ImportStatus.FAILED})
WATCH_SECONDS: Final = 60.0
"""The longest life of one stream of progress; a browser opens the next by itself."""
LOOK_SECONDS: Final = 0.5


async def create(
    database: Database,
    store: ObjectStore,
    *,
    organisation_id: UUID,
    person_id: UUID,
    data: ImportCreate,
) -> ImportRead:
    """Queue a stored file. The same file again is the job that there is.

    Raises:
        ShopNotKnownYet, UploadNotFound, UploadNotStored, ServiceUnavailable
    """
    async with database.reading() as session:
        await shop_service.require(session, shop_id=organisation_id)
    upload = await media_service.require_stored(
        database,
        store,
        organisation_id=organisation_id,
        upload_id=data.upload_id,
        purpose=UploadPurpose.IMPORT,
    )
    async with database.transaction() as session:
        await queries.add(
            session,
            id=uuid7(),
            organisation_id=organisation_id,
            person_id=person_id,
            upload_id=upload.id,
            dry_run=data.dry_run,
            status=ImportStatus.QUEUED,
            created_at=now(),
        )
        return _read(await queries.of_upload(session, upload_id=upload.id, dry_run=data.dry_run))


async def get(session: AsyncSession, *, organisation_id: UUID, job_id: UUID) -> ImportRead:
    """A job of the party. Raises ImportNotFound."""
    return _read(await _own(session, organisation_id, job_id))


async def list_own(
    session: AsyncSession, *, organisation_id: UUID, page: PageParams
) -> Paged[ImportRead]:
    """The party's jobs, newest first."""
    found = await queries.page_of_organisation(session, organisation_id=organisation_id, page=page)
    shown, cursor = paged(found, page=page, key=lambda job: (job.id,))
    return Paged[ImportRead](items=[_read(job) for job in shown], next_cursor=cursor)


async def watch(
    database: Database,
    *,
    job_id: UUID,
    seconds: float = WATCH_SECONDS,
    clock: Callable[[], float] | None = None,
) -> AsyncIterator[ImportRead]:
    """The job whenever it has changed, until it has ended or the time is over."""
    clock = clock or asyncio.get_running_loop().time
    until, last = clock() + seconds, None
    while True:
        async with database.reading() as session:
            job = await queries.find(session, job_id=job_id)
        if job is None:
            return
        shown = _read(job)
        if shown != last:
            yield shown
            last = shown
        if job.status in _ENDED or clock() >= until:
            return
        await asyncio.sleep(LOOK_SECONDS)


async def rejected_csv(
    database: Database, *, job_id: UUID, headings: list[str]
) -> AsyncIterator[str]:
    """The refused rows as they stood, each with its line and what is wrong, as CSV."""
    first = [words.ROW_HEADING, words.ERROR_HEADING, *headings]
    yield BYTE_ORDER_MARK + csv_text([first])
    after = 0
    while True:
        async with database.reading() as session:
            found = await queries.rejections(session, job_id=job_id, after=after, limit=_BATCH)
        if not found:
            return
        after = found[-1].row_number
        yield csv_text(
            [
                str(row.row_number),
                "; ".join(f"{error['field']}: {error['message_th']}" for error in row.errors),
                *row.cells,
            ]
            for row in found
        )


async def headings_of(session: AsyncSession, *, organisation_id: UUID, job_id: UUID) -> list[str]:
    """The headings of a job's sheet, none while it has not been read. Raises ImportNotFound."""
    return (await _own(session, organisation_id, job_id)).headings or []


async def _own(session: AsyncSession, organisation_id: UUID, job_id: UUID) -> ImportJob:
    job = await queries.find(session, job_id=job_id)
    if job is None or job.organisation_id != organisation_id:
        raise ImportNotFound
    return job


def _read(job: ImportJob) -> ImportRead:
    columns = {
        name: getattr(job, name)
        for name in ImportRead.model_fields
        if name not in {"failure", "headings"}
    }
    fields = words.fields_of(job.headings) if job.headings is not None else None
    headings = (
        dict(zip(job.headings, fields, strict=True))
        if job.headings is not None and fields is not None
        else None
    )
    failure = ImportFailure(**job.failure) if job.failure else None
    return ImportRead(**columns, failure=failure, headings=headings)
