"""The worker: every part together, and none that takes the others down."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import insert, text

from kit.db import Database
from kit.due import DueTask
from kit.events import housekeeping
from kit.events.consumer import Subscription
from kit.events.outbox import publish, publish_again
from kit.events.tables import OUTBOX
from kit.ids import uuid7
from kit.settings import Environment, ServiceSettings
from kit.time import now
from kit.worker import Worker
from tests.kit.events.conftest import SHORT, Wire, copies, running
from tests.kit.events.samples import THINGS, thing
from tests.support.bus import outbox
from tests.support.waiting import eventually


def settings(service: str, wire: Wire, database: Database) -> ServiceSettings:
    """A service's settings against the test's servers."""
    return ServiceSettings(
        environment=Environment.TEST,
        database_url=database.engine.url.render_as_string(hide_password=False),
        nats_url=wire.server.url,
        nats_nkey_seed=wire.server.seeds[service],
        public_url="http://localhost",
    )


async def test_an_event_goes_from_commit_to_effect(
    wire: Wire, source: Database, target: Database
) -> None:
    publisher = Worker("auth", settings("auth", wire, source), source)
    consumer = Worker(
        "catalog",
        settings("catalog", wire, target),
        target,
        [Subscription.projection(THINGS)],
        options=SHORT,
    )
    events = [thing() for _ in range(30)]
    async with running(publisher.run, consumer.run):
        for event in events:
            async with source.transaction() as session:
                await publish(session, event)
        await eventually(lambda: has(target, 30))
        await eventually(wire.all_settled)
    assert set(await copies(target)) == {event.thing_id for event in events}


async def has(target: Database, count: int) -> bool:
    """Whether so many things are in the projection."""
    return len(await copies(target)) == count


async def test_a_part_that_crashes_starts_again_and_the_others_go_on(
    wire: Wire, source: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kit.worker._FIRST_RESTART_SECONDS", 0.01)
    runs = {"crashing": 0, "steady": 0}

    async def crashing(_database: Database) -> bool:
        runs["crashing"] += 1
        raise ValueError("a bug")

    async def steady(_database: Database) -> bool:
        runs["steady"] += 1
        return False

    worker = Worker(
        "auth",
        settings("auth", wire, source),
        source,
        due_tasks=[
            DueTask("crashing", crashing, timedelta(seconds=1)),
            DueTask("steady", steady, timedelta(milliseconds=5)),
        ],
    )
    async with running(worker.run):
        await eventually(lambda: both(runs))
        async with source.transaction() as session:
            await publish(session, thing())
        await eventually(lambda: published(source))


async def both(runs: dict[str, int]) -> bool:
    """Whether each ran several times."""
    return min(runs.values()) >= 3


async def published(source: Database) -> bool:
    """Whether nothing waits in the outbox."""
    return not await outbox(source, unpublished=True)


async def test_due_work_goes_on_item_after_item_and_waits_when_there_is_none(
    wire: Wire, source: Database
) -> None:
    items, waited = list(range(5)), asyncio.Event()

    async def take(_database: Database) -> bool:
        if not items:
            waited.set()
            return False
        items.pop()
        return True

    task = DueTask("take", take, timedelta(hours=1))
    worker = Worker("auth", settings("auth", wire, source), source, due_tasks=[task])
    async with running(worker.run):
        await asyncio.wait_for(waited.wait(), 10)
    assert items == []


async def test_a_worker_stops_though_the_bus_never_came(source: Database, wire: Wire) -> None:
    values = settings("auth", wire, source).model_copy(update={"nats_url": "nats://127.0.0.1:9"})
    ran = asyncio.Event()

    async def due(_database: Database) -> bool:
        ran.set()
        return False

    worker = Worker("auth", values, source, due_tasks=[DueTask("due", due, timedelta(hours=1))])
    async with asyncio.timeout(10):
        async with running(worker.run):
            await ran.wait()


_OLD_EVENT = text(
    "INSERT INTO outbox (id, type, subject, version, data, published_at) "
    "SELECT uuidv7(-age), 't', 's', 1, '{}', now() - age "
    "FROM make_interval(days => CAST(:days AS int)) AS age"
)
_WAITING_EVENT = text(
    "INSERT INTO outbox (id, type, subject, version, data) "
    "VALUES (uuidv7(interval '-9 days'), 'waits', 's', 1, '{}')"
)
_OLD_MESSAGE = text(
    "INSERT INTO inbox (id, source, handled_at) SELECT uuidv7(-age), '/x', now() - age "
    "FROM make_interval(days => CAST(:days AS int)) AS age"
)


async def test_old_rows_go_and_what_waits_stays(source: Database) -> None:
    async with source.transaction() as session:
        await session.execute(_OLD_EVENT, [{"days": 8}, {"days": 6}])
        await session.execute(_WAITING_EVENT)
        await session.execute(_OLD_MESSAGE, [{"days": 15}, {"days": 13}])
    assert await housekeeping.purge(source)
    assert not await housekeeping.purge(source)
    assert sorted(row.type for row in await outbox(source)) == ["t", "waits"]
    async with source.transaction() as session:
        left = (await session.execute(text("SELECT count(*) FROM inbox"))).scalar_one()
    assert left == 1


async def test_the_backlog_is_what_waits_and_its_age(source: Database) -> None:
    assert await housekeeping.backlog(source) == housekeeping.Backlog(0, 0.0)
    async with source.transaction() as session:
        await publish(session, thing())
    waiting = await housekeeping.backlog(source)
    assert waiting.unpublished == 1
    assert 0 <= waiting.oldest_seconds < 60


async def test_publishing_again_after_the_bus_was_lost(source: Database) -> None:
    async with source.transaction() as session:
        for hours in (1, 3):
            await session.execute(
                insert(OUTBOX).values(
                    id=uuid7(),
                    type="t",
                    subject="s",
                    version=1,
                    data={},
                    published_at=now() - timedelta(hours=hours),
                )
            )
    async with source.transaction() as session:
        assert await publish_again(session, now() - timedelta(hours=2)) == 1
    assert len(await outbox(source, unpublished=True)) == 1
