"""Raw asyncpg connections for hot statements: a free list, and nothing done between uses.

asyncpg's own pool resets and guards every connection on its way back, which costs a hot read as
much as its statement does. Here a connection only ever runs single statements that leave nothing
behind, so it can be handed on as it is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

import asyncpg

Connection = Any
Connect = Callable[[], Awaitable[Connection]]

_WAIT_SECONDS: Final = 5.0


class HotPool:
    """At most ``size`` connections, made when first needed and again after they were lost."""

    def __init__(self, connect: Connect, *, size: int) -> None:
        self._connect = connect
        self._free: asyncio.LifoQueue[Connection | None] = asyncio.LifoQueue()
        self._all: set[Connection] = set()
        for _ in range(size):
            self._free.put_nowait(None)

    async def fetch(self, sql: str, arguments: Sequence[Any]) -> list[asyncpg.Record]:
        """All rows of a single statement.

        Raises:
            TimeoutError: no connection became free within five seconds.
        """
        connection = await self._take()
        try:
            rows: list[asyncpg.Record] = await connection.fetch(sql, *arguments)
        except asyncio.CancelledError:
            # Its answer may still be on the way: nobody else must read it.
            connection.terminate()
            raise
        finally:
            self._give_back(connection)
        return rows

    async def close(self) -> None:
        """Close every connection; a statement that still runs is cut off."""
        for connection in self._all:
            connection.terminate()
        self._all.clear()

    async def _take(self) -> Connection:
        try:
            slot = self._free.get_nowait()
        except asyncio.QueueEmpty:
            async with asyncio.timeout(_WAIT_SECONDS):
                slot = await self._free.get()
        if slot is not None and not slot.is_closed():
            return slot
        self._all.discard(slot)
        try:
            made = await self._connect()
        except BaseException:
            self._free.put_nowait(None)
            raise
        self._all.add(made)
        return made

    def _give_back(self, connection: Connection) -> None:
        if connection.is_closed():
            self._all.discard(connection)
            self._free.put_nowait(None)
        else:
            self._free.put_nowait(connection)
