"""The database of a service: engine, transactions, hot statements.

The only commit of the code base stands here: one request, one message or one due item is one
transaction.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any, Final

import asyncpg
from sqlalchemy import Executable, text
from sqlalchemy.dialects.postgresql import asyncpg as asyncpg_dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from kit.hotpool import Connection, HotPool

NAMING_CONVENTION: Final = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Names of constraints and indexes, so that every migration can find them."""

_CONNECT_SECONDS: Final = 5.0
_CONNECT_ARGUMENTS: Final = frozenset(
    {"host", "port", "user", "password", "database", "ssl", "target_session_attrs"}
)
_TRANSIENT_CLASSES: Final = ("08", "40", "53", "57", "58")
_LOCK_NOT_AVAILABLE: Final = "55P03"
_READ_ONLY_TRANSACTION: Final = "25006"
_CHARACTER_NOT_IN_REPERTOIRE: Final = "22021"


class Database:
    """Connections to one PostgreSQL database, and to its read replica when there is one.

    Timeouts hold for every statement, so that a stuck one becomes an error (answered as 503)
    and never a hung request.
    """

    def __init__(
        self,
        url: str,
        *,
        replica_url: str | None = None,
        pool_size: int = 4,
        statement_timeout_ms: int = 5_000,
        lock_timeout_ms: int = 2_000,
        application_name: str = "talat",
    ) -> None:
        self._pool_size = pool_size
        self._server_settings = {
            "application_name": application_name,
            "statement_timeout": str(statement_timeout_ms),
            "lock_timeout": str(lock_timeout_ms),
            "idle_in_transaction_session_timeout": str(4 * statement_timeout_ms),
            "timezone": "UTC",
        }
        self.engine = self._make_engine(url)
        replica = self._make_engine(replica_url) if replica_url else self.engine
        self._read_engine = replica.execution_options(isolation_level="AUTOCOMMIT")
        self._transactions = async_sessionmaker(self.engine, expire_on_commit=False)
        self._readings = async_sessionmaker(self._read_engine, expire_on_commit=False)
        self._hot = HotPool(self._connect_hot, size=pool_size)

    def _make_engine(self, url: str) -> AsyncEngine:
        return create_async_engine(
            url,
            pool_size=self._pool_size,
            max_overflow=self._pool_size,
            pool_timeout=_CONNECT_SECONDS,
            connect_args={"server_settings": self._server_settings, "timeout": _CONNECT_SECONDS},
        )

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """One transaction: committed at the end of the block, rolled back on any error."""
        async with self._transactions.begin() as session:
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Reads without a transaction around them, from the replica when there is one."""
        async with self._readings() as session:
            yield session

    @property
    def hot(self) -> HotPool:
        """The connections for hot statements: single reads, from the replica when there is one."""
        return self._hot

    async def _connect_hot(self) -> Connection:
        engine = self._read_engine
        _, connect = engine.dialect.create_connect_args(engine.url)
        return await asyncpg.connect(
            **{name: value for name, value in connect.items() if name in _CONNECT_ARGUMENTS},
            timeout=_CONNECT_SECONDS,
            server_settings=self._server_settings,
        )

    async def ping(self) -> None:
        """Raise unless the database answers."""
        async with self.reading() as session:
            await session.execute(text("select 1"))

    async def close(self) -> None:
        """Close every connection."""
        await self._hot.close()
        await self._read_engine.dispose()
        await self.engine.dispose()


class HotStatement:
    """A SQLAlchemy Core statement compiled once, at import, and run on raw asyncpg connections.

    Every value is a ``bindparam``; values go to asyncpg as they are (uuid, int, str, date,
    Decimal), and JSON columns come back as text.
    """

    def __init__(self, statement: Executable) -> None:
        compiled = statement.compile(  # type: ignore[attr-defined]
            dialect=asyncpg_dialect.dialect(),  # type: ignore[no-untyped-call]
            compile_kwargs={"render_postcompile": True},
        )
        self._sql = str(compiled)
        self._names: tuple[str, ...] = tuple(compiled.positiontup or ())
        self._defaults: dict[str, Any] = compiled.params

    def _arguments(self, values: dict[str, Any]) -> Iterator[Any]:
        for name in self._names:
            yield values[name] if name in values else self._defaults[name]

    async def fetch(self, pool: HotPool, **values: Any) -> list[asyncpg.Record]:
        """All rows."""
        return await pool.fetch(self._sql, tuple(self._arguments(values)))

    async def fetchrow(self, pool: HotPool, **values: Any) -> asyncpg.Record | None:
        """The first row, or None."""
        rows = await self.fetch(pool, **values)
        return rows[0] if rows else None


def is_unavailable(error: BaseException) -> bool:
    """Whether the database is not there or overloaded for the moment: retry, nothing was done."""
    if isinstance(error, PoolTimeoutError | ConnectionError | TimeoutError):
        return True
    if isinstance(error, DBAPIError):
        if error.connection_invalidated:
            return True
        return _is_transient(_sqlstate(error.orig)) or is_unavailable_cause(error.orig)
    if isinstance(error, asyncpg.PostgresError | asyncpg.InterfaceError):
        return isinstance(error, asyncpg.InterfaceError) or _is_transient(_sqlstate(error))
    return False


def is_unavailable_cause(error: BaseException | None) -> bool:
    """Whether a driver's error wraps a lost or refused connection."""
    cause = error.__cause__ if error is not None else None
    return isinstance(cause, OSError | asyncpg.InterfaceError | asyncpg.PostgresConnectionError)


def is_unstorable_text(error: BaseException) -> bool:
    """Whether a text held a character that no PostgreSQL text can hold: NUL, half a surrogate."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return isinstance(cause, UnicodeEncodeError) or (
        _sqlstate(cause) == _CHARACTER_NOT_IN_REPERTOIRE
    )


def _sqlstate(error: BaseException | None) -> str | None:
    return getattr(error, "sqlstate", None)


def _is_transient(sqlstate: str | None) -> bool:
    if sqlstate is None:
        return False
    return sqlstate.startswith(_TRANSIENT_CLASSES) or sqlstate in {
        _LOCK_NOT_AVAILABLE,
        _READ_ONLY_TRANSACTION,
    }
