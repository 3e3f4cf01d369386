"""A service's worker: relay, bus consumers and due work in one process."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from kit.db import Database
from kit.due import DueTask
from kit.events.subscription import Subscription
from kit.settings import ServiceSettings


class Worker:
    """Everything that a service does besides answering requests."""

    def __init__(
        self,
        service: str,
        settings: ServiceSettings,
        database: Database,
        subscriptions: Sequence[Subscription] = (),
        due_tasks: Sequence[DueTask] = (),
    ) -> None:
        self.service = service
        self.settings = settings
        self.database = database
        self.subscriptions = tuple(subscriptions)
        self.due_tasks = tuple(due_tasks)

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set, then finish what is in hand and return."""
        await stop.wait()
