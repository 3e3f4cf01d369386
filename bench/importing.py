"""How fast a shop's list is brought in: `python -m bench.importing [--rows N]`.

The rows are those of one CSV file as an office would send it. In the same run they are COPYed
bare (the finished columns, into tables without any check of ours) and brought in by the worker's
own code: first checked only (a dry run), then as drafts, then once more unchanged, and another
list published. Printed are rows/s and their ratios to the bare COPY.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import time
from collections.abc import Sequence
from decimal import Decimal
from io import StringIO
from pathlib import Path
from shutil import copyfile
from typing import Any, cast
from uuid import UUID

import asyncpg
import uvloop
from sqlalchemy import make_url, select

from contracts.events.auth import OrganisationChanged
from contracts.types import Capability, OrganisationKind, OrganisationStatus
from kit.db import Database
from kit.ids import uuid7
from kit.time import now
from services.catalog.importing.words import HEADINGS
from services.catalog.intake.service import Importer
from services.catalog.models import ImportJob, ImportStatus, Upload, UploadPurpose
from services.catalog.shop.handlers import SHOP
from services.catalog.storage.s3 import ObjectStore
from talat import migrate
from talat.stack import postgres
from talat.stack.home import temporary_home

FIELDS = (
    "ref",
    "name_th",
    "description_th",
    "category",
    "price",
    "unit",
    "province",
    "subdistrict",
)
CATEGORIES = ("อาหาร", "ปลาแปรรูป", "จักสาน", "ผ้าทอ", "ของใช้สมุนไพร")
NAMES = ("ปลาส้ม", "ตะกร้าผักตบชวา", "ผ้าขาวม้า", "สบู่มะกรูด", "กล้วยตาก")


class Shelf:
    """Stands for the object store: the files lie in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def download(self, *, key: str, path: Path) -> bool:
        """Copy a file."""
        copyfile(self.folder / key, path)
        return True


def rows_of(prefix: str, count: int, status: str) -> list[list[str]]:
    """A list as an office would keep it."""
    return [
        [
            f"{prefix}{number}",
            f"{NAMES[number % 5]} สูตร {number}",
            "ผลิตในชุมชน สะอาด เหมาะเป็นของฝาก",
            CATEGORIES[number % 5],
            f"{number % 900 + 20}.50",
            "ชิ้น",
            "อ่างทอง",
            "ชะไว",
            status,
        ]
        for number in range(count)
    ]


