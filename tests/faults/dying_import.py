"""A worker process that is killed (-9) in the middle of an import.

Run as ``python -m tests.faults.dying_import CHUNKS`` with the catalogue's environment: it dies
after so many chunks, inside the transaction of the next one, when its rows are written.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import Any

from kit.app import database_of
from services.catalog.intake import queries, service
from services.catalog.intake.service import Importer
from services.catalog.settings import Settings
from services.catalog.storage.s3 import ObjectStore

CHUNK = 5


async def _work(chunks: int) -> None:
    settings = Settings()
    count, done = queries.count, 0

    async def count_or_die(*arguments: Any, **values: Any) -> None:
        nonlocal done
        if done == chunks:
            os.kill(os.getpid(), signal.SIGKILL)
        done += 1
        await count(*arguments, **values)

    queries.count = count_or_die
    service.CHUNK = CHUNK  # type: ignore[misc]
    service.SLICE_SECONDS = 600.0  # type: ignore[misc]
    await Importer(ObjectStore(settings)).run(database_of(settings, service="dying-import"))


if __name__ == "__main__":
    asyncio.run(_work(int(sys.argv[1])))
