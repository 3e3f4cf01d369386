"""Dead letters that come back: an operator's redrive, and messages that the server gave up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import nats.errors
import nats.js.errors
import orjson
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Database, is_unavailable
from kit.events import dead_letter
from kit.events.dead_letter import DeadLetter, Delivery
from kit.events.envelope import Envelope, PoisonMessageError
from kit.events.inbox import apply_once, handlers_by_type, parse
from kit.events.pause import pause
from kit.events.pull import Puller
from kit.events.subscription import Subscription
from kit.events.tables import INBOX
from kit.events.topology import DEAD_STREAM

_log: Final = structlog.get_logger(__name__)

_WAIT_SECONDS: Final = 5.0


def redriver(
    service: str, subscriptions: Sequence[Subscription]
) -> Callable[[Database], Awaitable[bool]]:
    """Due work: handle one letter marked for redrive, through the same inbox and handlers.

    A letter that fails again is dead again, with the new error.
    """
    handlers = handlers_by_type(subscriptions)

    async def run(database: Database) -> bool:
        letter: DeadLetter | None = None
        try:
            async with database.transaction() as session:
                letter = await dead_letter.next_redrive(session)
                if letter is None:
                    return False
                envelope, work = parse(handlers, letter.delivery.original)
                await apply_once(session, envelope, work)
                await dead_letter.resolve(session, letter.id)
        except Exception as error:
            if letter is None or is_unavailable(error):
                raise
            _log.warning("redrive_failed", service=service, id=str(letter.id), exc_info=error)
            async with database.transaction() as session:
                await dead_letter.record_failure(
                    session, letter.delivery, f"{type(error).__name__}: {error}", allowed=1
                )
        return True

    return run


class GivenUpWatcher:
    """Keeps messages that the server stopped delivering: their handler killed its process.

    Such a message leaves no failure behind. JetStream says so after the last delivery, in the
    DEAD stream; the original is fetched and becomes a dead letter like any other.
    """

    def __init__(self, service: str, database: Database, client: Client) -> None:
        self._service = service
        self._database = database
        self._client = client

    async def run(self, stop: asyncio.Event) -> None:
        """Watch until `stop` is set."""
        room = asyncio.Event()
        room.set()
        puller = Puller(self._client, DEAD_STREAM, self._service)
        async for message in puller.messages(stop, room):
            while not stop.is_set():
                try:
                    await self._keep(message)
                    await message.ack()
                    break
                except (nats.errors.Error, OSError) as error:
                    _log.warning("dead_letter_waits", service=self._service, error=repr(error))
                except Exception as error:
                    if not is_unavailable(error):
                        raise
                await pause(stop, _WAIT_SECONDS)

    async def _keep(self, message: Msg) -> None:
        advisory = orjson.loads(message.data)
        stream, sequence = advisory["stream"], int(advisory["stream_seq"])
        try:
            stored = await self._client.jsm().get_msg(stream, sequence)
        except nats.js.errors.NotFoundError:
            _log.error("given_up_message_is_gone", stream=stream, sequence=sequence)
            return
        delivery = Delivery(
            stream, sequence, self._service, stored.subject or "", stored.data or b""
        )
        async with self._database.transaction() as session:
            if await _is_handled(session, delivery.original):
                return
            reason = f"given up by the bus after {advisory.get('deliveries')} deliveries"
            await dead_letter.record_failure(session, delivery, reason, allowed=1)
        _log.error("event_dead_lettered", service=self._service, reason=reason)


async def _is_handled(session: AsyncSession, original: bytes) -> bool:
    try:
        envelope = Envelope.from_bytes(original)
    except PoisonMessageError:
        return False
    statement = select(INBOX.c.id).where(
        INBOX.c.id == envelope.id, INBOX.c.source == envelope.source
    )
    return (await session.execute(statement)).one_or_none() is not None
