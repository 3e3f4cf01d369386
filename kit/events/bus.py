"""The connection to NATS of one process."""

from __future__ import annotations

from typing import Final

import structlog
from nats.aio.client import Client
from nats.js import JetStreamContext

_log: Final = structlog.get_logger(__name__)

_RECONNECT_WAIT_SECONDS: Final = 0.25
_PING_SECONDS: Final = 5


def inbox_prefix(service: str) -> str:
    """Where answers to a service come; no other service may listen there."""
    return f"_INBOX_{service}"


async def connect(url: str, seed: str, service: str) -> Client:
    """Connect, waiting for the server as long as it takes, and reconnect for ever after.

    A refused subject does not raise at the caller, who sees a timeout: the reason is logged here.
    """
    client = Client()
    state = {"lost": False}

    async def on_error(error: Exception) -> None:
        if not state["lost"]:
            _log.warning("bus_error", service=service, error=str(error) or repr(error))
        # While the server is away each attempt fails alike: said once.
        state["lost"] = state["lost"] or isinstance(error, OSError)

    async def on_lost() -> None:
        if client.is_closed:
            return
        state["lost"] = True
        _log.warning("bus_connection_lost", service=service)

    async def on_back() -> None:
        state["lost"] = False
        _log.info("bus_connection_back", service=service)

    await client.connect(
        url.split(","),
        nkeys_seed_str=seed,
        name=f"talat-{service}",
        inbox_prefix=inbox_prefix(service),
        error_cb=on_error,
        disconnected_cb=on_lost,
        reconnected_cb=on_back,
        max_reconnect_attempts=-1,
        reconnect_time_wait=_RECONNECT_WAIT_SECONDS,  # type: ignore[arg-type]  # it sleeps so long
        ping_interval=_PING_SECONDS,
        max_outstanding_pings=2,
    )
    return client


def jetstream(client: Client) -> JetStreamContext:
    """JetStream over a connection, with room for one relay batch in flight."""
    return client.jetstream(publish_async_max_pending=4_096)
