"""A service's worker: relay, bus consumers and due work in one process."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import timedelta
from typing import Final

import structlog
from nats.aio.client import Client

from kit.db import Database, is_unavailable
from kit.due import DueTask, run_due
from kit.events import bus, metrics
from kit.events.consumer import Consumer, ConsumerOptions
from kit.events.housekeeping import purge, watch_backlog
from kit.events.pause import pause
from kit.events.redrive import GivenUpWatcher, redriver
from kit.events.relay import Relay
from kit.events.subscription import Subscription
from kit.events.topology import stream_of
from kit.settings import ServiceSettings

_log: Final = structlog.get_logger(__name__)

_FIRST_RESTART_SECONDS: Final = 0.5
_LAST_RESTART_SECONDS: Final = 30.0

Part = Callable[[asyncio.Event], Awaitable[None]]


class Worker:
    """Everything that a service does besides answering requests.

    Any number of workers of a service may run: one relays (an advisory lock), all consume, and
    due work is taken item by item. A part that crashes is logged and started again, and the
    others go on. The caller owns `database` and closes it.
    """

    def __init__(
        self,
        service: str,
        settings: ServiceSettings,
        database: Database,
        subscriptions: Sequence[Subscription] = (),
        due_tasks: Sequence[DueTask] = (),
        *,
        options: ConsumerOptions | None = None,
    ) -> None:
        self.service = service
        self.settings = settings
        self.database = database
        self.subscriptions = tuple(subscriptions)
        self.due_tasks = tuple(due_tasks)
        self.options = options or ConsumerOptions(concurrency=settings.pool_size)

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set, then finish what is in hand and return.

        Due work starts at once; the rest as soon as the bus is there, however long that takes.
        """
        async with asyncio.TaskGroup() as group:
            for task in self._all_due_tasks():
                group.create_task(self._guard(task.name, self._due(task), stop))
            group.create_task(self._guard("bus", self._on_bus, stop))

    async def _on_bus(self, stop: asyncio.Event) -> None:
        client = await self._connect(stop)
        if client is None:
            return
        try:
            async with asyncio.TaskGroup() as group:
                for name, part in self._bus_parts(client):
                    group.create_task(self._guard(name, part, stop))
        finally:
            if client.is_connected:
                # The last acknowledgements are still on their way.
                await client.flush()
            await client.close()

    async def _connect(self, stop: asyncio.Event) -> Client | None:
        connecting = asyncio.ensure_future(
            bus.connect(
                self.settings.nats_url,
                self.settings.nats_nkey_seed.get_secret_value(),
                self.service,
            )
        )
        stopping = asyncio.ensure_future(stop.wait())
        try:
            await asyncio.wait({connecting, stopping}, return_when=asyncio.FIRST_COMPLETED)
            return connecting.result() if connecting.done() else None
        finally:
            stopping.cancel()
            if not connecting.done():
                connecting.cancel()

    def _bus_parts(self, client: Client) -> Iterator[tuple[str, Part]]:
        yield "relay", Relay(self.service, self.database, client).run
        by_stream: dict[str, list[Subscription]] = {}
        for subscription in self.subscriptions:
            by_stream.setdefault(stream_of(subscription.event.source), []).append(subscription)
        slots = asyncio.Semaphore(self.options.concurrency)
        for stream, subscriptions in by_stream.items():
            consumer = Consumer(
                self.service,
                stream,
                database=self.database,
                client=client,
                subscriptions=subscriptions,
                options=self.options,
                slots=slots,
            )
            yield f"consumer {stream}", consumer.run
        if by_stream:
            yield "given up", GivenUpWatcher(self.service, self.database, client).run

    def _all_due_tasks(self) -> tuple[DueTask, ...]:
        return (
            *self.due_tasks,
            DueTask("redrive", redriver(self.service, self.subscriptions), timedelta(seconds=1)),
            DueTask("purge bus tables", purge, timedelta(minutes=10)),
            DueTask("watch backlog", watch_backlog(self.service), timedelta(seconds=10)),
        )

    def _due(self, task: DueTask) -> Part:
        async def run(stop: asyncio.Event) -> None:
            await run_due(task, self.database, stop)

        return run

    async def _guard(self, name: str, part: Part, stop: asyncio.Event) -> None:
        """Run a part, and again after a crash, with growing pauses, until `stop`."""
        wait = _FIRST_RESTART_SECONDS
        told = False
        while not stop.is_set():
            started = asyncio.get_running_loop().time()
            try:
                await part(stop)
            except Exception as error:  # noqa: BLE001 - a part may fail in any way
                metrics.PART_FAILED.labels(self.service, name).inc()
                if asyncio.get_running_loop().time() - started > _LAST_RESTART_SECONDS:
                    wait, told = _FIRST_RESTART_SECONDS, False
                if is_unavailable(error):
                    # An outage is said once, not at every try.
                    if not told:
                        _log.warning(
                            "part_waits", service=self.service, part=name, error=repr(error)
                        )
                    told = True
                else:
                    _log.exception("part_failed", service=self.service, part=name)
                await pause(stop, wait)
                wait = min(2 * wait, _LAST_RESTART_SECONDS)
