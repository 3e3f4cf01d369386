"""Rate limits per client and class of route, kept in the memory of each replica."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a request may pass, and what the headers say."""

    allowed: bool
    headers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RouteClass:
    """A class of routes and what one client may ask of it, such as ``600/minute``."""

    name: str
    limit: str
    prefixes: tuple[str, ...] = ("/",)
    writes: bool | None = None
    """True: only writes; False: only reads; None: both."""

    def covers(self, method: str, path: str) -> bool:
        """Whether a request belongs to the class."""
        if self.writes is not None and self.writes == (method in READS):
            return False
        return path.startswith(self.prefixes)


# One address is often a whole mobile network or hospital behind address translation.
DEFAULT_CLASSES: Final = (
    RouteClass("write", "1200/minute", writes=True),
    RouteClass("read", "6000/minute", writes=False),
)


class RateLimiter:
    """Counts requests in fixed windows; the first class that covers a request counts it."""

    def __init__(self, classes: Sequence[RouteClass] = DEFAULT_CLASSES) -> None:
        self._storage = MemoryStorage()
        self._window = FixedWindowRateLimiter(self._storage)
        self._classes = [(c, parse(c.limit)) for c in classes]

    def hit(self, *, client: str, method: str, path: str) -> Verdict:
        """Count one request of a client."""
        for route_class, limit in self._classes:
            if route_class.covers(method, path):
                return self._count(client, route_class.name, limit)
        return Verdict(allowed=True, headers=())

    def _count(self, client: str, name: str, limit: RateLimitItem) -> Verdict:
        allowed = self._window.hit(limit, name, client)
        stats = self._window.get_window_stats(limit, name, client)
        resets_in = max(0, round(stats.reset_time - time.time()))
        headers = [
            ("RateLimit-Policy", f'"{name}";q={limit.amount};w={limit.get_expiry()}'),
            ("RateLimit", f'"{name}";r={stats.remaining};t={resets_in}'),
        ]
        if not allowed:
            headers.append(("Retry-After", str(max(1, resets_in))))
        return Verdict(allowed, tuple(headers))
