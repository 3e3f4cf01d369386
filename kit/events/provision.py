"""The admin step: streams, durable consumers, and what each service's key may do.

Services have no right to create or change any of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import nats
from nats.js import JetStreamContext
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DeliverPolicy,
    DiscardPolicy,
    RetentionPolicy,
    StorageType,
    StreamConfig,
)
from nats.js.errors import NotFoundError

from kit.events.bus import inbox_prefix
from kit.events.consumer import ACK_WAIT_SECONDS
from kit.events.topology import DEAD_STREAM, Topology, stream_of

MAX_DELIVER: Final = 100
"""Deliveries before the server gives up: only a message that kills its process comes so far."""

_DAY: Final = 86_400.0
_DUPLICATE_WINDOW_SECONDS: Final = 600.0
_DEAD_DAYS: Final = 30
_ADVISORIES: Final = ("MAX_DELIVERIES", "MSG_TERMINATED")
_CONNECT_SECONDS: Final = 5


@dataclass(frozen=True, slots=True)
class Permissions:
    """Subjects that a service's key may publish and subscribe; nothing else is allowed."""

    publish: tuple[str, ...]
    subscribe: tuple[str, ...]


def permissions(service: str, topology: Topology) -> Permissions:
    """The least that a service needs: its own events, its own durables, its own inbox."""
    publish = [f"talat.{service}.>"]
    for stream in (*topology.subjects(service), DEAD_STREAM):
        publish += [
            f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{service}",
            f"$JS.API.CONSUMER.INFO.{stream}.{service}",
            f"$JS.ACK.{stream}.{service}.>",
        ]
    # The original of a message that the server gave up (see `redrive.GivenUpWatcher`).
    publish += [f"$JS.API.STREAM.MSG.GET.{stream}" for stream in topology.subjects(service)]
    return Permissions(publish=tuple(publish), subscribe=(f"{inbox_prefix(service)}.>",))


async def provision(
    url: str,
    admin_seed: str,
    topology: Topology,
    *,
    replicas: int = 1,
    retention_days: float = 7,
) -> None:
    """Create or update every stream and durable; running it again changes nothing.

    A durable whose service no longer consumes a stream is deleted. An event type that is added
    to a durable comes from then on: `talat events replay` brings what was before.
    """
    client = await nats.connect(
        url.split(","),
        nkeys_seed_str=admin_seed,
        name="talat-provision",
        connect_timeout=_CONNECT_SECONDS,
    )
    try:
        jetstream = client.jetstream()
        for service in topology.services:
            await _stream(
                jetstream,
                stream_of(service),
                (f"talat.{service}.>",),
                days=retention_days,
                replicas=replicas,
            )
        subjects = tuple(f"$JS.EVENT.ADVISORY.CONSUMER.{kind}.>" for kind in _ADVISORIES)
        await _stream(jetstream, DEAD_STREAM, subjects, days=_DEAD_DAYS, replicas=replicas)
        for service in topology.services:
            await _durables(jetstream, service, topology, replicas)
    finally:
        await client.close()


async def _stream(
    jetstream: JetStreamContext,
    name: str,
    subjects: tuple[str, ...],
    *,
    days: float,
    replicas: int,
) -> None:
    config = StreamConfig(
        name=name,
        subjects=list(subjects),
        retention=RetentionPolicy.LIMITS,
        storage=StorageType.FILE,
        discard=DiscardPolicy.OLD,
        max_age=days * _DAY,
        duplicate_window=_DUPLICATE_WINDOW_SECONDS,
        num_replicas=replicas,
    )
    try:
        await jetstream.stream_info(name)
    except NotFoundError:
        await jetstream.add_stream(config)
    else:
        await jetstream.update_stream(config)


async def _durables(
    jetstream: JetStreamContext, service: str, topology: Topology, replicas: int
) -> None:
    consumed = topology.subjects(service)
    for stream, subjects in consumed.items():
        await _durable(jetstream, stream, service, subjects, replicas=replicas)
    given_up = f"$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.*.{service}"
    await _durable(jetstream, DEAD_STREAM, service, (given_up,), replicas=replicas)
    for source in topology.services:
        if stream_of(source) not in consumed:
            try:
                await jetstream.delete_consumer(stream_of(source), service)
            except NotFoundError:
                continue


async def _durable(
    jetstream: JetStreamContext,
    stream: str,
    service: str,
    subjects: tuple[str, ...],
    *,
    replicas: int,
) -> None:
    # The same call creates a durable and updates one that is there.
    await jetstream.add_consumer(
        stream,
        ConsumerConfig(
            durable_name=service,
            name=service,
            deliver_policy=DeliverPolicy.ALL,
            ack_policy=AckPolicy.EXPLICIT,
            ack_wait=ACK_WAIT_SECONDS,
            max_deliver=MAX_DELIVER,
            max_ack_pending=1_000,
            filter_subjects=list(subjects),
            num_replicas=replicas,
        ),
    )
