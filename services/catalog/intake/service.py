"""Working through import jobs.

A job is held by a lease. Each chunk is one transaction that begins by moving the job on from the
row where we think it stands: whoever lost the lease, or died and came back, writes nothing twice.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Database
from kit.errors import AppError, FieldError, ServiceUnavailable, Unprocessable
from kit.ids import uuid7
from kit.time import now
from services.catalog.importing import places, words
from services.catalog.importing.rules import Parsed, Reader, Rejected
from services.catalog.importing.spool import Row, Spool, folder, spool
from services.catalog.intake import queries, rules
from services.catalog.listing import service as listing_service
from services.catalog.models import ImportJob, ImportStatus
from services.catalog.product import service as product_service
from services.catalog.shop import service as shop_service
from services.catalog.storage.s3 import ObjectStore

_log: Final = structlog.get_logger(__name__)

CHUNK: Final = 1_000
SLICE_SECONDS: Final = 5.0
"""After so long the worker looks whether it should stop."""
_LEASE: Final = timedelta(seconds=60)
_READING_LEASE: Final = timedelta(minutes=5)
_RETRY: Final = timedelta(seconds=5)


@dataclass
class _Open:
    """A job in hand: its rows, read as far as the database has them."""

    spool: Spool
    rows: Iterator[Row]
    reader: Reader
    done: int


class Importer:
    """One worker's hand on the queue of imports."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store
        self._lease_id = uuid7()
        self._open: _Open | None = None

    async def run(self, database: Database) -> bool:
        """Work on the oldest free job for some seconds; whether there may be more to do."""
        at = now()
        async with database.transaction() as session:
            job = await queries.claim(
                session, lease_id=self._lease_id, at=at, until=at + _READING_LEASE
            )
        if job is None:
            return False
        try:
            opened = await self._opened(database, job)
        except ServiceUnavailable:
            await self._put_back(database, job, after=_RETRY)
            return False
        except AppError as refusal:
            await self._fail(database, job, refusal)
            return True
        if opened.spool.total == 0:
            await self._finish_empty(database, job)
            return True
        await self._work(database, job, opened)
        return True

    async def _opened(self, database: Database, job: ImportJob) -> _Open:
        held = self._open
        if held and held.spool.job_id == job.id and held.done == job.rows_done:
            return held
        self._close()
        into = folder()
        try:
            found = await self._spooled(database, job, into)
            async with database.reading() as session:
                categories = await listing_service.categories(session)
        except BaseException:
            into.cleanup()
            raise
        reader = Reader(
            words.fields_of(found.headings),
            rules.category_names(categories),
            await asyncio.to_thread(places.everywhere),
        )
        self._open = _Open(found, found.rows(), reader, job.rows_done)
        for _, cells in islice(self._open.rows, job.rows_done):
            reader.remember(cells)
        return self._open

    async def _spooled(
        self, database: Database, job: ImportJob, into: TemporaryDirectory[str]
    ) -> Spool:
        async with database.reading() as session:
            key = await queries.upload_key(session, upload_id=job.upload_id)
        source = Path(into.name) / "source"
        if not await self._store.download(key=key, path=source):
            raise SourceGone
        found = await asyncio.to_thread(spool, job.id, source, into)
        async with database.transaction() as session:
            await queries.advance(
                session,
                job_id=job.id,
                lease_id=self._lease_id,
                rows_done=job.rows_done,
                headings=found.headings,
                rows_total=found.total,
            )
        return found

    async def _work(self, database: Database, job: ImportJob, opened: _Open) -> None:
        until = monotonic() + SLICE_SECONDS
        while True:
            chunk = list(islice(opened.rows, CHUNK))
            if not chunk:
                self._close()
                return
            rows = await asyncio.to_thread(_read, opened.reader, chunk)
            try:
                ours = await self._take_in(database, job, opened, rows)
            except BaseException:
                # What was read is not written: the next one reads it again.
                self._close()
                raise
            if not ours:
                self._close()
                return
            opened.done += len(chunk)
            if monotonic() >= until:
                break
        await self._put_back(database, job, after=timedelta(0), done=opened.done)

    async def _take_in(
        self,
        database: Database,
        job: ImportJob,
        opened: _Open,
        rows: Sequence[Parsed | Rejected],
    ) -> bool:
        async with database.transaction() as session:
            if not await queries.advance(
                session,
                job_id=job.id,
                lease_id=self._lease_id,
                rows_done=opened.done,
                leased_until=now() + _LEASE,
            ):
                return False
            counts = await _apply(session, job, rows)
            await queries.count(session, job_id=job.id, **counts)
        return True

    async def _put_back(
        self, database: Database, job: ImportJob, *, after: timedelta, done: int | None = None
    ) -> None:
        async with database.transaction() as session:
            await queries.advance(
                session,
                job_id=job.id,
                lease_id=self._lease_id,
                rows_done=job.rows_done if done is None else done,
                leased_until=now() + after,
            )

    async def _fail(self, database: Database, job: ImportJob, refusal: AppError) -> None:
        _log.info("import_failed", job=str(job.id), code=refusal.code)
        message_th = f"{refusal.title_th} {refusal.detail('th')}".strip()
        message_en = f"{refusal.title_en}. {refusal.detail('en')}".strip()
        failure = {"code": refusal.code, "message_th": message_th, "message_en": message_en}
        await self._end(database, job, status=ImportStatus.FAILED, failure=failure)

    async def _finish_empty(self, database: Database, job: ImportJob) -> None:
        await self._end(database, job, status=ImportStatus.DONE)

    async def _end(self, database: Database, job: ImportJob, **values: object) -> None:
        self._close()
        async with database.transaction() as session:
            await queries.advance(
                session,
                job_id=job.id,
                lease_id=self._lease_id,
                rows_done=job.rows_done,
                finished_at=now(),
                **values,
            )

    def _close(self) -> None:
        if self._open is not None:
            self._open.rows = iter(())
            self._open.spool.close()
            self._open = None


