"""From the outbox to the bus: everything that was committed, in any weather."""

import asyncio
import subprocess
from collections.abc import Iterator
from pathlib import Path

import nats as nats_client
import pytest
from nats.aio.client import Client
from sqlalchemy import insert, select, text, update

from kit.db import Database
from kit.events import bus, relay
from kit.events.envelope import Envelope
from kit.events.outbox import publish
from kit.events.provision import provision
from kit.events.relay import Relay
from kit.events.tables import OUTBOX
from kit.ids import uuid7
from talat.stack import nats as nats_server
from talat.stack import ports, process
from talat.stack.home import prepare, temporary_home
from talat.stack.secrets import Secrets
from tests.kit.events.conftest import Wire, running
from tests.kit.events.samples import TOPOLOGY, ThingChanged, thing
from tests.support.bus import outbox
from tests.support.waiting import eventually


async def publish_all(source: Database, *events: ThingChanged) -> None:
    """Publish events in one transaction."""
    async with source.transaction() as session:
        for event in events:
            await publish(session, event)


async def nothing_waits(source: Database) -> bool:
    """Whether every row of the outbox is marked as published."""
    return not await outbox(source, unpublished=True)


async def test_what_is_committed_comes_out_as_it_was_published(
    wire: Wire, source: Database, auth_bus: Client
) -> None:
    event = thing("ปลาส้มวัดป่าโมก")
    await publish_all(source, event)
    async with running(Relay("auth", source, auth_bus).run):
        await eventually(lambda: nothing_waits(source))
    (row,) = await outbox(source)
    message = await wire.client.jsm().get_msg("AUTH", 1)
    envelope = Envelope.from_bytes(message.data or b"")
    assert message.subject == "talat.auth.thing.changed.v1"
    assert message.headers == {"Nats-Msg-Id": str(row.id)}
    assert ThingChanged.read(envelope) == event
    assert (envelope.id, envelope.source, envelope.version) == (row.id, "/auth", 1)
    assert (envelope.time, envelope.subject) == (row.occurred_at, str(event.thing_id))
    assert envelope.correlationid == str(row.id)


async def test_a_row_that_commits_late_with_an_older_id_is_not_skipped(
    wire: Wire, source: Database, auth_bus: Client
) -> None:
    async with running(Relay("auth", source, auth_bus).run):
        async with source.transaction() as slow:
            await publish(slow, thing("ช้า"))
            await publish_all(source, thing("เร็ว"))
            await eventually(lambda: nothing_waits(source))
            assert await wire.stored() == 1
        await eventually(lambda: nothing_waits(source))
    assert await wire.stored() == 2


async def test_of_two_relays_one_publishes_and_the_other_takes_over(
    wire: Wire, source: Database, auth_bus: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "_STANDBY_SECONDS", 0.05)
    scans: dict[str, int] = {"first": 0, "second": 0}

    class Watched(Relay):
        name = "first"

        async def _publish(self, rows: object) -> list[Exception | None]:
            scans[self.name] += 1
            return await super()._publish(rows)  # type: ignore[arg-type]

    first, second = Watched("auth", source, auth_bus), Watched("auth", source, auth_bus)
    second.name = "second"
    stop_first = asyncio.Event()
    first_run = asyncio.ensure_future(first.run(stop_first))
    await publish_all(source, thing())
    await eventually(lambda: nothing_waits(source))
    async with running(second.run):
        for _ in range(10):
            await publish_all(source, *[thing() for _ in range(20)])
        await eventually(lambda: nothing_waits(source))
        assert scans["second"] == 0
        stop_first.set()
        await first_run
        await publish_all(source, thing())
        await eventually(lambda: nothing_waits(source))
    assert scans["second"] > 0
    assert await wire.stored() == 202


async def test_a_lost_connection_to_the_database_is_taken_up_again(
    wire: Wire, source: Database, auth_bus: Client
) -> None:
    async with running(Relay("auth", source, auth_bus).run):
        await publish_all(source, thing())
        await eventually(lambda: nothing_waits(source))
        async with source.transaction() as session:
            killed = await session.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE application_name = 'talat-auth-relay' AND datname = current_database()"
                )
            )
            assert killed.scalars().all() == [True]
        await publish_all(source, thing())
        await eventually(lambda: nothing_waits(source))
    assert await wire.stored() == 2


