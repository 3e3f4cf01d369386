"""kill -9 of a worker process in the middle of an import."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys

from sqlalchemy import update

from contracts.events.catalog import ProductChanged
from kit.time import now
from services.catalog.models import ImportJob
from services.catalog.settings import Settings
from talat.stack.home import PROJECT
from tests.faults.dying_import import CHUNK
from tests.support.bus import OutboxView
from tests.support.importing import Desk, sheet

_DEATH_SECONDS = 120
ROWS = 23


def _die_after(settings: Settings, chunks: int) -> subprocess.CompletedProcess[bytes]:
    values = {
        f"TALAT_CATALOG_{name}".upper(): (
            value.get_secret_value() if hasattr(value, "get_secret_value") else str(value)
        )
        for name, value in settings
        if value is not None
    }
    return subprocess.run(
        [sys.executable, "-m", "tests.faults.dying_import", str(chunks)],
        cwd=PROJECT,
        env={**os.environ, **values},
        timeout=_DEATH_SECONDS,
        capture_output=True,
        check=False,
    )


async def test_the_next_worker_goes_on_behind_the_last_written_row(
    desk: Desk, stored_settings: Settings, catalog_outbox: OutboxView
) -> None:
    shop = await desk.catalogue.shop()
    rows = [f"R-{n},ปลาส้ม {n},อาหาร,{n + 1},กก.,,,,เผยแพร่" for n in range(ROWS)]
    job = await desk.queued(shop, sheet(*rows, "bad").encode())
    path = f"/catalog/v1/imports/{job['id']}"
    died = await asyncio.to_thread(_die_after, stored_settings, 2)
    assert died.returncode == -9, died.stderr.decode()
    left = await shop.get(path)
    # Two chunks stand; the third was written and died with its transaction.
    assert (left["status"], left["rows_done"]) == ("running", 2 * CHUNK)
    assert len(await desk.products(shop)) == 2 * CHUNK
    assert len(await catalog_outbox.types()) == 2 * CHUNK

    # The dead worker still holds the job: nobody else takes it until its time is over.
    assert not await desk.importer.run(desk.database)
    async with desk.database.transaction() as session:
        over = update(ImportJob).where(ImportJob.id == job["id"]).values(leased_until=now())
        await session.execute(over)
    await desk.work()
    done = await shop.get(path)
    assert (done["status"], done["rows_done"]) == ("done", ROWS + 1)
    assert (done["created_count"], done["rejected_count"]) == (ROWS, 1)
    made = await desk.products(shop)
    assert [each["name_th"] for each in made] == [f"ปลาส้ม {n}" for n in range(ROWS)]
    told = await catalog_outbox.events(ProductChanged)
    assert sorted(str(each.product_id) for each in told) == sorted(each["id"] for each in made)