def csv_of(rows: Sequence[Sequence[str]]) -> bytes:
    """The list as a file of CP874."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([HEADINGS[name][0] for name in (*FIELDS, "status")])
    writer.writerows(rows)
    return text.getvalue().encode("cp874")


async def bare_copy(url: str, rows: Sequence[Sequence[str]]) -> float:
    """Seconds to COPY the finished columns of the same rows, without keys, indexes or checks."""
    at = make_url(url)
    connection: Any = await asyncpg.connect(
        host=at.host, port=at.port, user=at.username, password=at.password, database=at.database
    )
    await connection.execute(
        "CREATE TEMP TABLE bare_product (LIKE product); CREATE TEMP TABLE bare_variant"
        " (LIKE variant); ALTER TABLE bare_variant ALTER tiers TYPE text"
    )
    products, packs, instant = [], [], now()
    for ref, name, description, _, price, unit, *_ in rows:
        product_id = uuid7()
        products.append((product_id, uuid7(), "draft", 1, name, description, "", "food", instant))
        packs.append((uuid7(), product_id, ref, unit, Decimal(1), int(Decimal(price) * 100)))
    names = ["id", "shop_id", "status", "version", "name_th", "description_th", "description_en"]
    for table in ("bare_product", "bare_variant"):
        found = await connection.fetch(
            "SELECT attname FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0", table
        )
        dropped = ", ".join(f"ALTER {each['attname']} DROP NOT NULL" for each in found)
        await connection.execute(f"ALTER TABLE {table} {dropped}")
    started = time.monotonic()
    await connection.copy_records_to_table(
        "bare_product", columns=[*names, "category_code", "created_at"], records=products
    )
    await connection.copy_records_to_table(
        "bare_variant",
        columns=["id", "product_id", "sku", "unit", "pack_size", "price_satang"],
        records=packs,
    )
    taken = time.monotonic() - started
    await connection.close()
    return taken


async def shop(database: Database) -> UUID:
    """A shop that sells."""
    shop_id = uuid7()
    event = OrganisationChanged(
        version=1,
        organisation_id=shop_id,
        kind=OrganisationKind.COMMUNITY_ENTERPRISE,
        name_th="กลุ่มปลาส้มตำบลชะไว",
        name_en=None,
        province_code="15",
        subdistrict_code="150208",
        capabilities=(Capability.SELL,),
        status=OrganisationStatus.ACTIVE,
        vat_registered=False,
        tax_id=None,
        tax_branch=None,
        payee_ready=True,
    )
    async with database.transaction() as session:
        await SHOP.apply(session, event, 1)
    return shop_id


async def bring_in(
    database: Database, shelf: Shelf, shop_id: UUID, content: bytes, *, dry_run: bool
) -> tuple[float, float, ImportJob]:
    """Seconds, and the worker's CPU seconds, from the queue to the end, and the ended job."""
    upload_id, job_id = uuid7(), uuid7()
    (shelf.folder / str(upload_id)).write_bytes(content)
    async with database.transaction() as session:
        session.add(
            Upload(
                id=upload_id,
                organisation_id=shop_id,
                person_id=shop_id,
                purpose=UploadPurpose.IMPORT,
                key=str(upload_id),
                content_type="text/csv",
                size_bytes=len(content),
                file_name="list.csv",
                created_at=now(),
            )
        )
        await session.flush()
        session.add(
            ImportJob(
                id=job_id,
                organisation_id=shop_id,
                person_id=shop_id,
                upload_id=upload_id,
                dry_run=dry_run,
                status=ImportStatus.QUEUED,
                created_at=now(),
            )
        )
    importer = Importer(cast("ObjectStore", shelf))
    started, cpu_started = time.monotonic(), time.process_time()
    while await importer.run(database):
        pass
    taken, cpu = time.monotonic() - started, time.process_time() - cpu_started
    async with database.reading() as session:
        job = (await session.execute(select(ImportJob).where(ImportJob.id == job_id))).scalar_one()
    assert job.status is ImportStatus.DONE, job.failure
    assert job.rejected_count == 0
    return taken, cpu, job


async def measure(url: str, folder: Path, count: int) -> None:
    """Everything once, and print it."""
    database = Database(url, pool_size=2, statement_timeout_ms=60_000)
    shelf, shop_id = Shelf(folder), await shop(database)
    drafts = rows_of("A", count, "ร่าง")
    bare = await bare_copy(url, drafts)
    print(f"bare COPY: {count / bare:,.0f} rows/s")
    steps = (
        ("checked only (dry run)", csv_of(drafts), True),
        ("new drafts", csv_of(drafts), False),
        ("the same again, unchanged", csv_of(drafts), False),
        ("new, published at once", csv_of(rows_of("B", count // 4, "เผยแพร่")), False),
    )
    for name, content, dry_run in steps:
        taken, cpu, job = await bring_in(database, shelf, shop_id, content, dry_run=dry_run)
        speed = job.rows_done / taken
        print(
            f"{name}: {job.rows_done:,} rows, {speed:,.0f} rows/s, "
            f"{job.rows_done / cpu:,.0f} rows a CPU second of the worker, "
            f"ratio to bare COPY {speed * bare / count:.3f}"
        )
    await database.close()


def main() -> None:
    """Start a database and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    arguments = parser.parse_args()
    with temporary_home() as home, postgres.running(home) as server:
        server.create_service_database("catalog")
        url = server.url("talat_catalog")
        asyncio.run(migrate.upgrade("catalog", url))
        folder = home / "files"
        folder.mkdir()
        uvloop.run(measure(url, folder, arguments.rows))


if __name__ == "__main__":
    main()
