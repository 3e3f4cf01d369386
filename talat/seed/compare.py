"""Whether every copy equals its source, after the seeding. Two processes share the work."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from typing import Final

from kit.db import Database
from kit.events.rebuild import Comparison
from talat.commands.events import compare_with_source, projections
from talat.seed.watch import Watch
from talat.stack.secrets import SERVICES

_PROCESSES: Final = 2
_LONG_MS: Final = 600_000


@dataclass(frozen=True, slots=True)
class Compared:
    """How one projection of a service differs from its source."""

    service: str
    projection: str
    source: str
    comparison: Comparison

    @property
    def equal(self) -> bool:
        """Whether it does not."""
        return self.comparison.equal

    def __str__(self) -> str:
        it = self.comparison
        return (
            f"{self.service}.{self.projection} and its source {self.source}: {it.missing} missing, "
            f"{it.extra} extra, {it.different} different"
        )


def every_projection(urls: Mapping[str, str], watch: Watch) -> list[Compared]:
    """Compare each projection of each service with the state of its source, read now."""
    wanted = [(service, each.name) for service in SERVICES for each in projections(service)]
    watch.begin("comparing copies", len(wanted))
    spawned = multiprocessing.get_context("spawn")
    found = []
    with ProcessPoolExecutor(_PROCESSES, mp_context=spawned) as pool:
        # The longest first: offers carry whole products.
        asked = [pool.submit(_compare, dict(urls), *each) for each in reversed(wanted)]
        for future in as_completed(asked):
            found.append(future.result())
            watch.advance(1)
    return sorted(found, key=lambda each: (each.service, each.projection))


def _compare(urls: dict[str, str], service: str, name: str) -> Compared:
    return asyncio.run(_compare_one(urls, service, name))


async def _compare_one(urls: dict[str, str], service: str, name: str) -> Compared:
    projection = next(each for each in projections(service) if each.name == name)
    source = projection.event.source
    target_database = Database(urls[service], pool_size=1, statement_timeout_ms=_LONG_MS)
    source_database = Database(urls[source], pool_size=1, statement_timeout_ms=_LONG_MS)
    try:
        comparison = await compare_with_source(target_database, source_database, projection)
    finally:
        await target_database.close()
        await source_database.close()
    return Compared(service, name, source, comparison)
