"""Work that is due at a time: expiries, reminders, steps left unfinished.

Not an event: each worker takes due rows with `FOR UPDATE SKIP LOCKED`, one transaction an item.
So it is safe in any number of workers and catches up after any downtime.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from kit.db import Database
from kit.events.pause import pause


@dataclass(frozen=True, slots=True)
class DueTask:
    """A kind of due work.

    `run(database)` handles one item in transactions of its own and returns whether there may be
    more. An item that failed must not be the next one taken again (write when to try it again),
    else it stands in front of the others.
    """

    name: str
    run: Callable[[Database], Awaitable[bool]]
    every: timedelta


async def run_due(task: DueTask, database: Database, stop: asyncio.Event) -> None:
    """Run a task until `stop` is set: item after item while there is work, else every `every`.

    Raises what the task raises; the worker logs it and starts again.
    """
    while not stop.is_set():
        if await task.run(database):
            continue
        await pause(stop, task.every.total_seconds())
