"""A projection equals its source after any replay."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import delete, insert, text, update

from kit.db import Database
from kit.events.envelope import EPOCH_SIZE
from kit.events.outbox import raise_epoch
from kit.events.rebuild import Comparison, Rebuilt, compare, read_snapshots, rebuild
from kit.ids import uuid7
from tests.kit.events.conftest import copies
from tests.kit.events.samples import COPY, THING, THINGS, ThingChanged, snapshot, thing


async def fill(source: Database, count: int = 3) -> list[ThingChanged]:
    """Things of the source, at version 4."""
    events = [thing(f"ของ {number}", 4) for number in range(count)]
    async with source.transaction() as session:
        await session.execute(
            insert(THING),
            [{"id": each.thing_id, "name": each.name, "version": 4} for each in events],
        )
    return events


async def apply(target: Database, event: ThingChanged, version: int | None = None) -> None:
    """Apply a live event."""
    async with target.transaction() as session:
        await THINGS.apply(session, event, version or event.version)


async def equal(source: Database, target: Database) -> Comparison:
    """The comparison of the projection with its source."""
    return await compare(target, THINGS, read_snapshots(source, snapshot))


async def test_it_fills_what_is_missing_and_removes_what_is_gone(
    source: Database, target: Database
) -> None:
    right, wrong, missing = await fill(source)
    gone = thing("หายไปแล้ว", 9)
    await apply(target, right)
    await apply(target, thing("ชื่อเก่า", 3, wrong.thing_id))
    await apply(target, gone)
    assert await equal(source, target) == Comparison(missing=1, extra=1, different=1)

    rebuilt = await rebuild(target, THINGS, read_snapshots(source, snapshot))
    assert rebuilt == Rebuilt(rows=3, written=2, removed=1)
    assert await copies(target) == {
        each.thing_id: (each.name, 4) for each in (right, wrong, missing)
    }
    assert (await equal(source, target)).equal
    again = await rebuild(target, THINGS, read_snapshots(source, snapshot))
    assert again == Rebuilt(rows=3, written=0, removed=0)


async def test_wrong_content_of_the_right_version_is_put_right(
    source: Database, target: Database
) -> None:
    (event,) = await fill(source, 1)
    await apply(target, event)
    async with target.transaction() as session:
        await session.execute(update(COPY).values(name="ผิด"))
    assert (await rebuild(target, THINGS, read_snapshots(source, snapshot))).written == 1
    assert await copies(target) == {event.thing_id: (event.name, 4)}


async def test_live_events_during_the_rebuild_win_when_they_are_newer(
    source: Database, target: Database
) -> None:
    newer, older, vanished, stays = await fill(source, 4)
    born = thing("เกิดใหม่", 1)
    await apply(target, vanished)
    async with source.transaction() as session:
        await session.execute(delete(THING).where(THING.c.id == vanished.thing_id))

    async def while_others_work() -> AsyncIterator[tuple[ThingChanged, int]]:
        async for event, version in read_snapshots(source, snapshot):
            yield event, version
        # The source has been read; these were committed at the source since.
        await apply(target, thing("ใหม่กว่า", 5, newer.thing_id))
        await apply(target, thing("มาช้า", 3, older.thing_id))
        await apply(target, born)
        assert len(await copies(target)) == 4, "readers see the live table, not the half state"

    await rebuild(target, THINGS, while_others_work())
    assert await copies(target) == {
        newer.thing_id: ("ใหม่กว่า", 5),
        older.thing_id: (older.name, 4),
        born.thing_id: ("เกิดใหม่", 1),
        stays.thing_id: (stays.name, 4),
    }


async def test_a_restored_source_is_not_taken_for_old(source: Database, target: Database) -> None:
    (event,) = await fill(source, 1)
    lost = thing("หลังสำรอง", 7, event.thing_id)
    await apply(target, lost)
    async with source.transaction() as session:
        epoch = await raise_epoch(session)
    await apply(target, thing("แก้ใหม่", 5, event.thing_id), epoch * EPOCH_SIZE + 5)
    assert await copies(target) == {event.thing_id: ("แก้ใหม่", epoch * EPOCH_SIZE + 5)}
    await rebuild(target, THINGS, read_snapshots(source, snapshot))
    assert await copies(target) == {event.thing_id: (event.name, epoch * EPOCH_SIZE + 4)}


async def test_an_empty_source_empties_the_projection(source: Database, target: Database) -> None:
    await apply(target, thing())
    assert await equal(source, target) == Comparison(missing=0, extra=1, different=0)
    assert await rebuild(target, THINGS, read_snapshots(source, snapshot)) == Rebuilt(0, 0, 1)
    assert await copies(target) == {}


async def test_a_rebuild_that_fails_changes_nothing(source: Database, target: Database) -> None:
    (event,) = await fill(source, 1)
    old = thing("เดิม", 2)
    await apply(target, old)

    async def breaks() -> AsyncIterator[tuple[ThingChanged, int]]:
        yield event, 4
        raise ConnectionResetError("the source went away")

    with pytest.raises(ConnectionResetError):
        await rebuild(target, THINGS, breaks())
    assert await copies(target) == {old.thing_id: ("เดิม", 2)}
    async with target.transaction() as session:
        left = await session.execute(text("SELECT to_regclass('rebuilt_thing_copy')"))
        assert left.scalar_one() is None


async def test_thousands_of_rows(source: Database, target: Database) -> None:
    async with source.transaction() as session:
        await session.execute(
            insert(THING),
            [{"id": uuid7(), "name": f"ของ {n}", "version": n + 1} for n in range(2_500)],
        )
    rebuilt = await rebuild(target, THINGS, read_snapshots(source, snapshot))
    assert rebuilt == Rebuilt(rows=2_500, written=2_500, removed=0)
    assert (await equal(source, target)).equal