class SourceGone(Unprocessable):
    """The object that was announced is no longer in the store."""

    code = "upload_not_stored"
    title_th = "ไม่พบไฟล์ที่อัปโหลด"
    title_en = "The file is not in the store"


def _read(reader: Reader, chunk: Sequence[Row]) -> list[Parsed | Rejected]:
    return [reader.read(number, cells) for number, cells in chunk]


async def _apply(
    session: AsyncSession, job: ImportJob, rows: Sequence[Parsed | Rejected]
) -> Counter[str]:
    """Write a chunk, or in a dry run only find out what would be written."""
    rejected = [row for row in rows if isinstance(row, Rejected)]
    good = [row for row in rows if isinstance(row, Parsed)]
    counts: Counter[str] = Counter(rejected_count=len(rejected))
    counts.update(await _take(session, job, good, rejected))
    counts["rejected_count"] = len(rejected)
    await queries.reject(session, [_rejection(job.id, row) for row in rejected])
    return counts


async def _take(
    session: AsyncSession, job: ImportJob, good: Sequence[Parsed], rejected: list[Rejected]
) -> Counter[str]:
    # The shop as it is now: it may have been suspended since the job began.
    shop = await shop_service.require(session, shop_id=job.organisation_id)
    known = await queries.references(session, shop_id=shop.id, refs=list({row.ref for row in good}))
    present = await product_service.locked(
        session, product_ids=sorted(each.product_id for each in known.values())
    )
    of_ref = {ref: present[each.product_id] for ref, each in known.items()}
    plan = rules.Plan(shop, of_ref, job.dry_run)
    for row in good:
        if row.publish and not shop.sells:
            rejected.append(Rejected(row.number, row.cells, [_NOT_APPROVED]))
        else:
            plan.add(row)
    if not job.dry_run:
        await product_service.add_imported(session, products=plan.made())
        await queries.add_references(session, plan.references())
        for product, changes, pack in plan.changes:
            await product_service.change_imported(
                session, product=product, changes=changes, pack=pack
            )
        await queries.register(session, shop_id=shop.id, dates=plan.dates(known))
    return plan.counts


_NOT_APPROVED: Final = FieldError(
    words.HEADINGS["status"][0],
    "shop_not_approved",
    "ร้านยังไม่ได้รับอนุมัติให้ขาย ใช้สถานะ ร่าง",
    "The shop is not approved to sell; use the status ร่าง (draft).",
)


def _rejection(job_id: UUID, row: Rejected) -> dict[str, object]:
    return {
        "job_id": job_id,
        "row_number": row.number,
        "cells": row.cells,
        "errors": [
            {
                "field": error.field,
                "code": error.code,
                "message_th": error.message_th,
                "message_en": error.message_en,
            }
            for error in row.errors
        ],
    }
