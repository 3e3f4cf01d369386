"""Pulling messages of a durable consumer as they come."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Final

import orjson
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg

from kit.events.pause import pause

_log: Final = structlog.get_logger(__name__)

_BATCH: Final = 128
_EXPIRES_SECONDS: Final = 30
_HEARTBEAT_SECONDS: Final = 1.0
# Two heartbeats missed: the server forgot the request (restart, reconnect, new leader).
_SILENCE_SECONDS: Final = 2.5
_RETRY_SECONDS: Final = 0.5
_NANOSECONDS: Final = 1_000_000_000

_HEARTBEAT: Final = "100"
_QUIET_ENDS: Final = ("404", "408")


class Puller:
    """Messages of one durable, one pull request at a time, each delivered the moment it comes.

    The durable exists already (see `provision`): a service may not create one.
    """

    def __init__(self, client: Client, stream: str, durable: str) -> None:
        self._client = client
        self._subject = f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{durable}"
        self._name = f"{stream}/{durable}"
        self._inbox = client.new_inbox()
        self._arrived: asyncio.Queue[Msg] = asyncio.Queue()
        self._request = 0
        self._open = 0
        self._told = False

    async def messages(self, stop: asyncio.Event, room: asyncio.Event) -> AsyncIterator[Msg]:
        """Yield messages until `stop` is set; asks for more only while `room` is set."""
        subscription = await self._client.subscribe(
            f"{self._inbox}.*", cb=self._arrived.put, pending_msgs_limit=-1, pending_bytes_limit=-1
        )
        try:
            while not stop.is_set():
                if self._open <= 0:
                    await room.wait()
                    await self._ask()
                message = await self._next()
                if message is not None:
                    yield message
        finally:
            if not self._client.is_closed:
                await subscription.unsubscribe()
                await self._give_back()

    async def _give_back(self) -> None:
        """What came too late to be handled here goes to another worker at once."""
        while not self._arrived.empty():
            message = self._arrived.get_nowait()
            if message.reply.startswith("$JS.ACK."):
                await message.nak()

    async def _ask(self) -> None:
        self._request += 1
        self._open = _BATCH
        request = {
            "batch": _BATCH,
            "expires": _EXPIRES_SECONDS * _NANOSECONDS,
            "idle_heartbeat": int(_HEARTBEAT_SECONDS * _NANOSECONDS),
        }
        await self._client.publish(
            self._subject, orjson.dumps(request), reply=f"{self._inbox}.{self._request}"
        )

    async def _next(self) -> Msg | None:
        """The next message; None when the request ended or time has come to ask again."""
        try:
            async with asyncio.timeout(_SILENCE_SECONDS):
                message = await self._arrived.get()
        except TimeoutError:
            self._open = 0
            return None
        if message.reply.startswith("$JS.ACK."):
            self._open -= 1
            self._told = False
            return message
        await self._status(message)
        return None

    async def _status(self, message: Msg) -> None:
        status = (message.headers or {}).get("Status", "")
        if status == _HEARTBEAT or message.subject != f"{self._inbox}.{self._request}":
            return
        self._open = 0
        if status in _QUIET_ENDS:
            return
        if not self._told:
            _log.warning("pull_ended", consumer=self._name, status=status, headers=message.headers)
        self._told = True
        await pause(asyncio.Event(), _RETRY_SECONDS)
