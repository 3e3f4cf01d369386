"""Effects once, whatever the bus and the handlers do."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from nats.aio.client import Client
from nats.aio.msg import Msg
from opentelemetry import trace
from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Database
from kit.events import consumer as consumer_module
from kit.events import context, dead_letter
from kit.events.consumer import Consumer, Subscription
from kit.events.envelope import Envelope
from kit.events.outbox import publish
from kit.events.redrive import GivenUpWatcher, redriver
from kit.events.tables import DEAD_LETTER, INBOX
from kit.ids import uuid7
from tests.kit.events.conftest import SHORT, MakeConsumer, Wire, copies, effects, running
from tests.kit.events.samples import EFFECT, THINGS, ThingChanged, ThingSeen, thing
from tests.support.bus import outbox
from tests.support.waiting import eventually


async def add_effect(session: AsyncSession, event: ThingChanged, _envelope: Envelope) -> None:
    """One row for each time that it takes effect."""
    await session.execute(insert(EFFECT), {"thing_id": event.thing_id})


COUNT = Subscription(ThingChanged, add_effect)


async def letters(target: Database) -> list[tuple[str, int]]:
    """Status and attempts of every dead letter."""
    async with target.reading() as session:
        rows = await session.execute(select(DEAD_LETTER.c.status, DEAD_LETTER.c.attempts))
        return [(row.status, row.attempts) for row in rows]


async def test_an_event_takes_effect_once_though_it_comes_five_times(
    wire: Wire, target: Database, make_consumer: MakeConsumer
) -> None:
    event, event_id = thing(), uuid7()
    for _ in range(5):
        await wire.send_event(event, event_id=event_id)
    await wire.send_event(thing())
    async with running(make_consumer(COUNT).run, make_consumer(COUNT).run):
        await eventually(wire.all_settled)
    assert await effects(target) == 2


async def test_a_kill_between_commit_and_ack_is_no_second_effect(
    wire: Wire, target: Database, make_consumer: MakeConsumer, monkeypatch: pytest.MonkeyPatch
) -> None:
    js = wire.client.jetstream()
    durable = (await js.consumer_info("AUTH", "catalog")).config
    durable.ack_wait = 0.5
    await js.add_consumer("AUTH", durable)
    await wire.send_event(thing())

    async def dies(_message: Msg, _answer: bytes) -> None:
        await asyncio.Event().wait()

    with monkeypatch.context() as patch:
        patch.setattr(consumer_module, "_tell", dies)
        killed = asyncio.ensure_future(make_consumer(COUNT).run(asyncio.Event()))
        await eventually(lambda: effects(target))
        killed.cancel()
        await asyncio.wait({killed})
    assert await wire.unsettled() == 1

    async with running(make_consumer(COUNT).run):
        await eventually(wire.all_settled)
    assert await effects(target) == 1


async def test_a_commit_whose_answer_was_lost_is_no_second_effect(
    wire: Wire, target: Database, make_consumer: MakeConsumer, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, lost = target.transaction, iter([True])

    @asynccontextmanager
    async def transaction() -> AsyncIterator[AsyncSession]:
        async with real() as session:
            yield session
        if next(lost, False):
            raise ConnectionResetError("the answer to COMMIT was lost")

    monkeypatch.setattr(target, "transaction", transaction)
    await wire.send_event(thing())
    async with running(make_consumer(COUNT).run):
        await eventually(wire.all_settled)
    assert await effects(target) == 1
    assert await letters(target) == []


async def test_the_order_of_arrival_does_not_matter(
    wire: Wire, target: Database, make_consumer: MakeConsumer
) -> None:
    thing_id = uuid7()
    for version in (2, 5, 1, 4, 3):
        await wire.send_event(thing(f"ชื่อ {version}", version, thing_id))
    async with running(make_consumer(Subscription.projection(THINGS)).run):
        await eventually(wire.all_settled)
    assert await copies(target) == {thing_id: ("ชื่อ 5", 5)}


async def test_poison_is_dead_at_once_and_the_stream_goes_on(
    wire: Wire, target: Database, make_consumer: MakeConsumer
) -> None:
    unknown = Envelope.from_bytes((await wire.send_event(thing())).to_bytes())
    await wire.send(b"\xff not json")
    await wire.send(unknown.to_bytes().replace(b"changed.v1", b"changed.v9"))
    await wire.send(unknown.to_bytes().replace(b'"name"', b'"nome"'))
    good = await wire.send_event(thing())
    async with running(make_consumer(COUNT).run):
        await eventually(wire.all_settled)
    assert await effects(target) == 2
    assert await letters(target) == [("dead", 1)] * 3
    async with target.reading() as session:
        assert good.id in (await session.execute(select(INBOX.c.id))).scalars().all()
        rows = (await session.execute(select(DEAD_LETTER))).all()
    assert {row.original for row in rows} >= {b"\xff not json"}
    assert {(row.stream, row.consumer, row.type) for row in rows} == {
        ("AUTH", "catalog", "talat.auth.thing.changed.v1")
    }
    # Both ends of the bus know of them: the stream for advisories has one of each.
    await eventually(lambda: stored_is(wire, "DEAD", 3))


async def stored_is(wire: Wire, stream: str, count: int) -> bool:
    """Whether a stream holds so many messages."""
    return await wire.stored(stream) == count


class Failing:
    """A handler that does its work and fails, so many times, after it."""

    def __init__(self, times: int) -> None:
        self.left = times
        self.calls = 0

    async def handle(self, session: AsyncSession, event: ThingChanged, envelope: Envelope) -> None:
        """Add the effect and publish, then perhaps fail."""
        self.calls += 1
        await add_effect(session, event, envelope)
        await publish(session, ThingSeen(version=1, thing_id=event.thing_id))
        if self.left > 0:
            self.left -= 1
            raise ValueError("not today")


async def test_a_handler_that_fails_is_tried_again_and_leaves_nothing_half_done(
    wire: Wire, target: Database, make_consumer: MakeConsumer
) -> None:
    failing = Failing(2)
    await wire.send_event(thing())
    async with running(make_consumer(Subscription(ThingChanged, failing.handle)).run):
        await eventually(wire.all_settled)
    assert failing.calls == 3
    assert await effects(target) == 1
    assert len(await outbox(target)) == 1
    assert await letters(target) == []


async def test_after_the_last_attempt_it_is_a_dead_letter_and_can_be_redriven(
    wire: Wire, target: Database, make_consumer: MakeConsumer
) -> None:
    failing = Failing(3)
    subscription = Subscription(ThingChanged, failing.handle)
    sent = await wire.send_event(thing())
    async with running(make_consumer(subscription).run):
        await eventually(wire.all_settled)
    assert failing.calls == 3
    assert (await effects(target), await outbox(target)) == (0, [])
    async with target.transaction() as session:
        (letter,) = await dead_letter.dead(session)
        assert (letter.status, letter.attempts) == ("dead", 3)
        assert letter.error == "ValueError: not today"
        assert letter.delivery.original == sent.to_bytes()
        assert await dead_letter.request_redrive(session, letter.id) == 1

    redrive = redriver("catalog", [subscription])
    failing.left = 1
    assert await redrive(target)
    assert await letters(target) == [("dead", 4)]
    async with target.transaction() as session:
        assert await dead_letter.request_redrive(session) == 1
    assert await redrive(target)
    assert not await redrive(target)
    assert await letters(target) == [("resolved", 4)]
    assert await effects(target) == 1


async def test_a_redrive_of_what_was_handled_meanwhile_is_no_second_effect(
    wire: Wire, target: Database, make_consumer: MakeConsumer
) -> None:
    failing = Failing(3)
    subscription = Subscription(ThingChanged, failing.handle)
    sent = await wire.send_event(thing())
    async with running(make_consumer(subscription).run):
        await eventually(wire.all_settled)
        await wire.send(sent.to_bytes())
        await eventually(wire.all_settled)
    assert await effects(target) == 1
    async with target.transaction() as session:
        await dead_letter.request_redrive(session)
    assert await redriver("catalog", [subscription])(target)
    assert await effects(target) == 1
    assert await letters(target) == [("resolved", 3)]


async def test_an_outage_of_the_database_uses_up_no_attempt(
    wire: Wire, target: Database, make_consumer: MakeConsumer, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, away, tries = target.transaction, asyncio.Event(), 0
    away.set()

    @asynccontextmanager
    async def transaction() -> AsyncIterator[AsyncSession]:
        nonlocal tries
        if away.is_set():
            tries += 1
            raise ConnectionRefusedError("no database")
        async with real() as session:
            yield session

    monkeypatch.setattr(target, "transaction", transaction)
    monkeypatch.setattr(consumer_module, "_MAX_WAIT_SECONDS", 0.1)
    await wire.send_event(thing())
    async with running(make_consumer(COUNT).run):
        await eventually(lambda: _true(tries > 12))
        away.clear()
        await eventually(wire.all_settled)
    info = await wire.client.jsm().consumer_info("AUTH", "catalog")
    assert (info.num_redelivered or 0, info.delivered.consumer_seq) == (0, 1)
    assert await effects(target) == 1
    assert await letters(target) == []


async def _true(value: bool) -> bool:  # noqa: FBT001 - what a condition says
    return value


async def test_a_lock_that_is_never_given_is_a_failure_in_the_end(
    wire: Wire, target: Database, make_consumer: MakeConsumer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer_module, "_MAX_WAIT_SECONDS", 0.01)

    async def blocked(session: AsyncSession, _event: ThingChanged, _envelope: Envelope) -> None:
        await session.execute(text("SET LOCAL lock_timeout = '1ms'"))
        await session.execute(text("LOCK TABLE effect"))

    async with target.transaction() as session:
        await session.execute(text("LOCK TABLE effect"))
        await wire.send_event(thing())
        async with running(make_consumer(Subscription(ThingChanged, blocked)).run):
            await eventually(wire.all_settled, within=30)
        assert await letters(target) == [("dead", 3)]


async def test_the_trace_and_the_cause_reach_the_handler_and_its_events(
    wire: Wire, target: Database, make_consumer: MakeConsumer
) -> None:
    seen: dict[str, object] = {}

    async def look(session: AsyncSession, event: ThingChanged, envelope: Envelope) -> None:
        seen["trace"] = f"{trace.get_current_span().get_span_context().trace_id:032x}"
        seen["correlation"] = context.correlation_id.get()
        seen["causation"] = context.causation_id.get()
        await publish(session, ThingSeen(version=1, thing_id=event.thing_id))

    event, event_id = thing(), uuid7()
    sent = await wire.send_event(event, event_id=event_id)
    traced = Envelope.from_bytes(
        sent.to_bytes()
        .replace(
            b'"datacontenttype"',
            b'"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",'
            b'"correlationid":"request-9","datacontenttype"',
        )
        .replace(str(event_id).encode(), str(other := uuid7()).encode(), 1)
    )
    await wire.client.jetstream().purge_stream("AUTH")
    await wire.send(traced.to_bytes())
    async with running(make_consumer(Subscription(ThingChanged, look)).run):
        await eventually(wire.all_settled)
    assert seen == {
        "trace": "0af7651916cd43dd8448eb211c80319c",
        "correlation": "request-9",
        "causation": str(other),
    }
    (row,) = await outbox(target)
    assert row.correlation_id == "request-9"
    assert row.causation_id == str(other)
    assert row.traceparent.startswith("00-0af7651916cd43dd8448eb211c80319c-")


async def test_a_message_that_the_bus_gave_up_becomes_a_dead_letter(
    wire: Wire, target: Database, catalog_bus: Client, make_consumer: MakeConsumer
) -> None:
    js = wire.client.jetstream()
    durable = (await js.consumer_info("AUTH", "catalog")).config
    durable.ack_wait, durable.max_deliver = 0.2, 2
    await js.add_consumer("AUTH", durable)
    sent = await wire.send_event(thing())
    handled = await wire.send_event(thing())
    async with target.transaction() as session:
        await session.execute(insert(INBOX).values(id=handled.id, source=handled.source))

    async def kills_its_process() -> None:
        """Takes messages and never answers."""
        pull = await js.pull_subscribe_bind("catalog", stream="AUTH")
        for _ in range(2):
            taken = await pull.fetch(2, timeout=5)
            assert len(taken) == 2

    await kills_its_process()
    # The server gives a message up when somebody asks for the next one.
    watcher = GivenUpWatcher("catalog", target, catalog_bus)
    async with running(make_consumer(COUNT).run, watcher.run):
        await eventually(lambda: letters(target), within=15)
        await eventually(lambda: _acked(wire))
    async with target.transaction() as session:
        (letter,) = await dead_letter.dead(session)
        assert letter.delivery.original == sent.to_bytes()
        assert letter.error == "given up by the bus after 2 deliveries"
        await dead_letter.request_redrive(session)
    assert await redriver("catalog", [COUNT])(target)
    assert await effects(target) == 1


async def _acked(wire: Wire) -> bool:
    info = await wire.client.jsm().consumer_info("DEAD", "catalog")
    return (info.num_pending, info.num_ack_pending) == (0, 0)


async def test_a_stop_finishes_what_is_in_hand_and_gives_back_the_rest(
    wire: Wire, target: Database, catalog_bus: Client
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(session: AsyncSession, event: ThingChanged, envelope: Envelope) -> None:
        begun.set()
        await go_on.wait()
        await add_effect(session, event, envelope)

    consumer = Consumer(
        "catalog",
        "AUTH",
        database=target,
        client=catalog_bus,
        subscriptions=[Subscription(ThingChanged, slow)],
        options=consumer_module.ConsumerOptions(concurrency=1),
    )
    for _ in range(20):
        await wire.send_event(thing())
    stop = asyncio.Event()
    run = asyncio.ensure_future(consumer.run(stop))
    await begun.wait()
    stop.set()
    go_on.set()
    await run
    assert await effects(target) == 1
    # The 19 others are delivered again at once, not after the server's patience of 30 s.
    quick = Consumer(
        "catalog",
        "AUTH",
        database=target,
        client=catalog_bus,
        subscriptions=[COUNT],
        options=SHORT,
    )
    async with running(quick.run):
        await eventually(wire.all_settled, within=10)
    assert await effects(target) == 20