async def test_a_crash_between_ack_and_mark_is_no_second_message(
    wire: Wire, source: Database, auth_bus: Client
) -> None:
    await publish_all(source, *[thing() for _ in range(5)])
    async with running(Relay("auth", source, auth_bus).run):
        await eventually(lambda: nothing_waits(source))
        async with source.transaction() as session:
            await session.execute(update(OUTBOX).values(published_at=None))
        await eventually(lambda: nothing_waits(source))
    assert await wire.stored() == 5


async def test_a_row_that_cannot_pass_does_not_hold_up_the_others(
    wire: Wire, source: Database, auth_bus: Client
) -> None:
    too_large = thing("ก" * 1_000_000)
    async with running(Relay("auth", source, auth_bus).run):
        await publish_all(source, too_large)
        await publish_all(source, *[thing() for _ in range(5)])
        await eventually(lambda: stored_is(wire, 5))
    (waiting,) = await outbox(source, unpublished=True)
    assert waiting.subject == str(too_large.thing_id)


async def test_a_foreign_subject_is_refused_and_the_row_waits(
    wire: Wire, source: Database, auth_bus: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "_ACK_SECONDS", 0.3)
    async with source.transaction() as session:
        await session.execute(
            insert(OUTBOX),
            {
                "id": uuid7(),
                "type": "talat.orders.thing.changed.v1",
                "subject": "x",
                "version": 1,
                "data": {},
            },
        )
    await publish_all(source, thing())
    async with running(Relay("auth", source, auth_bus).run):
        await eventually(lambda: stored_is(wire, 1))
    async with source.reading() as session:
        waiting = select(OUTBOX.c.type).where(OUTBOX.c.published_at.is_(None))
        assert (await session.execute(waiting)).scalars().all() == ["talat.orders.thing.changed.v1"]
    assert await wire.stored("ORDERS") == 0


async def stored_is(wire: Wire, count: int) -> bool:
    """Whether so many events are in auth's stream."""
    return await wire.stored() == count


class RestartableNats:
    """A server of this test alone that can be killed and come back with its data."""

    def __init__(self, home: Path) -> None:
        prepare(home)
        self._part = nats_server.part(
            home, secrets := Secrets.load(home), port := ports.free_port(), ports.free_port()
        )
        self.server = nats_server.server(secrets, port)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it is ready."""
        self._process = process.start(self._part)

    def kill(self) -> None:
        """kill -9."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()


@pytest.fixture
def own_nats() -> Iterator[RestartableNats]:
    """A NATS that this test may kill."""
    with temporary_home() as home:
        server = RestartableNats(home)
        server.start()
        yield server
        server.kill()


async def test_the_bus_down_and_back_loses_nothing(
    own_nats: RestartableNats, source: Database
) -> None:
    server = own_nats.server
    await eventually(lambda: provisioned(server), within=20)
    client = await bus.connect(server.url, server.seeds["auth"], "auth")
    async with running(Relay("auth", source, client).run):
        await publish_all(source, *[thing() for _ in range(50)])
        await eventually(lambda: nothing_waits(source))
        await publish_all(source, *[thing() for _ in range(300)])
        own_nats.kill()
        for _ in range(10):
            await publish_all(source, *[thing() for _ in range(20)])
        assert len(await outbox(source, unpublished=True)) >= 200
        own_nats.start()
        await eventually(lambda: nothing_waits(source), within=30)
    await client.close()
    admin = await nats_client.connect(server.url, nkeys_seed_str=server.admin_seed)
    ids = set()
    state = (await admin.jsm().stream_info("AUTH")).state
    for sequence in range(state.first_seq, state.last_seq + 1):
        stored = await admin.jsm().get_msg("AUTH", sequence)
        ids.add(Envelope.from_bytes(stored.data or b"").id)
    await admin.close()
    assert ids == {row.id for row in await outbox(source)}
    assert (state.messages, len(ids)) == (550, 550)


async def provisioned(server: nats_server.NatsServer) -> bool:
    """Whether the bus took its streams."""
    try:
        await provision(server.url, server.admin_seed, TOPOLOGY)
    except (nats_client.errors.Error, OSError):
        return False
    return True
