"""Handling events: once in effect, with backoff, and dead letters for what cannot be handled."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import nats.errors
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg

from kit.db import Database, is_unavailable
from kit.events import dead_letter, metrics
from kit.events.dead_letter import Delivery
from kit.events.envelope import Envelope, PoisonMessageError
from kit.events.inbox import apply_once, handlers_by_type, parse
from kit.events.pause import pause
from kit.events.pull import Puller
from kit.events.subscription import Handler, Subscription

__all__ = ["BACKOFF_SECONDS", "Consumer", "ConsumerOptions", "Handler", "Subscription"]

_log: Final = structlog.get_logger(__name__)

BACKOFF_SECONDS: Final = (1.0, 5.0, 30.0, 120.0, 600.0)
ACK_WAIT_SECONDS: Final = 30.0
"""How long the server waits for a sign of life of a message before it delivers it again."""

_LOCAL_TRIES: Final = 5
_MAX_WAIT_SECONDS: Final = 5.0
_UNRECORDED_SECONDS: Final = 30.0
_HELD_AT_MOST: Final = 64


@dataclass(frozen=True, slots=True)
class ConsumerOptions:
    """How a consumer behaves; tests shorten the backoff."""

    backoff_seconds: Sequence[float] = BACKOFF_SECONDS
    ack_wait_seconds: float = ACK_WAIT_SECONDS
    concurrency: int = 4
    drain_seconds: float = 10.0


@dataclass(eq=False, slots=True)
class _Held:
    message: Msg
    delivery: Delivery
    delivered: int = field(default=1)


class Consumer:
    """The durable consumer of one service on one source's stream.

    Each message is one transaction: its id into the inbox, its handlers, commit; then the ack.
    A crash between commit and ack delivers it again, and the inbox drops it. A handler that fails
    is tried again after 1, 5, 30, 120 and 600 s, then the message is a dead letter; a message that
    cannot be parsed is one at once. Either way the others go on. Messages are handled
    concurrently and in no order: handlers compare versions.
    """

    def __init__(
        self,
        service: str,
        stream: str,
        *,
        database: Database,
        client: Client,
        subscriptions: Sequence[Subscription],
        options: ConsumerOptions | None = None,
        slots: asyncio.Semaphore | None = None,
    ) -> None:
        self._service = service
        self._stream = stream
        self._database = database
        self._client = client
        self._handlers = handlers_by_type(subscriptions)
        self._options = options or ConsumerOptions()
        # A worker's consumers share their slots, so that together they fit into its pool.
        self._slots = slots or asyncio.Semaphore(self._options.concurrency)
        self._held: set[_Held] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.Event()
        self._room.set()
        self._unavailable = False

    async def run(self, stop: asyncio.Event) -> None:
        """Consume until `stop` is set; then finish what is being handled and give the rest back."""
        async with asyncio.TaskGroup() as group:
            alive = group.create_task(self._keep_alive())
            feeding = group.create_task(self._feed(group, stop))
            await stop.wait()
            feeding.cancel()
            await self._drain()
            alive.cancel()

    async def _feed(self, group: asyncio.TaskGroup, stop: asyncio.Event) -> None:
        await self._check_durable()
        puller = Puller(self._client, self._stream, self._service)
        async for message in puller.messages(stop, self._room):
            held = _hold(message)
            self._held.add(held)
            if len(self._held) >= _HELD_AT_MOST:
                self._room.clear()
            task = group.create_task(self._settle(held, stop))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _check_durable(self) -> None:
        """Say so when the bus was provisioned without an event that is handled here."""
        try:
            durable = await self._client.jsm().consumer_info(self._stream, self._service)
        except nats.errors.Error as error:
            _log.warning(
                "durable_not_found", service=self._service, stream=self._stream, error=repr(error)
            )
            return
        delivered = durable.config.filter_subjects or [durable.config.filter_subject]
        if lacking := sorted(set(self._handlers) - set(delivered)):
            _log.error("durable_lacks_events", service=self._service, events=lacking)

    async def _keep_alive(self) -> None:
        """Tell the server that held messages are in hand.

        So an outage of the database, however long, costs a message none of its deliveries: it
        waits here, and is not delivered again and again until the server gives it up.
        """
        while True:
            await asyncio.sleep(self._options.ack_wait_seconds / 3)
            for held in tuple(self._held):
                await _tell(held.message, b"+WPI")

    async def _drain(self) -> None:
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=self._options.drain_seconds)
            for task in late:
                task.cancel()

    async def _settle(self, held: _Held, stop: asyncio.Event) -> None:
        """Handle one message to its end: ack, delayed nak, term, or back to the server."""
        try:
            async with self._slots:
                answer = await self._decide(held, stop)
        except Exception:  # noqa: BLE001 - one message's fault must not end the consumer
            _log.exception("message_not_settled", service=self._service, type=held.delivery.type)
            answer = _nak(_UNRECORDED_SECONDS)
        finally:
            self._held.discard(held)
            if len(self._held) < _HELD_AT_MOST:
                self._room.set()
        await _tell(held.message, answer)

    async def _decide(self, held: _Held, stop: asyncio.Event) -> bytes:
        tries = 0
        while not stop.is_set():
            try:
                outcome = await self._apply(held)
            except Exception as error:  # noqa: BLE001 - a handler may fail in any way
                tries += 1
                if await self._is_passing(error, tries):
                    await pause(stop, min(0.05 * 2 ** min(tries, 10), _MAX_WAIT_SECONDS))
                    continue
                failure = error
            else:
                self._count(held, outcome)
                self._available()
                return b"+ACK"
            try:
                return await self._fail(held, failure)
            except Exception as error:
                if not is_unavailable(error):
                    raise
                self._not_available(error)
                await pause(stop, _MAX_WAIT_SECONDS / 5)
        return _nak(0)

    async def _apply(self, held: _Held) -> str:
        envelope, work = parse(self._handlers, held.delivery.original)
        started = time.perf_counter()
        async with self._database.transaction() as session:
            applied = await apply_once(session, envelope, work)
            if held.delivered > 1:
                await dead_letter.forget_failures(session, held.delivery)
        metrics.HANDLE_SECONDS.labels(self._service).observe(time.perf_counter() - started)
        if applied:
            self._observe_effect(envelope)
        return "applied" if applied else "repeated"

    async def _is_passing(self, error: Exception, tries: int) -> bool:
        """Whether an error is of the infrastructure, and so no fault of the message.

        The database away: wait here as long as it takes. A deadlock, a lock timeout, a fail-over:
        a few tries at once; a message that always meets one is then counted as failing.
        """
        if isinstance(error, PoisonMessageError) or not is_unavailable(error):
            return False
        if tries < _LOCAL_TRIES:
            return True
        try:
            async with self._database.transaction() as session:
                await dead_letter.count_dead(session)
        except Exception as database_error:  # noqa: BLE001 - any answer but a count means away
            self._not_available(database_error)
            return True
        return False

    async def _fail(self, held: _Held, failure: Exception) -> bytes:
        """Count a failure where a crash cannot forget it, and say when to try again."""
        poison = isinstance(failure, PoisonMessageError)
        backoff = self._options.backoff_seconds
        async with self._database.transaction() as session:
            attempts, last = await dead_letter.record_failure(
                session,
                held.delivery,
                f"{type(failure).__name__}: {failure}",
                allowed=1 if poison else len(backoff) + 1,
            )
        self._count(held, "dead" if last else "retried")
        log = _log.bind(service=self._service, type=held.delivery.type, attempts=attempts)
        if last:
            log.error("event_dead_lettered", dead_letter=str(held.delivery.id), exc_info=failure)
            return b"+TERM poison message" if poison else b"+TERM attempts used up"
        log.warning("event_failed", error=repr(failure))
        return _nak(backoff[attempts - 1])

    def _observe_effect(self, envelope: Envelope) -> None:
        seconds = (datetime.now(UTC) - envelope.time).total_seconds()
        metrics.EFFECT_SECONDS.labels(self._service).observe(max(seconds, 0))

    def _count(self, held: _Held, outcome: str) -> None:
        known = held.delivery.type if held.delivery.type in self._handlers else "unknown"
        metrics.HANDLED.labels(self._service, known, outcome).inc()

    def _not_available(self, error: Exception) -> None:
        if not self._unavailable:
            _log.warning("consumer_waits", service=self._service, error=repr(error))
        self._unavailable = True

    def _available(self) -> None:
        if self._unavailable:
            _log.info("consumer_goes_on", service=self._service, stream=self._stream)
        self._unavailable = False


def _hold(message: Msg) -> _Held:
    # $JS.ACK.<stream>.<consumer>.<delivered>.<stream sequence>.…; longer with a domain.
    about = message.metadata
    delivery = Delivery(
        stream=about.stream,
        sequence=about.sequence.stream,
        consumer=about.consumer,
        type=message.subject,
        original=message.data,
    )
    return _Held(message, delivery, about.num_delivered)


def _nak(seconds: float) -> bytes:
    if not seconds:
        return b"-NAK"
    return b'-NAK {"delay": %d}' % int(seconds * 1_000_000_000)


async def _tell(message: Msg, answer: bytes) -> None:
    """Answer the server; an answer that is lost means one more delivery, which the inbox drops."""
    try:
        await message.respond(answer)
    except (nats.errors.Error, OSError) as error:
        _log.debug("answer_lost", error=repr(error))
