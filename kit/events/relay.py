"""The relay: from the outbox to JetStream, one relay per service at a time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import asyncpg
import nats.errors
import structlog
from nats.aio.client import Client
from nats.js.api import PubAck

from kit.db import Database, is_unavailable
from kit.events import bus, metrics
from kit.events.envelope import encode
from kit.events.pause import pause

_log: Final = structlog.get_logger(__name__)

# Advisory locks are per database and each service has its own: one number serves all.
_LOCK: Final = 7_461_002
_BATCH: Final = 512
_IDLE_SECONDS: Final = 0.02
_STANDBY_SECONDS: Final = 0.5
_ACK_SECONDS: Final = 5.0
_MAX_BACKOFF_SECONDS: Final = 5.0
_FIRST_DEFER_SECONDS: Final = 0.25
_MAX_DEFER_SECONDS: Final = 60.0
_TELL_AT: Final = 3

# Never "later than the last id": ids commit out of order, and that row would be skipped for ever.
_SCAN: Final = """
    SELECT id, type, subject, occurred_at, version, data::text AS data,
           traceparent, correlation_id, causation_id
    FROM outbox
    WHERE published_at IS NULL AND id <> ALL($2::uuid[])
    ORDER BY id
    LIMIT $1
"""
_MARK: Final = "UPDATE outbox SET published_at = now() WHERE id = ANY($1::uuid[])"


@dataclass(slots=True)
class _Deferral:
    """When a row that failed alone is tried again."""

    failures: int = 0
    until: float = 0.0

    def again(self) -> None:
        self.failures += 1
        wait = min(_FIRST_DEFER_SECONDS * 2 ** min(self.failures, 9), _MAX_DEFER_SECONDS)
        self.until = time.monotonic() + wait


class Relay:
    """Publishes what is committed in the outbox, at least once and never loses a row.

    A row is marked only after JetStream's acknowledgement; a crash in between publishes it again
    under the same `Nats-Msg-Id`, which the stream and the consumers' inboxes drop.
    """

    def __init__(self, service: str, database: Database, client: Client) -> None:
        self._service = service
        self._database = database
        self._client = client
        self._jetstream = bus.jetstream(client)
        self._source = f"/{service}"
        self._deferred: dict[UUID, _Deferral] = {}
        self._in_trouble = False

    async def run(self, stop: asyncio.Event) -> None:
        """Relay until `stop` is set. Outages of either server are waited out, logged once."""
        backoff = _IDLE_SECONDS
        while not stop.is_set():
            try:
                async with self._connection() as connection:
                    await self._lead(connection, stop)
                backoff = _IDLE_SECONDS
            except Exception as error:
                if not is_unavailable(error):
                    raise
                self._trouble("relay_database_unavailable", error)
                backoff = min(2 * backoff, _MAX_BACKOFF_SECONDS)
                await pause(stop, backoff)

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Any]:
        """A connection of our own to the primary: the lock lives and dies with it."""
        engine = self._database.engine
        _, arguments = engine.dialect.create_connect_args(engine.url)
        known = ("host", "port", "user", "password", "database", "ssl", "target_session_attrs")
        connection = await asyncpg.connect(
            **{name: arguments[name] for name in known if name in arguments},
            timeout=_ACK_SECONDS,
            command_timeout=4 * _ACK_SECONDS,
            server_settings={
                "application_name": f"talat-{self._service}-relay",
                "statement_timeout": "10000",
                # A relay whose host vanished must not hold the lock for the kernel's two hours.
                "tcp_keepalives_idle": "10",
                "tcp_keepalives_interval": "5",
                "tcp_keepalives_count": "2",
            },
        )
        try:
            yield connection
        finally:
            connection.terminate()

    async def _lead(self, connection: Any, stop: asyncio.Event) -> None:
        while not await connection.fetchval("SELECT pg_try_advisory_lock($1)", _LOCK):
            if await pause(stop, _STANDBY_SECONDS):
                return
        _log.debug("relay_leads", service=self._service)
        failures = 0
        while not stop.is_set():
            if not self._client.is_connected:
                await pause(stop, 2 * _IDLE_SECONDS)
                continue
            rows = await connection.fetch(_SCAN, _BATCH, self._deferred_now())
            if not rows:
                await pause(stop, _IDLE_SECONDS)
                continue
            if await self._relay(connection, rows):
                failures = 0
                self._well()
            else:
                failures += 1
                wait = min(_IDLE_SECONDS * 2 ** min(failures, 9), _MAX_BACKOFF_SECONDS)
                await pause(stop, wait)

    async def _relay(self, connection: Any, rows: Sequence[Any]) -> bool:
        """Publish a batch and mark what was acknowledged. False: nothing got through."""
        results = await self._publish(rows)
        done = [row["id"] for row, error in zip(rows, results, strict=True) if error is None]
        if done:
            for row in done:
                self._deferred.pop(row, None)
            await connection.execute(_MARK, done)
            metrics.PUBLISHED.labels(self._service).inc(len(done))
        failed = [
            (row, error) for row, error in zip(rows, results, strict=True) if error is not None
        ]
        if failed:
            metrics.PUBLISH_FAILED.labels(self._service).inc(len(failed))
            self._defer(failed, others_passed=bool(done))
        return bool(done)

    async def _publish(self, rows: Sequence[Any]) -> list[Exception | None]:
        """Publish the rows at once; the error, or None when acknowledged, of each in order."""
        acknowledgements = [await self._send(row) for row in rows]
        futures = [sent for sent in acknowledgements if isinstance(sent, asyncio.Future)]
        if futures:
            _, late = await asyncio.wait(futures, timeout=_ACK_SECONDS)
            for future in late:
                future.cancel()
        return [_outcome(sent) for sent in acknowledgements]

    async def _send(self, row: Any) -> asyncio.Future[PubAck] | Exception:
        event_id = str(row["id"])
        try:
            return await self._jetstream.publish_async(
                row["type"],
                self._envelope(row),
                headers={"Nats-Msg-Id": event_id},
            )
        except (nats.errors.Error, OSError, ValueError) as error:
            return error

    def _envelope(self, row: Any) -> bytes:
        return encode(
            event_id=row["id"],
            source=self._source,
            type_=row["type"],
            subject=row["subject"],
            time=row["occurred_at"],
            version=row["version"],
            data=row["data"],
            traceparent=row["traceparent"],
            correlationid=row["correlation_id"],
            causationid=row["causation_id"],
        )

    def _defer(self, failed: list[tuple[Any, Exception]], *, others_passed: bool) -> None:
        """Set aside a row that cannot pass (too large, refused), so that others do not wait.

        A row that failed only because the bus went away in the middle is tried again soon.
        """
        for row, error in failed:
            hopeless = isinstance(
                error, nats.errors.MaxPayloadError | nats.errors.BadSubjectError | ValueError
            )
            if not hopeless and not others_passed:
                self._trouble("relay_bus_unavailable", error)
                continue
            deferral = self._deferred.setdefault(row["id"], _Deferral())
            deferral.again()
            if deferral.failures == _TELL_AT or hopeless:
                _log.error(
                    "event_not_published",
                    service=self._service,
                    event_id=str(row["id"]),
                    type=row["type"],
                    error=repr(error),
                )

    def _deferred_now(self) -> list[UUID]:
        now = time.monotonic()
        return [row for row, deferral in self._deferred.items() if deferral.until > now]

    def _trouble(self, message: str, error: Exception) -> None:
        if not self._in_trouble:
            _log.warning(message, service=self._service, error=repr(error))
        self._in_trouble = True

    def _well(self) -> None:
        if self._in_trouble:
            _log.info("relay_recovered", service=self._service)
        self._in_trouble = False


def _outcome(sent: asyncio.Future[PubAck] | Exception) -> Exception | None:
    if isinstance(sent, Exception):
        return sent
    if sent.cancelled() or not sent.done():
        return nats.errors.TimeoutError()
    error = sent.exception()
    return error if isinstance(error, Exception) else None
